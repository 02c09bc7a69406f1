import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import { failureOf, isSuccess, type Request, type Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'
import { type CacheAnswer, getRequest, setRequest } from './cache'

export interface CacheAsideOptions {
  /** Name of the node that knows every key. */
  readonly database: string
  /** How long a cache may take before the database is asked instead. */
  readonly cacheTimeoutMicros: Micros
  /** The cache node that holds a key, or null for none. It may set a mark that says how it was found. */
  locate(key: string, node: Node): string | null
  /** The same without a mark, for a set. */
  owner(key: string): string | null
  /** Keys that are stored at the start, with the cache node that has them. */
  readonly stored?: ReadonlyMap<string, string>
  /** Told of every question to a cache just before it leaves, for a witness. */
  asks?(key: string, cache: string): void
}

/** Why a key was not in the cache node that was asked. */
export type MissReason = 'first asked' | 'moved' | 'gone'

export const hit = defineMark<{ key: string; cache: string }>('cache/hit', 'neutral', '{key} is in {cache}.')
export const missed = defineMark<{ key: string; cache: string; reason: MissReason }>(
  'cache/missed',
  'attention',
  '{key} is not in {cache}, it was never asked for: the database is asked.',
)
export const missedMoved = defineMark<{ key: string; cache: string; reason: MissReason; copy: string }>(
  'cache/missed',
  'attention',
  '{key} is not in {cache}, its copy is at {copy}: the database is asked.',
)
export const missedGone = defineMark<{ key: string; cache: string; reason: MissReason }>(
  'cache/missed',
  'attention',
  '{key} is no longer in {cache}: the database is asked.',
)
export const cacheFailed = defineMark<{ key: string; cache: string; cause: string }>(
  'cache/failed',
  'bad',
  '{cache} does not answer for {key} ({cause}): the database is asked.',
)
export const noCache = defineMark<{ key: string }>(
  'cache/none',
  'bad',
  'No cache node is responsible for {key}: the database is asked.',
)

/**
 * Cache-aside: the application asks the cache node that holds the key and, when that has it not or does not answer, the
 * database; it answers and then stores what it got. A cache that failed is not given the value either. A request that
 * waits for the database does not hold back others for the same key, so a popular key can be fetched more than once.
 *
 * Reading: `hits`, `misses` (the cache answered that it has it not), `fallbacks` (it did not answer).
 */
export class CacheAside implements Component {
  private readonly hits: Gauge
  private readonly misses: Gauge
  private readonly fallbacks: Gauge
  /** Where each key was last stored, only to tell why it is missed. */
  private readonly storedAt: Map<string, string>

  constructor(
    private readonly node: Node,
    private readonly options: CacheAsideOptions,
  ) {
    this.storedAt = new Map(options.stored)
    this.hits = node.gauge('hits')
    this.misses = node.gauge('misses')
    this.fallbacks = node.gauge('fallbacks')
    for (const gauge of [this.hits, this.misses, this.fallbacks]) gauge.set(0)
  }

  *handle(request: Request): Process<Response> {
    const { node } = this
    const { key } = request
    if (key === undefined) return { status: 400, failure: { cause: 'no key', by: node.name } }
    const found = yield* this.lookUp(key)
    if (found === 'hit') return { status: 200 }
    const reply = yield* node.request(this.options.database, { ...request, label: `select ${key}` })
    if (!isSuccess(reply)) return { status: 502, failure: failureOf(reply) }
    if (found === 'miss') node.spawn(`store ${key}`, this.store(key))
    return { status: 200 }
  }

  private *lookUp(key: string): Process<'hit' | 'miss' | 'failed'> {
    const { node, options } = this
    const cache = options.locate(key, node)
    if (cache === null) {
      this.fallbacks.add(1)
      node.mark(noCache, { key })
      return 'failed'
    }
    options.asks?.(key, cache)
    const reply = yield* node.request(cache, getRequest(key), { timeoutMicros: options.cacheTimeoutMicros })
    if (reply.kind === 'failed' || reply.response.status >= 400) {
      this.fallbacks.add(1)
      node.mark(cacheFailed, { key, cache, cause: failureOf(reply).cause })
      return 'failed'
    }
    if ((reply.response.body as CacheAnswer).found) {
      this.hits.add(1)
      node.mark(hit, { key, cache })
      return 'hit'
    }
    this.misses.add(1)
    this.markMiss(key, cache)
    return 'miss'
  }

  /** The key may have moved while the database was asked, so it is located anew. */
  private *store(key: string): Process {
    const { node, options } = this
    const cache = options.owner(key)
    if (cache === null) return
    options.asks?.(key, cache)
    const reply = yield* node.request(cache, setRequest(key, key), { timeoutMicros: options.cacheTimeoutMicros })
    if (isSuccess(reply)) this.storedAt.set(key, cache)
  }

  private markMiss(key: string, cache: string): void {
    const copy = this.storedAt.get(key)
    if (copy === undefined) this.node.mark(missed, { key, cache, reason: 'first asked' })
    else if (copy !== cache) this.node.mark(missedMoved, { key, cache, reason: 'moved', copy })
    else this.node.mark(missedGone, { key, cache, reason: 'gone' })
  }
}
