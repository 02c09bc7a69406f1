import { murmur3 } from '../hashing/murmur3'
import { checkCapacity } from './eviction-policy'
import { SlotTable } from './slot-table'

/** Slots of the first arrays; they double until they hold the capacity. */
const FIRST_SLOTS = 16

/**
 * A map of bounded size that forgets the key whose last use lies furthest back. A hash table finds the slot of a key;
 * the order of use is a doubly linked list of slots in typed arrays, so every operation takes constant time and no entry
 * is an object of its own. The hash has no secret: who may choose all keys can make them collide.
 */
export class Lru<V> {
  private readonly slots = new SlotTable()
  private readonly keyAt: string[] = []
  private readonly valueAt: (V | undefined)[] = []
  /** Neighbours of each slot from 1 on. Slot 0 closes the list to a circle: `newer[0]` is the oldest, `older[0]` the newest. */
  private older = new Int32Array(FIRST_SLOTS)
  private newer = new Int32Array(FIRST_SLOTS)
  private hashAt = new Int32Array(FIRST_SLOTS)
  /** The first of the slots that were given back, linked by `newer`; 0 when there is none. */
  private firstFree = 0
  private used = 0
  /** What the last `get` did not find: the `set` that mostly follows need neither hash nor look for it again. */
  private missed: string | null = null
  private missedHash = 0

  /** @throws RangeError when the capacity is not a whole number from 1 */
  constructor(readonly capacity: number) {
    checkCapacity(capacity)
    this.keyAt.push('')
    this.valueAt.push(undefined)
  }

  get size(): number {
    return this.slots.size
  }

  /** Whether the key is there; asking does not count as use. */
  has(key: string): boolean {
    return this.slots.find(key, hashOf(key), this.keyAt) !== 0
  }

  /** The value, which becomes the most recently used, or undefined. */
  get(key: string): V | undefined {
    const hash = hashOf(key)
    const slot = this.slots.find(key, hash, this.keyAt)
    if (slot === 0) {
      this.missed = key
      this.missedHash = hash
      return undefined
    }
    this.use(slot)
    return this.valueAt[slot]
  }

  /** The value without making it more recently used, or undefined. */
  peek(key: string): V | undefined {
    return this.valueAt[this.slots.find(key, hashOf(key), this.keyAt)]
  }

  /** Puts another value in the place of one that is there, which does not count as use. @returns whether it was there. */
  replace(key: string, value: V): boolean {
    const slot = this.slots.find(key, hashOf(key), this.keyAt)
    if (slot !== 0) this.valueAt[slot] = value
    return slot !== 0
  }

  /** Stores a value as the most recently used. @returns the key that had to leave for it, or null. */
  set(key: string, value: V): string | null {
    const isMissed = key === this.missed
    const hash = isMissed ? this.missedHash : hashOf(key)
    const present = isMissed ? 0 : this.slots.find(key, hash, this.keyAt)
    this.missed = null
    if (present !== 0) {
      this.valueAt[present] = value
      this.use(present)
      return null
    }
    if (this.slots.size < this.capacity) {
      this.fill(this.freeSlot(), hash, key, value)
      return null
    }
    const slot = this.newer[0] as number
    const victim = this.keyAt[slot] as string
    this.slots.remove(this.hashAt[slot] as number, slot)
    this.unlink(slot)
    this.fill(slot, hash, key, value)
    return victim
  }

  /** @returns whether the key was there. */
  delete(key: string): boolean {
    const hash = hashOf(key)
    const slot = this.slots.find(key, hash, this.keyAt)
    if (slot === 0) return false
    this.unlink(slot)
    this.slots.remove(hash, slot)
    this.keyAt[slot] = ''
    this.valueAt[slot] = undefined
    this.newer[slot] = this.firstFree
    this.firstFree = slot
    return true
  }

  /** Keys from the one that leaves next to the most recently used. */
  *keys(): Generator<string> {
    for (let slot = this.newer[0] as number; slot !== 0; slot = this.newer[slot] as number)
      yield this.keyAt[slot] as string
  }

  private fill(slot: number, hash: number, key: string, value: V): void {
    this.keyAt[slot] = key
    this.valueAt[slot] = value
    this.hashAt[slot] = hash
    this.slots.add(hash, slot)
    this.linkNewest(slot)
  }

  private freeSlot(): number {
    const free = this.firstFree
    if (free !== 0) {
      this.firstFree = this.newer[free] as number
      return free
    }
    this.used++
    if (this.used === this.older.length) this.grow()
    return this.used
  }

  private grow(): void {
    const length = Math.min(this.older.length * 2, this.capacity + 1)
    this.older = resized(this.older, length)
    this.newer = resized(this.newer, length)
    this.hashAt = resized(this.hashAt, length)
  }

  private use(slot: number): void {
    if (this.older[0] === slot) return
    this.unlink(slot)
    this.linkNewest(slot)
  }

  private unlink(slot: number): void {
    const { older, newer } = this
    const before = older[slot] as number
    const after = newer[slot] as number
    newer[before] = after
    older[after] = before
  }

  private linkNewest(slot: number): void {
    const { older, newer } = this
    const newest = older[0] as number
    older[slot] = newest
    newer[slot] = 0
    newer[newest] = slot
    older[0] = slot
  }
}

function hashOf(key: string): number {
  return murmur3(key) | 0
}

function resized(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length)
  longer.set(array)
  return longer
}
