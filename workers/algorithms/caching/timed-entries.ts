/** What one level keeps for a key. Times are simulated microseconds. */
export interface TimedEntry<V> {
  readonly value: V
  /** Rises with every change of the value at its source. */
  readonly version: number
  /** When the load that brought the value began. */
  readonly loadedAt: number
  /** Up to here the value is served without a second thought. */
  readonly freshUntil: number
  /** Up to here it may still stand in while it is renewed or its source fails; never before `freshUntil`. */
  readonly staleUntil: number
}

export type TimedLookup<V> =
  | { readonly kind: 'fresh'; readonly entry: TimedEntry<V> }
  | { readonly kind: 'stale'; readonly entry: TimedEntry<V> }
  | { readonly kind: 'missing'; readonly reason: 'never here' | 'expired' }

/**
 * A level of a cache in one process: a bounded map whose entries end. The last microsecond of a time still counts. The
 * entry that was used longest ago leaves when there is no room; what is over leaves when somebody asks for it.
 */
export class TimedEntries<V> {
  /** In order of use, the last one used at the end. */
  private readonly entries = new Map<string, TimedEntry<V>>()

  /** @throws RangeError when the capacity is not a whole number from 1 */
  constructor(readonly capacity: number) {
    if (!(Number.isInteger(capacity) && capacity >= 1))
      throw new RangeError(`A level holds a whole number of entries from 1, not ${capacity}.`)
  }

  get size(): number {
    return this.entries.size
  }

  get(key: string, now: number): TimedLookup<V> {
    const entry = this.entries.get(key)
    if (entry === undefined) return { kind: 'missing', reason: 'never here' }
    this.entries.delete(key)
    if (now > entry.staleUntil) return { kind: 'missing', reason: 'expired' }
    this.entries.set(key, entry)
    return { kind: now <= entry.freshUntil ? 'fresh' : 'stale', entry }
  }

  /**
   * @returns the key that had to leave, or null
   * @throws RangeError when the entry may be stale for less time than it is fresh
   */
  put(key: string, entry: TimedEntry<V>): string | null {
    if (entry.staleUntil < entry.freshUntil)
      throw new RangeError(`An entry fresh until ${entry.freshUntil} cannot end at ${entry.staleUntil}.`)
    const isNew = !this.entries.delete(key)
    const victim = isNew && this.entries.size === this.capacity ? this.oldest() : null
    if (victim !== null) this.entries.delete(victim)
    this.entries.set(key, entry)
    return victim
  }

  /** @returns whether the key was there */
  delete(key: string): boolean {
    return this.entries.delete(key)
  }

  /** The entry as it is, over or not; looking does not count as use. */
  peek(key: string): TimedEntry<V> | undefined {
    return this.entries.get(key)
  }

  /** What is there, from the most recently used on; looking does not count as use. */
  newestFirst(): readonly (readonly [string, TimedEntry<V>])[] {
    return [...this.entries].reverse()
  }

  private oldest(): string | null {
    for (const key of this.entries.keys()) return key
    return null
  }
}
