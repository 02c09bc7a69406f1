import { LeaseTable } from '../algorithms/caching/lease-table'
import { TimedEntries } from '../algorithms/caching/timed-entries'
import type { Process } from '../kernel/process'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import type { Plain } from '../protocol'
import * as marks from './leased-cache-marks'
import { HEALTH_TARGET, refusedFull } from './server'

export interface LeasedCacheOptions {
  /** Entries that fit; the one that was used longest ago leaves. */
  readonly capacity: number
  readonly workers: number
  readonly queueCapacity: number
  /** Work of one command. */
  readonly serviceMicros: Micros
  /** How long a lease lives whose holder is not heard of; null when everybody who misses may load. */
  readonly leaseMicros: Micros | null
  /** What the memory holds at this start. */
  readonly initial?: readonly {
    readonly key: string
    readonly value: Plain
    readonly version: number
    readonly until: Micros
  }[]
}

export type LeasedCommand =
  | { readonly kind: 'get' }
  | {
      readonly kind: 'set'
      readonly value: Plain
      readonly version: number
      readonly lifeMicros: Micros
      /** Null sets without asking. */
      readonly token: number | null
    }
  | { readonly kind: 'delete' }
  | { readonly kind: 'flush' }

/** What a get answers. Without leases a miss has no token. */
export type LeasedAnswer =
  | { readonly kind: 'hit'; readonly value: Plain; readonly version: number }
  | { readonly kind: 'miss'; readonly token: number | null }
  /** Somebody else loads it. */
  | { readonly kind: 'wait' }

export function getLeased(key: string): Request {
  return commandOf(`get ${key}`, { kind: 'get' }, key)
}
export function setLeased(key: string, command: Omit<LeasedCommand & { kind: 'set' }, 'kind'>): Request {
  return commandOf(`set ${key}`, { kind: 'set', ...command }, key)
}
export function deleteLeased(key: string): Request {
  return commandOf(`delete ${key}`, { kind: 'delete' }, key)
}
export function flushLeased(): Request {
  return commandOf('flush all', { kind: 'flush' }, '')
}

/**
 * A cache node in the manner of memcached with the leases of Facebook: bounded, entries end, a crash wipes it. The
 * health page is answered without a worker.
 *
 * Reading: `entries`, `capacity`, `hits`, `misses` and `waits` since the start, `leases` that are out, `busy`, `queue`.
 */
export class LeasedCache implements Component {
  readonly #node: Node
  readonly #options: LeasedCacheOptions
  readonly #station: Station
  readonly #entries: TimedEntries<Plain>
  readonly #leases: LeaseTable | null
  readonly #gauges: Readonly<Record<'entries' | 'hits' | 'misses' | 'waits' | 'leases', Gauge>>

  constructor(node: Node, options: LeasedCacheOptions) {
    this.#node = node
    this.#options = options
    this.#station = node.station({ workers: options.workers, queueCapacity: options.queueCapacity })
    this.#entries = new TimedEntries(options.capacity)
    this.#leases = options.leaseMicros === null ? null : new LeaseTable(options.leaseMicros, node.now)
    this.#gauges = {
      entries: node.gauge('entries'),
      hits: node.gauge('hits'),
      misses: node.gauge('misses'),
      waits: node.gauge('waits'),
      leases: node.gauge('leases'),
    }
    for (const gauge of Object.values(this.#gauges)) gauge.set(0)
    node.gauge('capacity').set(options.capacity)
    for (const { key, value, version, until } of options.initial ?? []) this.#put(key, value, version, until)
    this.#show()
  }

  *handle(request: Request): Process<Response> {
    if (request.label === HEALTH_TARGET) return { status: 200 }
    const verdict = yield* this.#station.serve(this.#options.serviceMicros)
    if (verdict.kind === 'rejected') {
      const { name } = this.#node
      const { queueCapacity: capacity } = this.#options
      this.#node.mark(refusedFull, { node: name, label: request.label, capacity, policy: this.#station.options.policy })
      return { status: 503, failure: { cause: verdict.reason, by: name } }
    }
    const answer = this.#run(request.key ?? '', request.body as unknown as LeasedCommand)
    this.#show()
    return answer
  }

  slowdown(factor: number): void {
    this.#station.slowdown = factor
  }

  #run(key: string, command: LeasedCommand): Response {
    const node = this.#node
    switch (command.kind) {
      case 'get':
        return { status: 200, body: this.#get(key) as unknown as Plain }
      case 'set':
        return this.#set(key, command)
      case 'delete': {
        const isRevoked = this.#leases?.revoke(key) === true
        const lease = isRevoked ? 'its lease is taken back' : 'no lease is out'
        if (this.#entries.delete(key) || isRevoked) node.mark(marks.dropped, { node: node.name, key, lease })
        return { status: 204 }
      }
      case 'flush':
        node.mark(marks.flushed, { node: node.name, entries: this.#entries.size })
        for (const [held] of this.#entries.newestFirst()) this.#entries.delete(held)
        this.#leases?.clear()
        return { status: 204 }
    }
  }

  #get(key: string): LeasedAnswer {
    const node = this.#node
    const found = this.#entries.get(key, node.now)
    if (found.kind === 'fresh') {
      this.#gauges.hits.add(1)
      return { kind: 'hit', value: found.entry.value, version: found.entry.version }
    }
    const why = found.kind === 'missing' ? found.reason : 'expired'
    if (this.#leases === null) {
      this.#gauges.misses.add(1)
      node.mark(marks.missed, { node: node.name, key, why })
      return { kind: 'miss', token: null }
    }
    const lease = this.#leases.claim(key, node.now)
    if (lease.kind === 'out') {
      this.#gauges.waits.add(1)
      node.mark(marks.leaseOut, { node: node.name, key, token: lease.token, since: node.now - lease.since })
      return { kind: 'wait' }
    }
    this.#gauges.misses.add(1)
    node.mark(marks.leaseGiven, { node: node.name, key, token: lease.token, why })
    return { kind: 'miss', token: lease.token }
  }

  #set(key: string, { value, version, lifeMicros, token }: LeasedCommand & { kind: 'set' }): Response {
    const node = this.#node
    if (token !== null && this.#leases?.redeem(key, token) === false) {
      node.mark(marks.setRefused, { node: node.name, key, version, token })
      return { status: 409, failure: { cause: 'lease taken back', by: node.name } }
    }
    this.#put(key, value, version, node.now + lifeMicros)
    node.mark(marks.stored, { node: node.name, key, version, life: lifeMicros })
    return { status: 204 }
  }

  #put(key: string, value: Plain, version: number, until: Micros): void {
    const loadedAt = this.#node.now
    this.#entries.put(key, { value, version, loadedAt, freshUntil: until, staleUntil: until })
  }

  #show(): void {
    this.#gauges.entries.set(this.#entries.size)
    this.#gauges.leases.set(this.#leases?.size ?? 0)
  }
}

function commandOf(label: string, body: LeasedCommand, key: string): Request {
  return { label, key, body: body as unknown as Plain }
}
