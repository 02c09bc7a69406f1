import { Lru } from '../../../algorithms/eviction/lru'
import type { Micros } from '../../../kernel/time'
import { parseEntityTag } from '../entity-tag'
import { HeaderFields } from '../header-fields'
import { parseHttpDate } from '../http-date'
import type { HttpRequest, HttpResponse } from '../http-message'
import { withoutHopByHop } from '../intermediary'
import { methodTraits } from '../method'
import { evaluatePreconditions } from '../precondition'
import { CacheControl } from './cache-control'
import { type CacheStatus, cacheStatusText, type ForwardReason } from './cache-status'
import { ageOf, lifetimeOf } from './freshness'
import { invalidatedTargets } from './invalidation'
import { partOf, partText, wholeRequest } from './parts'
import { mayServeOnError, reuseVerdict } from './reuse'
import { storageVerdict } from './storable'
import {
  type CacheKind,
  dateOf,
  type ExchangeTimes,
  isSelectedBy,
  type StoredResponse,
  selectingFields,
} from './stored-response'
import { governingFields } from './targeted-control'
import { renewed, validatedBy, validationRequest } from './validation'

export interface HttpCacheOptions {
  /** As `Cache-Status` names it. */
  readonly name: string
  readonly kind: CacheKind
  /** How many targets are remembered; beyond it the least recently used one goes. */
  readonly capacity: number
  /** How many variants of one target (`Vary`); beyond it the oldest goes. */
  readonly variants: number
  /** Whether it asks for the whole when a part is asked for, keeps that, and cuts the part from it. @default false */
  readonly fetchesWhole?: boolean
  /** Fields that it obeys instead of `Cache-Control` (RFC 9213), the most binding first. @default none */
  readonly targeted?: readonly string[]
}

/** What a cache does with a request. `because` says why, in words. */
export type LookupVerdict =
  /** Answered from memory; with `renew` the origin is asked beside it. */
  | {
      readonly kind: 'answer'
      readonly response: HttpResponse
      readonly because: string
      readonly renew: Forwarded | null
    }
  | { readonly kind: 'forward'; readonly forwarded: Forwarded; readonly because: string }

/** A request that goes on to the origin, and what the cache needs when the answer comes. */
export interface Forwarded {
  readonly request: HttpRequest
  readonly original: HttpRequest
  readonly reason: ForwardReason
  /** Stored responses that the request would be answered with, the most recent first. */
  readonly candidates: readonly StoredResponse[]
}

/** What became of the answer of the origin. */
export interface Settled {
  readonly response: HttpResponse
  readonly outcome: 'stored' | 'renewed' | 'passed' | 'stale on error'
  readonly because: string
  /** Targets that are no longer answered from memory. */
  readonly invalidated: readonly string[]
  /** The target that was forgotten to make room. */
  readonly evicted: string | null
  /** The 304 speaks of nothing that anybody holds: this must be sent instead, and its answer settled. */
  readonly again: Forwarded | null
}

/**
 * An HTTP cache (RFC 9111, RFC 5861, RFC 9211) without a network: asked with `lookup`, told with `settle`. Every cache
 * of the playground is one of these. Time is an argument and never goes back.
 */
export class HttpCache {
  private readonly memory: Lru<readonly StoredResponse[]>

  constructor(private readonly options: HttpCacheOptions) {
    this.memory = new Lru(options.capacity)
  }

  get targets(): number {
    return this.memory.size
  }

  /** @param joined why the request would have gone on, when it has waited for the answer to another one instead. */
  lookup(request: HttpRequest, now: Micros, joined: ForwardReason | null = null): LookupVerdict {
    const { method, headers } = request
    if (method !== 'GET' && method !== 'HEAD') return this.forward(request, 'method', [], `${method} is not cached`)
    // A part that is asked for is cut from the whole; this cache keeps no parts.
    const all = this.memory.get(keyOf(request)) ?? []
    if (all.length === 0) return this.forward(request, 'uri-miss', [], 'nothing is stored for it')
    const candidates = all.filter((stored) => isSelectedBy(stored, headers))
    const [newest] = candidates
    if (newest === undefined) return this.forward(request, 'vary-miss', [], varyText(all))
    const verdict = reuseVerdict(newest, headers, this.options.kind, now)
    if (verdict.kind === 'revalidate') return this.forward(request, verdict.forward, candidates, verdict.because)
    const how = joined === null ? { hit: true } : { hit: false, forward: joined, collapsed: true }
    const answer = this.served(newest, request, { ...how, ttlMicros: verdict.leftMicros }, now)
    const renews = verdict.kind === 'stale while revalidating'
    const renew = renews ? this.forwarded({ ...request, method: 'GET' }, 'stale', candidates) : null
    return { kind: 'answer', response: answer, because: `${verdict.because}${partText(answer)}`, renew }
  }

  /**
   * The origin has answered what was forwarded; who could not reach it gives the 502 or 504 that says so.
   * @param isOutdated whether something was purged or changed since it was asked for: then nothing of it is kept
   * @returns what the client gets.
   */
  settle(forwarded: Forwarded, answer: HttpResponse, times: ExchangeTimes, isOutdated = false): Settled {
    if (ORIGIN_ERRORS.has(answer.status)) {
      const stale = this.staleOnError(forwarded, answer, times.receivedAt)
      if (stale !== null) return stale
    }
    if (answer.status === 304 && forwarded.candidates.length > 0) {
      const renewal = this.renew(forwarded, answer, times, isOutdated)
      if (renewal !== null) return renewal
    }
    const kept = this.keep(forwarded, answer, times, isOutdated)
    if (answer.status !== 304 || isConditional(forwarded.original)) return kept
    return { ...kept, again: this.forwarded(forwarded.original, forwarded.reason, []) }
  }

  /** Forgets a target, as a purge does. @returns whether it was there. */
  purge(target: string, host = ''): boolean {
    return this.memory.delete(`${host} ${target}`)
  }

  /** Keeps what is stored for a target but holds it for stale from now on, so that it may still stand in or be validated. */
  softPurge(target: string, now: Micros, host = ''): boolean {
    const key = `${host} ${target}`
    const stored = this.memory.peek(key)
    if (stored === undefined) return false
    this.memory.replace(
      key,
      stored.map((one) => ({ ...one, endedAtAge: ageOf(one, now) })),
    )
    return true
  }

  /** Targets of which something stored carries this tag in the list field `field`, for instance `Cache-Tag`. */
  taggedTargets(field: string, tag: string): string[] {
    const isTagged = ({ response }: StoredResponse) => response.headers.list(field).includes(tag)
    return [...this.memory.keys()].filter((key) => this.memory.peek(key)?.some(isTagged) === true).map(targetOf)
  }

  /** What is stored for a target, the most recent first; looking does not count as use. */
  inspect(target: string, host = ''): readonly StoredResponse[] {
    return this.memory.peek(`${host} ${target}`) ?? []
  }

  private forward(
    request: HttpRequest,
    reason: ForwardReason,
    candidates: readonly StoredResponse[],
    because: string,
  ): LookupVerdict {
    const wantsCacheOnly = CacheControl.of(request.headers).has('only-if-cached')
    if (!wantsCacheOnly || !methodTraits(request.method).safe)
      return { kind: 'forward', forwarded: this.forwarded(request, reason, candidates), because }
    // §5.2.1.7
    const status = this.statusField({ hit: false, detail: 'only-if-cached' })
    const headers = HeaderFields.of([['Cache-Status', status]])
    const failure = { cause: 'only if cached', by: this.options.name }
    const response = { status: 504, headers, failure }
    return { kind: 'answer', response, because: `only-if-cached, and ${because}`, renew: null }
  }

  private forwarded(request: HttpRequest, reason: ForwardReason, candidates: readonly StoredResponse[]): Forwarded {
    const validates = candidates.length > 0
    const asked = this.options.fetchesWhole === true ? wholeRequest(request) : request
    const sent = validates ? validationRequest(request, candidates) : asked
    return { request: sent, original: request, reason, candidates }
  }

  /** The stored response as it is sent: with its age, without content when the client holds it already. */
  private served(stored: StoredResponse, request: HttpRequest, status: CacheStatus, now: Micros): HttpResponse {
    const age = String(Math.floor(ageOf(stored, now) / 1_000_000))
    const headers = stored.response.headers.with('Age', age).plus('Cache-Status', this.statusField(status))
    const response: HttpResponse = { ...stored.response, headers }
    const { body: _, contentBytes: __, ...bare } = response
    if (response.status !== 200) return request.method === 'HEAD' ? bare : response
    const current = {
      tag: parseEntityTag(headers.get('ETag')),
      modifiedAt: parseHttpDate(headers.get('Last-Modified') ?? '', now),
    }
    // §4.3.2: a cache judges If-None-Match and If-Modified-Since; the others are for the origin.
    const verdict = evaluatePreconditions(
      'GET',
      request.headers.without('If-Match', 'If-Unmodified-Since'),
      current,
      now,
    )
    if (verdict.kind === 'not modified') return { ...bare, status: 304, headers: headers.without('Content-Length') }
    return request.method === 'HEAD' ? bare : partOf(response, request, now)
  }

  private staleOnError(forwarded: Forwarded, answer: HttpResponse, now: Micros): Settled | null {
    const { original, candidates, reason } = forwarded
    const [stored] = candidates
    const { kind } = this.options
    if (stored === undefined || !mayServeOnError(stored, original.headers, kind, now)) return null
    const ttlMicros = lifetimeOf(stored, kind).micros - ageOf(stored, now)
    const forwardStatus = answer.status
    const status: CacheStatus = { hit: false, forward: reason, forwardStatus, ttlMicros, detail: 'stale-if-error' }
    const why = answer.failure === undefined ? '' : ` (${answer.failure.cause})`
    const because = `the origin fails with ${forwardStatus}${why}, and stale-if-error allows what is stored`
    return settled(this.served(stored, original, status, now), 'stale on error', because)
  }

  /** §4.3.4. Null when the 304 speaks of what the client holds, and of nothing that is stored. */
  private renew(forwarded: Forwarded, answer: HttpResponse, times: ExchangeTimes, isOutdated: boolean): Settled | null {
    const { original, candidates, reason } = forwarded
    const old = validatedBy(answer.headers, candidates)
    if (old === null) return null
    const fresh = this.governed(renewed(old, withoutHopByHop(answer.headers), times))
    const status: CacheStatus = { hit: false, forward: reason, forwardStatus: 304, stored: !isOutdated }
    const response = this.served(fresh, original, status, times.receivedAt)
    if (isOutdated) return settled(response, 'passed', OUTDATED)
    const others = (this.memory.get(keyOf(original)) ?? []).filter((stored) => stored !== old)
    this.memory.set(keyOf(original), byDate([fresh, ...others]))
    return settled(response, 'renewed', 'the origin says that what is stored is still good')
  }

  private keep(forwarded: Forwarded, answer: HttpResponse, times: ExchangeTimes, isOutdated: boolean): Settled {
    const { original, reason } = forwarded
    const invalidated = this.invalidate(original, answer)
    const headers = governingFields(answer.headers, this.options.targeted ?? [])
    const verdict = storageVerdict(original, { ...answer, headers }, this.options.kind)
    const isStored = verdict.kind === 'store' && !isOutdated
    const status: CacheStatus = { hit: false, forward: reason, forwardStatus: answer.status, stored: isStored }
    const whole = { ...answer, headers: answer.headers.plus('Cache-Status', this.statusField(status)) }
    const response = this.options.fetchesWhole === true ? partOf(whole, original, times.receivedAt) : whole
    if (verdict.kind === 'pass')
      return { ...settled(response, 'passed', `${verdict.because} (${verdict.section})`), invalidated }
    if (isOutdated) return { ...settled(response, 'passed', OUTDATED), invalidated }
    const kept: HttpResponse = { ...answer, headers: withoutHopByHop(answer.headers) }
    const entry = this.governed({ response: kept, selecting: selectingFields(kept, original.headers), ...times })
    const key = keyOf(original)
    const others = (this.memory.get(key) ?? []).filter((stored) => !isSelectedBy(stored, original.headers))
    const evicted = this.memory.set(key, byDate([entry, ...others.slice(0, this.options.variants - 1)]))
    const { micros, rule } = lifetimeOf(entry, this.options.kind)
    const because = `stored, good for ${micros / 1_000_000} s by ${rule}`
    const victim = evicted === null ? null : targetOf(evicted)
    return { ...settled(response, 'stored', because), invalidated, evicted: victim }
  }

  private governed(stored: StoredResponse): StoredResponse {
    const { targeted } = this.options
    return targeted === undefined
      ? stored
      : { ...stored, governing: governingFields(stored.response.headers, targeted) }
  }

  private invalidate(request: HttpRequest, answer: HttpResponse): string[] {
    const host = request.headers.get('Host') ?? ''
    return invalidatedTargets(request, answer).filter((target) => this.purge(target, host))
  }

  private statusField(status: CacheStatus): string {
    return cacheStatusText(this.options.name, status)
  }
}

/** Errors for which a stale response may stand in (RFC 5861 §4). */
export const ORIGIN_ERRORS: ReadonlySet<number> = new Set([500, 502, 503, 504])
const OUTDATED = 'it was asked for before a purge or a change'

/** Whether the client itself asked for a 304. */
function isConditional({ headers }: HttpRequest): boolean {
  return headers.has('If-None-Match') || headers.has('If-Modified-Since')
}

/** §2: the method is always GET, so the key is the target. */
function keyOf({ target, headers }: HttpRequest): string {
  return `${headers.get('Host') ?? ''} ${target}`
}

function targetOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1)
}

/** The most recent first, as `Date` says (§4.1); of one moment the one that came last. */
function byDate(responses: readonly StoredResponse[]): StoredResponse[] {
  const at = ({ response, receivedAt }: StoredResponse) => dateOf(response.headers, receivedAt)
  return [...responses].sort((a, b) => at(b) - at(a) || b.receivedAt - a.receivedAt)
}

function varyText(all: readonly StoredResponse[]): string {
  const names = [...new Set(all.flatMap(({ selecting }) => [...selecting.keys()]))]
  return `${all.length} stored, but none for its ${names.join(' and ')}`
}

function settled(response: HttpResponse, outcome: Settled['outcome'], because: string): Settled {
  return { response, outcome, because, invalidated: [], evicted: null, again: null }
}
