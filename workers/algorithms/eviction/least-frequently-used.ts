import { type Entry, EntryQueue } from './entry-queue'
import { EvictionPolicy, type Row, type RowEntry } from './eviction-policy'

/** Entries with one count, between the buckets of the next lower and the next higher count. */
interface Bucket {
  readonly count: number
  readonly entries: EntryQueue
  lower: Bucket | null
  higher: Bucket | null
}

/**
 * LFU, exact and in constant time: a list of buckets, one for each count that occurs, in order of the count (Shah, Mitra
 * and Matani, "An O(1) algorithm for implementing the LFU cache eviction scheme", 2010). The entry with the fewest uses
 * since it came leaves; among equals the one whose last use lies furthest back. An entry that leaves is forgotten with
 * its count.
 */
export class LeastFrequentlyUsed extends EvictionPolicy {
  private readonly buckets = new Map<number, Bucket>()
  private lowest: Bucket | null = null
  private highest: Bucket | null = null

  rows(): readonly Row[] {
    return [{ name: 'list', length: this.size, capacity: this.capacity, entries: this.byCount() }]
  }

  protected use(entry: Entry): void {
    this.countUp(entry)
    this.tell({ kind: 'noted', key: entry.key, row: 'list', note: { kind: 'uses', count: entry.count } })
  }

  protected admit(entry: Entry, now: number): boolean {
    this.makeRoom(entry.weight, now)
    this.enter(entry, 1)
    return true
  }

  protected evict(): void {
    const victim = this.rarest as Entry
    this.drop(victim)
    const { key, count } = victim
    this.tell({ kind: 'evicted', key, row: 'list', reason: { kind: 'fewest uses', count } })
  }

  protected override drop(entry: Entry): void {
    super.drop(entry)
    this.closeIfEmpty(this.buckets.get(entry.count) as Bucket)
  }

  /** The entry that leaves next. */
  protected get rarest(): Entry | null {
    return this.lowest?.entries.oldest ?? null
  }

  /** A new entry takes its place with this count. Linear in the number of lower counts, of which there is none for 1. */
  protected enter(entry: Entry, count: number): void {
    this.keep(entry)
    let below: Bucket | null = null
    for (let next = this.lowest; next !== null && next.count <= count; next = next.higher) below = next
    entry.count = count
    this.bucket(count, below).entries.push(entry)
    this.tell({ kind: 'inserted', key: entry.key, row: 'list', remembered: count > 1 })
  }

  private countUp(entry: Entry): void {
    const from = this.buckets.get(entry.count) as Bucket
    entry.count++
    this.bucket(entry.count, from).entries.push(entry)
    this.closeIfEmpty(from)
  }

  /** The bucket for a count, opened above `below` when there is none. */
  private bucket(count: number, below: Bucket | null): Bucket {
    const open = this.buckets.get(count)
    if (open !== undefined) return open
    const higher = below === null ? this.lowest : below.higher
    const bucket: Bucket = { count, entries: new EntryQueue('list'), lower: below, higher }
    if (below === null) this.lowest = bucket
    else below.higher = bucket
    if (higher === null) this.highest = bucket
    else higher.lower = bucket
    this.buckets.set(count, bucket)
    return bucket
  }

  private closeIfEmpty(bucket: Bucket): void {
    if (bucket.entries.length > 0) return
    if (bucket.lower === null) this.lowest = bucket.higher
    else bucket.lower.higher = bucket.higher
    if (bucket.higher === null) this.highest = bucket.lower
    else bucket.higher.lower = bucket.lower
    this.buckets.delete(bucket.count)
  }

  private *byCount(): Generator<RowEntry> {
    for (let bucket = this.highest; bucket !== null; bucket = bucket.lower)
      for (const { key, count } of bucket.entries) yield { key, count }
  }
}
