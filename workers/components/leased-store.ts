import { LeaseTable } from '../algorithms/caching/lease-table'
import { TimedEntries } from '../algorithms/caching/timed-entries'
import type { Micros } from '../kernel/time'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import type { Plain } from '../protocol'
import * as marks from './leased-cache-marks'

export interface LeasedStoreOptions {
  /** Entries that fit; the one that was used longest ago leaves. */
  readonly capacity: number
  /** Memory and what an entry takes of it, in bytes; without it only the number of entries counts. */
  readonly memory?: { readonly bytes: number; bytesOf(key: string): number }
  /** How long a lease lives whose holder is not heard of; null when everybody who misses may load. */
  readonly leaseMicros: Micros | null
  /** What the memory holds at this start. */
  readonly initial?: readonly StoredRow[]
}

export type StoredRow = {
  readonly key: string
  readonly value: Plain
  readonly version: number
  readonly until: Micros
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
 * The memory of a cache in the manner of memcached with the leases of Facebook: bounded in entries and bytes, entries
 * end, and what was read before a delete does not come in after it.
 *
 * Reading: `entries`, `capacity`, `hits`, `misses` and `waits` since the start, `leases` that are out, and with a bound of
 * bytes `bytes`, `memory` and `evicted`.
 */
export class LeasedStore {
  readonly #node: Node
  readonly #options: LeasedStoreOptions
  readonly #entries: TimedEntries<Plain>
  #leases: LeaseTable | null
  #bytes = 0
  readonly #gauges: Readonly<Record<'entries' | 'hits' | 'misses' | 'waits' | 'leases', Gauge>>

  constructor(node: Node, options: LeasedStoreOptions) {
    this.#node = node
    this.#options = options
    this.#entries = new TimedEntries(options.capacity)
    this.#leases = this.#newLeases()
    this.#gauges = {
      entries: node.gauge('entries'),
      hits: node.gauge('hits'),
      misses: node.gauge('misses'),
      waits: node.gauge('waits'),
      leases: node.gauge('leases'),
    }
    for (const gauge of Object.values(this.#gauges)) gauge.set(0)
    node.gauge('capacity').set(options.capacity)
    if (options.memory !== undefined) {
      node.gauge('memory').set(options.memory.bytes)
      node.gauge('evicted').set(0)
    }
    for (const row of options.initial ?? []) this.put(row)
    this.#show()
  }

  /** Whether the key is there and has not ended. */
  has(key: string): boolean {
    const entry = this.#entries.peek(key)
    return entry !== undefined && this.#node.now <= entry.staleUntil
  }

  /** What is there for a key, ended or not; null when nothing is. */
  row(key: string): StoredRow | null {
    const entry = this.#entries.peek(key)
    if (entry === undefined) return null
    return { key, value: entry.value, version: entry.version, until: entry.freshUntil }
  }

  /** What is there, the entry that was used longest ago first. */
  rows(): StoredRow[] {
    return this.#entries
      .newestFirst()
      .map(([key, { value, version, freshUntil: until }]) => ({ key, value, version, until }))
      .reverse()
  }

  run(key: string, command: LeasedCommand): Response {
    const answer = this.#answer(key, command)
    this.#show()
    return answer
  }

  /** Takes a row in without asking for a lease. */
  put({ key, value, version, until }: StoredRow): void {
    this.#free(key)
    if (!this.#makesRoom(key)) return
    const victim = this.#entries.put(key, {
      value,
      version,
      loadedAt: this.#node.now,
      freshUntil: until,
      staleUntil: until,
    })
    this.#bytes += this.#bytesOf(key) - (victim === null ? 0 : this.#bytesOf(victim))
    this.#show()
  }

  /** @returns whether it was there */
  remove(key: string): boolean {
    const wasHere = this.#free(key)
    this.#show()
    return wasHere
  }

  clear(): void {
    for (const [key] of this.#entries.newestFirst()) this.#free(key)
    this.#leases?.clear()
    this.#show()
  }

  /** No lease that was given before, here or elsewhere, is good from now on. */
  renewLeases(): void {
    this.#leases = this.#newLeases()
    this.#show()
  }

  #answer(key: string, command: LeasedCommand): Response {
    const node = this.#node
    switch (command.kind) {
      case 'get':
        return { status: 200, body: this.#get(key) as unknown as Plain }
      case 'set':
        return this.#set(key, command)
      case 'delete': {
        const isRevoked = this.#leases?.revoke(key) === true
        const lease = isRevoked ? 'its lease is taken back' : 'no lease is out'
        if (this.#free(key) || isRevoked) node.mark(marks.dropped, { node: node.name, key, lease })
        return { status: 204 }
      }
      case 'flush':
        node.mark(marks.flushed, { node: node.name, entries: this.#entries.size })
        this.clear()
        return { status: 204 }
    }
  }

  #get(key: string): LeasedAnswer {
    const node = this.#node
    const found = this.#lookUp(key)
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

  /** An entry that has ended leaves when it is asked for. */
  #lookUp(key: string): ReturnType<TimedEntries<Plain>['get']> {
    const before = this.#entries.size
    const found = this.#entries.get(key, this.#node.now)
    if (this.#entries.size < before) this.#bytes -= this.#bytesOf(key)
    return found
  }

  #set(key: string, { value, version, lifeMicros, token }: LeasedCommand & { kind: 'set' }): Response {
    const node = this.#node
    if (token !== null && this.#leases?.redeem(key, token) === false) {
      node.mark(marks.setRefused, { node: node.name, key, version, token })
      return { status: 409, failure: { cause: 'lease taken back', by: node.name } }
    }
    this.put({ key, value, version, until: node.now + lifeMicros })
    if (this.has(key)) node.mark(marks.stored, { node: node.name, key, version, life: lifeMicros })
    return { status: 204 }
  }

  /** Lets go of what was used longest ago until the row fits. @returns whether it fits at all */
  #makesRoom(key: string): boolean {
    const { memory } = this.#options
    if (memory === undefined) return true
    const node = this.#node
    const needed = memory.bytesOf(key)
    if (needed > memory.bytes) {
      node.mark(marks.tooLarge, { node: node.name, key, bytes: needed, memory: memory.bytes })
      return false
    }
    const victims: string[] = []
    for (const { key: victim } of this.#bytes + needed > memory.bytes ? this.rows() : []) {
      if (this.#bytes + needed <= memory.bytes) break
      this.#free(victim)
      victims.push(victim)
    }
    const [first] = victims
    if (first === undefined) return true
    node.gauge('evicted').add(victims.length)
    node.mark(marks.evicted, { node: node.name, key, bytes: needed, victims: victims.length, first })
    return true
  }

  #free(key: string): boolean {
    const wasHere = this.#entries.delete(key)
    if (wasHere) this.#bytes -= this.#bytesOf(key)
    return wasHere
  }

  #bytesOf(key: string): number {
    return this.#options.memory?.bytesOf(key) ?? 0
  }

  #newLeases(): LeaseTable | null {
    const { leaseMicros } = this.#options
    return leaseMicros === null ? null : new LeaseTable(leaseMicros, this.#node.now)
  }

  #show(): void {
    this.#gauges.entries.set(this.#entries.size)
    this.#gauges.leases.set(this.#leases?.size ?? 0)
    if (this.#options.memory !== undefined) this.#node.gauge('bytes').set(this.#bytes)
  }
}

function commandOf(label: string, body: LeasedCommand, key: string): Request {
  return { label, key, body: body as unknown as Plain }
}
