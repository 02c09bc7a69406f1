import { Entry, type EntryQueue } from './entry-queue'
import type { Step, Tell } from './step'

/** Keys in one row of a picture, from the head to the one that leaves it next. */
export interface Row {
  readonly name: string
  /** All entries, of which `entries` may list fewer. */
  readonly length: number
  /** The weight that it may never exceed between two accesses; null when only the cache as a whole has a bound. */
  readonly capacity: number | null
  readonly entries: Iterable<RowEntry>
  /** The key at which the next search for a victim begins, where that is not the end of the row. */
  readonly hand?: string | null
}

export interface RowEntry {
  readonly key: string
  /** What the policy counts for it; null when it counts nothing. */
  readonly count: number | null
}

/** What a cache asks of a policy. Time is an argument: simulated microseconds that never fall. */
export interface Policy {
  /** In entries when every weight is 1, in bytes when weights are bytes. */
  readonly capacity: number
  readonly size: number
  /** Sum of the weights of what is there; at most the capacity. */
  readonly weight: number
  /** Whether the key is there; asking does not count as use. */
  has(key: string, now: number): boolean
  /** Uses a key. @returns whether it was there. */
  get(key: string, now: number): boolean
  /**
   * Takes a key in, or uses one that is there and gives it a new weight; others leave until it fits.
   * @returns whether it is there now: a policy may refuse it.
   * @throws RangeError when the weight is not a whole number from 1
   */
  set(key: string, now: number, weight?: number): boolean
  /** @returns whether the key was there. */
  delete(key: string): boolean
  /** The rows of a picture. */
  rows(): readonly Row[]
}

/**
 * What all policies share: the table of entries, their weights, and what a `set` has to do. A policy only says what a
 * use changes (`use`), where a new key goes (`admit`), and who leaves (`evict`).
 */
export abstract class EvictionPolicy implements Policy {
  weight = 0
  protected readonly entries = new Map<string, Entry>()

  /**
   * @param tell is told every step at the moment at which it is done
   * @throws RangeError when the capacity is not a whole number from 1
   */
  constructor(
    readonly capacity: number,
    protected readonly tell: Tell = ignore,
  ) {
    checkCapacity(capacity)
  }

  get size(): number {
    return this.entries.size
  }

  has(key: string): boolean {
    return this.entries.has(key)
  }

  get(key: string, now: number): boolean {
    const entry = this.entries.get(key)
    if (entry === undefined) return false
    this.use(entry, now)
    return true
  }

  set(key: string, now: number, weight = 1): boolean {
    if (!(Number.isInteger(weight) && weight >= 1))
      throw new RangeError(`The weight of an entry is a whole number from 1, not ${weight}.`)
    const present = this.entries.get(key)
    if (weight > this.capacity) {
      if (present !== undefined) this.drop(present)
      this.tell({ kind: 'refused', key, reason: { kind: 'too heavy', weight, capacity: this.capacity } })
      return false
    }
    if (present === undefined) return this.admit(new Entry(key, weight), now)
    this.reweigh(present, weight)
    this.use(present, now)
    this.makeRoom(0, now)
    return this.entries.has(key)
  }

  delete(key: string): boolean {
    const entry = this.entries.get(key)
    if (entry === undefined) return false
    this.drop(entry)
    return true
  }

  abstract rows(): readonly Row[]

  /** An entry that is there was asked for. */
  protected abstract use(entry: Entry, now: number): void
  /** A key that is not there comes in, unless the policy refuses it. @returns whether it came in. */
  protected abstract admit(entry: Entry, now: number): boolean
  /** Makes one entry leave; called only when there is one. */
  protected abstract evict(now: number): void

  /** Entries leave until `weight` more fits. */
  protected makeRoom(weight: number, now: number): void {
    while (this.weight + weight > this.capacity) this.evict(now)
  }

  /** Enters it in the table; in which queue it stands is the policy's own business. */
  protected keep(entry: Entry): void {
    this.entries.set(entry.key, entry)
    this.weight += entry.weight
  }

  /** Takes it out of the table and of its queue. Policies with more places override this. */
  protected drop(entry: Entry): void {
    entry.queue?.remove(entry)
    this.entries.delete(entry.key)
    this.weight -= entry.weight
  }

  private reweigh(entry: Entry, weight: number): void {
    const more = weight - entry.weight
    entry.weight = weight
    this.weight += more
    if (entry.queue !== null) entry.queue.weight += more
  }
}

/** @throws RangeError when the capacity is not a whole number from 1 */
export function checkCapacity(capacity: number): void {
  const problem = capacityProblem(capacity)
  if (problem !== null) throw new RangeError(problem)
}

/** Why no cache can have this capacity, as a sentence, or null when one can. */
export function capacityProblem(capacity: number): string | null {
  if (Number.isInteger(capacity) && capacity >= 1) return null
  return `The capacity of a cache is a whole number from 1, not ${capacity}.`
}

function ignore(_step: Step): void {}

/** A row of what stands in a queue. @param counts whether its entries have a count to show */
export function rowOf(queue: EntryQueue, counts: boolean, capacity: number | null = null): Row {
  return { name: queue.name, length: queue.length, capacity, entries: shown(queue, counts) }
}

function* shown(queue: EntryQueue, counts: boolean): Generator<RowEntry> {
  for (const { key, count } of queue) yield { key, count: counts ? count : null }
}
