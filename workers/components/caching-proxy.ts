import type { Process } from '../kernel/process'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { ForwardReason } from '../network/http/caching/cache-status'
import { type Forwarded, HttpCache, ORIGIN_ERRORS, type Settled } from '../network/http/caching/http-cache'
import { invalidatedTargets } from '../network/http/caching/invalidation'
import type { ExchangeTimes } from '../network/http/caching/stored-response'
import type { ConnectionPool } from '../network/http/connection-pool'
import { deadlineOf, refuseExpired, withDeadline } from '../network/http/deadline'
import { HeaderFields } from '../network/http/header-fields'
import {
  finished,
  fromRequest,
  fromResponse,
  type HttpRequest,
  type HttpResponse,
  toRequest,
  toResponse,
} from '../network/http/http-message'
import { forwarded, passedBack } from '../network/http/intermediary'
import type { Reply, Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import * as marks from './caching-proxy-marks'
import { type CachingProxyOptions, PURGE, SOFT_FIELD, TAG_FIELD } from './caching-proxy-options'
import { type Aboard, SingleFlight } from './single-flight'

/**
 * A reverse proxy with an HTTP cache. It removes what belongs to one connection, adds `Via` and `Cache-Status`, takes
 * the time that it has used off a deadline, and writes a line of an access log for every request. A crash empties it. What
 * is on its way while a purge comes answers those who had asked before it, and is not kept.
 *
 * Reading: `hits`, `collapsed` (answered by what another request has brought), `forwards`, `stored` targets.
 */
export class CachingProxy implements Component {
  readonly cache: HttpCache
  private readonly pool: ConnectionPool | null
  private readonly station: Station | null
  private readonly loads: SingleFlight<Load>
  private readonly hits: Gauge
  private readonly collapsed: Gauge
  private readonly forwards: Gauge
  private readonly stored: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: CachingProxyOptions,
  ) {
    this.cache = new HttpCache(options.cache)
    this.loads = new SingleFlight(node)
    this.pool = options.pool?.(node) ?? null
    this.station = options.work === undefined ? null : node.station(options.work)
    this.hits = node.gauge('hits')
    this.collapsed = node.gauge('collapsed')
    this.forwards = node.gauge('forwards')
    this.stored = node.gauge('stored')
    for (const gauge of [this.hits, this.collapsed, this.forwards, this.stored]) gauge.set(0)
  }

  *handle(message: Request): Process<Response> {
    const { node } = this
    const began = node.now
    const request = fromRequest(message)
    const response = finished(request.method, yield* this.serve(request, began), node.now)
    const answer = toResponse(response)
    if (this.options.isLogging !== false) this.log(message.label, answer, began)
    return answer
  }

  private log(label: string, { status, headers, bytes = 0 }: Response, began: Micros): void {
    const cache = headers?.['Cache-Status'] ?? 'no cache was asked'
    this.node.mark(marks.access, { label, status, bytes, time: this.node.now - began, cache })
  }

  slowdown(factor: number): void {
    if (this.station !== null) this.station.slowdown = factor
  }

  private *serve(request: HttpRequest, began: Micros): Process<HttpResponse> {
    const { node, station, options } = this
    if (request.method === PURGE && options.purges === true) return this.purge(request)
    if (station === null || options.work === undefined) return yield* this.answer(request, began)
    const verdict = yield* station.serve(options.work.workMicros)
    if (verdict.kind === 'served') return yield* this.answer(request, began)
    node.mark(marks.overloaded, {
      node: node.name,
      label: labelOf(request),
      capacity: options.work.queueCapacity,
    })
    return { status: 503, headers: HeaderFields.none, failure: { cause: verdict.reason, by: node.name } }
  }

  /** Forgets, or holds for stale, what is named; and what is on its way for it is no longer worth keeping. */
  private purge(request: HttpRequest): HttpResponse {
    const { node, cache } = this
    const host = request.headers.get('Host') ?? ''
    const tags = request.headers.list(TAG_FIELD)
    const isSoft = request.headers.has(SOFT_FIELD)
    const named = tags.length === 0 ? [request.target] : tags.flatMap((tag) => cache.taggedTargets(TAG_FIELD, tag))
    const targets = [...new Set(named)].filter((target) =>
      isSoft ? cache.softPurge(target, node.now, host) : cache.purge(target, host),
    )
    // Whether what is on its way carries a tag is not known yet.
    const loads = this.loads.outdate((key) => tags.length > 0 || key === loadKey(request))
    this.stored.set(cache.targets)
    const how = isSoft ? 'holds for stale' : 'forgets'
    const label = labelOf(request)
    node.mark(marks.purged, { node: node.name, label, targets, how })
    if (loads > 0) node.mark(marks.overtakes, { node: node.name, label, loads })
    return { status: 200, headers: HeaderFields.none }
  }

  private *answer(request: HttpRequest, began: Micros): Process<HttpResponse> {
    const { node } = this
    const label = labelOf(request)
    const deadline = deadlineOf(request, began)
    const expired = refuseExpired(deadline, node.now, node.name)
    if (expired !== null) {
      node.mark(marks.refuses, { label, because: 'its deadline has passed' })
      return expired
    }
    for (let joined: ForwardReason | null = null; ; ) {
      const verdict = this.cache.lookup(request, node.now, joined)
      if (verdict.kind === 'answer') {
        const count = joined === null ? this.hits : this.collapsed
        count.add(1)
        node.mark(marks.answered, { label, because: verdict.because })
        if (verdict.renew !== null) this.renew(verdict.renew, label)
        return verdict.response
      }
      const key = loadKey(request)
      const waiting = joined !== null || !this.isShareable(request) ? null : this.loads.waitingFor(key)
      if (waiting === null) {
        node.mark(marks.forwards, { label, origin: this.upstreamsOf(request.target)[0], because: verdict.because })
        return yield* this.load(verdict.forwarded, deadline)
      }
      node.mark(marks.collapses, { label, waiting: waiting + 1 })
      const { result, isOutdated } = yield* this.loads.run(key, (aboard) => this.ask(verdict.forwarded, null, aboard))
      if (result.failed !== null) return this.cache.settle(verdict.forwarded, ...result.failed).response
      // What came may not be for this one; then it goes on its own. What a purge has overtaken is asked for together again.
      joined = isOutdated ? null : verdict.forwarded.reason
    }
  }

  private *load(forward: Forwarded, deadline: Micros | null): Process<HttpResponse> {
    const { original } = forward
    const key = loadKey(original)
    const isAlone = !this.options.collapse || original.method !== 'GET' || !this.isShareable(original)
    if (isAlone || this.loads.waitingFor(key) !== null) return (yield* this.ask(forward, deadline)).response
    return (yield* this.loads.run(key, (aboard) => this.ask(forward, deadline, aboard))).result.response
  }

  /** Whether the answer to a GET of the same target may do for it: not when both may be for parts that are passed on. */
  private isShareable({ method, headers }: HttpRequest): boolean {
    const mayBePart = headers.has('Range') && this.options.cache.fetchesWhole !== true
    return (method === 'GET' || method === 'HEAD') && !mayBePart
  }

  /** Beside everything else: nobody waits for it, unless requests for the same target come once it is too old. */
  private renew(forward: Forwarded, label: string): void {
    const key = loadKey(forward.original)
    if (this.loads.waitingFor(key) !== null) return
    this.node.mark(marks.renews, { label, origin: this.upstreamsOf(forward.original.target)[0] })
    this.loads.beside(key, (aboard) => this.ask(forward, null, aboard))
  }

  private *ask(forward: Forwarded, deadline: Micros | null, aboard: Aboard | null = null): Process<Load> {
    const { node } = this
    const label = labelOf(forward.original)
    let failed: Load['failed'] = null
    for (let next = forward; ; ) {
      const requestedAt = node.now
      this.forwards.add(1)
      const answer = yield* this.send(next.request, deadline)
      const times = { requestedAt, receivedAt: node.now }
      const settled = this.cache.settle(next, answer, times, aboard?.isOutdated === true)
      if (ORIGIN_ERRORS.has(answer.status)) failed = [answer, times]
      this.changed(next.original, answer)
      this.tell(settled, label, answer.status)
      if (settled.again === null) return { response: settled.response, failed }
      next = settled.again
    }
  }

  /** A success of an unsafe method also outdates what is on its way (RFC 9111 §4.4 speaks of what is stored). */
  private changed(request: HttpRequest, answer: HttpResponse): void {
    const targets = invalidatedTargets(request, answer).map((target) => loadKey({ ...request, target }))
    if (targets.length === 0) return
    const loads = this.loads.outdate((key) => targets.includes(key))
    if (loads > 0) this.node.mark(marks.overtakes, { node: this.node.name, label: labelOf(request), loads })
  }

  /** Asks the origin; who cannot be reached is 502, and who does not answer in time 504. */
  private *send(request: HttpRequest, deadline: Micros | null): Process<HttpResponse> {
    const { node, options } = this
    const passing = forwarded(request, node.name)
    if (passing.kind === 'answer') {
      node.mark(marks.refuses, { label: labelOf(request), because: passing.because })
      return passing.response
    }
    const left = deadline === null ? options.timeoutMicros : Math.min(options.timeoutMicros, deadline - node.now)
    const sent = deadline === null ? passing.request : withDeadline(passing.request, deadline, node.now)
    const expired = refuseExpired(deadline, node.now, node.name)
    if (expired !== null) return expired
    const message = toRequest(sent)
    const reply =
      this.pool === null ? yield* this.askUpstreams(message, request, left) : yield* this.pool.request(message, left)
    if (reply.kind === 'answered') return passedBack(fromResponse(reply.response), node.name)
    const { failure } = reply
    return { status: failure.cause === 'timeout' ? 504 : 502, headers: HeaderFields.none, failure }
  }

  /** The first one that can be reached; each gets what is left of the time. */
  private *askUpstreams(message: Request, request: HttpRequest, timeoutMicros: Micros): Process<Reply> {
    const { node } = this
    const until = node.now + timeoutMicros
    const [first, ...others] = this.upstreamsOf(request.target)
    let [from, reply] = [first, yield* node.request(first, message, { timeoutMicros })]
    for (const to of others) {
      if (reply.kind === 'answered' || node.now >= until) break
      node.mark(marks.fallsBack, { label: labelOf(request), from, to, cause: reply.failure.cause })
      reply = yield* node.request(to, message, { timeoutMicros: until - node.now })
      from = to
    }
    return reply
  }

  private upstreamsOf(target: string): readonly [string, ...string[]] {
    const [first = this.options.origin, ...others] = this.options.upstreams?.(target) ?? []
    return [first, ...others]
  }

  private tell(settled: Settled, label: string, status: number): void {
    const { node } = this
    const { outcome, because, invalidated, evicted } = settled
    this.stored.set(this.cache.targets)
    if (invalidated.length > 0) node.mark(marks.invalidates, { label, targets: invalidated })
    if (evicted !== null) node.mark(marks.evicts, { victim: evicted, label })
    if (outcome === 'passed') node.mark(marks.passes, { label, status, because })
    else if (outcome === 'stale on error') node.mark(marks.standsIn, { label, because })
    else node.mark(marks.keeps, { label, because, targets: this.cache.targets })
  }
}

/** What a request to the origin came to. */
interface Load {
  readonly response: HttpResponse
  /** How the origin has failed: those who wait settle for that, each by its own rights, instead of asking it once more. */
  readonly failed: readonly [HttpResponse, ExchangeTimes] | null
}

/** Host and target, which begins with a slash. */
function loadKey({ target, headers }: HttpRequest): string {
  return `${headers.get('Host') ?? ''}${target}`
}

function labelOf({ method, target }: HttpRequest): string {
  return `${method} ${target}`
}
