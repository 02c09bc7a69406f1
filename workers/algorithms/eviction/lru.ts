/** An entry between its neighbours in order of use. */
interface Entry<V> {
  readonly key: string
  value: V
  older: Entry<V>
  newer: Entry<V>
}

/**
 * A map of bounded size that forgets the key whose last use lies furthest back. A hash table finds an entry and a
 * doubly linked list keeps the order of use, so every operation takes constant time.
 */
export class Lru<V> {
  private readonly entries = new Map<string, Entry<V>>()
  /** Closes the list to a circle: its `newer` is the oldest entry, its `older` the newest. */
  private readonly ends: Entry<V>

  /** @throws RangeError when the capacity is not a whole number from 1 */
  constructor(readonly capacity: number) {
    if (!(Number.isInteger(capacity) && capacity >= 1))
      throw new RangeError(`A cache holds a whole number of entries from 1, not ${capacity}.`)
    const ends = { key: '', value: undefined } as unknown as Entry<V>
    ends.older = ends
    ends.newer = ends
    this.ends = ends
  }

  get size(): number {
    return this.entries.size
  }

  /** Whether the key is there; asking does not count as use. */
  has(key: string): boolean {
    return this.entries.has(key)
  }

  /** The value, which becomes the most recently used, or undefined. */
  get(key: string): V | undefined {
    const entry = this.entries.get(key)
    if (entry === undefined) return undefined
    unlink(entry)
    this.linkNewest(entry)
    return entry.value
  }

  /** Stores a value as the most recently used. @returns the key that had to leave for it, or null. */
  set(key: string, value: V): string | null {
    const present = this.entries.get(key)
    if (present !== undefined) {
      present.value = value
      unlink(present)
      this.linkNewest(present)
      return null
    }
    const victim = this.entries.size === this.capacity ? this.ends.newer : null
    if (victim !== null) this.delete(victim.key)
    const entry: Entry<V> = { key, value, older: this.ends, newer: this.ends }
    this.entries.set(key, entry)
    this.linkNewest(entry)
    return victim === null ? null : victim.key
  }

  /** @returns whether the key was there. */
  delete(key: string): boolean {
    const entry = this.entries.get(key)
    if (entry === undefined) return false
    unlink(entry)
    return this.entries.delete(key)
  }

  /** Keys from the one that leaves next to the most recently used. */
  *keys(): Generator<string> {
    for (let entry = this.ends.newer; entry !== this.ends; entry = entry.newer) yield entry.key
  }

  private linkNewest(entry: Entry<V>): void {
    const { ends } = this
    entry.older = ends.older
    entry.newer = ends
    ends.older.newer = entry
    ends.older = entry
  }
}

function unlink<V>(entry: Entry<V>): void {
  entry.older.newer = entry.newer
  entry.newer.older = entry.older
}
