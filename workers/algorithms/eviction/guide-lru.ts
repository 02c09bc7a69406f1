import type { Policy, Row, RowEntry } from './eviction-policy'
import type { Tell } from './step'

/**
 * LRU as in the guide: a Map keeps its keys in order of insertion, a use takes the key out and puts it back, and a `set`
 * throws out the first when the size has reached the capacity. It asks neither what the capacity is nor what an entry
 * weighs, so 0 or −5 holds one entry and NaN, which no size reaches, holds everything. Finding the first key walks over
 * the places of those that were deleted, so it is slow too.
 */
export class GuideLru implements Policy {
  private readonly keys = new Set<string>()

  constructor(
    readonly capacity: number,
    private readonly tell: Tell = () => {},
  ) {}

  get size(): number {
    return this.keys.size
  }
  get weight(): number {
    return this.keys.size
  }

  has(key: string): boolean {
    return this.keys.has(key)
  }

  get(key: string): boolean {
    if (!this.keys.delete(key)) return false
    this.keys.add(key)
    this.tell({ kind: 'relinked', key, row: 'list' })
    return true
  }

  set(key: string): boolean {
    if (this.get(key)) return true
    // @flaw Nobody asked what the capacity is: with 0 or −5 one entry still goes in, and no size ever reaches NaN.
    if (this.keys.size >= this.capacity) this.forgetFirst()
    this.keys.add(key)
    this.tell({ kind: 'inserted', key, row: 'list', remembered: false })
    return true
  }

  delete(key: string): boolean {
    return this.keys.delete(key)
  }

  rows(): readonly Row[] {
    return [{ name: 'list', length: this.keys.size, capacity: null, entries: this.newestFirst() }]
  }

  private forgetFirst(): void {
    // @flaw Finding the first key walks over the places of all that were deleted.
    for (const key of this.keys) {
      this.keys.delete(key)
      this.tell({ kind: 'evicted', key, row: 'list', reason: { kind: 'used longest ago' } })
      return
    }
  }

  private *newestFirst(): Generator<RowEntry> {
    for (const key of [...this.keys].reverse()) yield { key, count: null }
  }
}
