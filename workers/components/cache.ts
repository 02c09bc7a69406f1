import { Lru } from '../algorithms/eviction/lru'
import type { Process } from '../kernel/process'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import type { Plain } from '../protocol'
import { defineMark } from '../trace/mark-definition'

export interface CacheOptions {
  /** How many entries fit. */
  readonly capacity: number
  readonly workers: number
  readonly queueCapacity: number
  /** Work of one get or set at normal speed. */
  readonly serviceMicros: Micros
  /** What the memory holds at this start, from the least to the most recently used. */
  readonly initial?: readonly CacheEntry[]
}

/** A key with its value. */
export type CacheEntry = readonly [key: string, value: Plain]

/** What a get answers; a key that is not there is an answer, not a failure. */
export type CacheAnswer = { readonly found: true; readonly value: Plain } | { readonly found: false }

export const evicted = defineMark<{ victim: string; key: string; entries: number }>(
  'cache/evicted',
  'neutral',
  '{victim} leaves for {key}: all {entries:count} entries are taken and its last use lies furthest back.',
)

/** Asks a cache for a key; the body of the answer is a `CacheAnswer`. */
export function getRequest(key: string): Request {
  return { label: `get ${key}`, key }
}

/** Tells a cache to keep a value. */
export function setRequest(key: string, value: Plain): Request {
  return { label: `set ${key}`, key, body: { value } }
}

/**
 * A cache node: bounded memory that forgets the least recently used entry, behind a station. Two requests are known,
 * see `getRequest` and `setRequest`. A crash wipes the memory.
 *
 * Reading: `entries`, `capacity`, `hits` and `misses` since the start, `busy`, `queue`.
 */
export class Cache implements Component {
  private readonly memory: Lru<Plain>
  private readonly station: Station
  private readonly entries: Gauge
  private readonly hits: Gauge
  private readonly misses: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: CacheOptions,
  ) {
    this.memory = new Lru(options.capacity)
    this.station = node.station({ workers: options.workers, queueCapacity: options.queueCapacity })
    this.entries = node.gauge('entries')
    this.hits = node.gauge('hits')
    this.misses = node.gauge('misses')
    node.gauge('capacity').set(options.capacity)
    for (const [key, value] of options.initial ?? []) this.memory.set(key, value)
    this.entries.set(this.memory.size)
    this.hits.set(0)
    this.misses.set(0)
  }

  *handle(request: Request): Process<Response> {
    const { node } = this
    const verdict = yield* this.station.serve(this.options.serviceMicros)
    if (verdict.kind === 'rejected') return { status: 503, failure: { cause: verdict.reason, by: node.name } }
    const { key, body } = request
    if (key === undefined) return { status: 400, failure: { cause: 'no key', by: node.name } }
    if (body === undefined) return { status: 200, body: this.get(key) }
    this.set(key, (body as { readonly value: Plain }).value)
    return { status: 204 }
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  private get(key: string): CacheAnswer {
    const value = this.memory.get(key)
    if (value === undefined) {
      this.misses.add(1)
      return { found: false }
    }
    this.hits.add(1)
    return { found: true, value }
  }

  private set(key: string, value: Plain): void {
    const victim = this.memory.set(key, value)
    if (victim !== null) this.node.mark(evicted, { victim, key, entries: this.memory.size })
    this.entries.set(this.memory.size)
  }
}
