/** Stands in the links for "no neighbour": the circle is closed there. */
const ABSENT = -1

/**
 * LRU over interned keys, the integers from 0 to `keyCount` − 1: the links of the list are two typed arrays that the key
 * itself indexes, so there is no hash table, no object an entry, and nothing for the collector. 8 bytes a possible key.
 */
export class IndexedLru {
  size = 0
  /** Neighbours of a key, or −1 while it is not there. Place `keyCount` closes the list to a circle. */
  private readonly older: Int32Array
  private readonly newer: Int32Array

  /** @throws RangeError when the capacity or the number of keys is not a whole number from 1 */
  constructor(
    readonly capacity: number,
    readonly keyCount: number,
  ) {
    for (const [what, value] of [
      ['capacity of a cache', capacity],
      ['number of interned keys', keyCount],
    ] as const)
      if (!(Number.isInteger(value) && value >= 1))
        throw new RangeError(`The ${what} is a whole number from 1, not ${value}.`)
    this.older = new Int32Array(keyCount + 1).fill(ABSENT)
    this.newer = new Int32Array(keyCount + 1).fill(ABSENT)
    this.older[keyCount] = keyCount
    this.newer[keyCount] = keyCount
  }

  /** Whether the key is there; asking does not count as use. */
  has(key: number): boolean {
    return this.newer[key] !== ABSENT
  }

  /** Uses a key. @returns whether it was there. */
  get(key: number): boolean {
    const { older, newer, keyCount } = this
    const after = newer[key] as number
    if (after === ABSENT) return false
    if (after === keyCount) return true
    const before = older[key] as number
    newer[before] = after
    older[after] = before
    this.linkNewest(key)
    return true
  }

  /** Takes a key in, or uses it. @returns the key that had to leave, or −1 for none. */
  set(key: number): number {
    if (this.get(key)) return ABSENT
    let victim = ABSENT
    if (this.size === this.capacity) {
      victim = this.newer[this.keyCount] as number
      this.delete(victim)
    }
    this.size++
    this.linkNewest(key)
    return victim
  }

  /** @returns whether the key was there. */
  delete(key: number): boolean {
    const { older, newer } = this
    const after = newer[key] as number
    if (after === ABSENT) return false
    const before = older[key] as number
    newer[before] = after
    older[after] = before
    newer[key] = ABSENT
    older[key] = ABSENT
    this.size--
    return true
  }

  /** Keys from the one that leaves next to the most recently used. */
  *keys(): Generator<number> {
    const { newer, keyCount } = this
    for (let key = newer[keyCount] as number; key !== keyCount; key = newer[key] as number) yield key
  }

  private linkNewest(key: number): void {
    const { older, newer, keyCount } = this
    const newest = older[keyCount] as number
    older[key] = newest
    newer[key] = keyCount
    newer[newest] = key
    older[keyCount] = key
  }
}
