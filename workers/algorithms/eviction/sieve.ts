import { type Entry, EntryQueue } from './entry-queue'
import { EvictionPolicy, type Row, rowOf } from './eviction-policy'

/**
 * SIEVE (Zhang and others, NSDI 2024, algorithm 1): one queue in order of arrival, a visited bit an entry, and a hand
 * that moves from the oldest to the newest and round again. A use sets the bit and moves nothing. To make room, the hand
 * clears the bits that it meets and throws out the first entry without one; it stays there for the next time.
 */
export class Sieve extends EvictionPolicy {
  private readonly queue = new EntryQueue('queue')
  /** Where the next search begins; null for the oldest entry. */
  private hand: Entry | null = null

  rows(): readonly Row[] {
    return [{ ...rowOf(this.queue, true, this.capacity), hand: (this.hand ?? this.queue.oldest)?.key ?? null }]
  }

  protected use(entry: Entry): void {
    entry.count = 1
    this.tell({ kind: 'noted', key: entry.key, row: 'queue', note: { kind: 'visited' } })
  }

  protected admit(entry: Entry, now: number): boolean {
    this.makeRoom(entry.weight, now)
    this.keep(entry)
    this.queue.push(entry)
    this.tell({ kind: 'inserted', key: entry.key, row: 'queue', remembered: false })
    return true
  }

  protected evict(): void {
    let candidate = this.hand ?? (this.queue.oldest as Entry)
    while (candidate.count > 0) {
      candidate.count = 0
      this.hand = this.queue.newerThan(candidate)
      this.tell({ kind: 'spared', key: candidate.key, row: 'queue', count: 0 })
      candidate = this.hand ?? (this.queue.oldest as Entry)
    }
    this.hand = candidate
    this.drop(candidate)
    this.tell({ kind: 'evicted', key: candidate.key, row: 'queue', reason: { kind: 'not visited' } })
  }

  protected override drop(entry: Entry): void {
    if (this.hand === entry) this.hand = this.queue.newerThan(entry)
    super.drop(entry)
  }
}
