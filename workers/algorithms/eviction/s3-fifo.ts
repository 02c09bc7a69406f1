import { type Entry, EntryQueue } from './entry-queue'
import { EvictionPolicy, type Row, rowOf } from './eviction-policy'
import { GhostQueue } from './ghost-queue'
import type { Tell } from './step'

/** The highest count of an entry: two bits. */
const MOST = 3

/**
 * S3-FIFO (Yang and others, SOSP 2023, algorithm 1): three queues that are never reordered. New keys enter a small queue
 * of a tenth of the capacity; whoever was used there more than once moves to the main queue, the others leave and are
 * remembered as ghosts. A ghost that is asked for again goes straight to the main queue, where a used entry that comes to
 * the end goes round once more for each use, at most three times. There are as many ghosts as the main queue has entries.
 */
export class S3Fifo extends EvictionPolicy {
  private readonly small = new EntryQueue('small')
  private readonly main = new EntryQueue('main')
  private readonly ghosts = new GhostQueue('ghosts')
  private readonly smallTarget: number

  constructor(capacity: number, tell?: Tell) {
    super(capacity, tell)
    this.smallTarget = Math.max(1, Math.floor(capacity / 10))
  }

  rows(): readonly Row[] {
    return [rowOf(this.small, true), rowOf(this.main, true), this.ghosts.row()]
  }

  protected use(entry: Entry): void {
    entry.count = Math.min(MOST, entry.count + 1)
    const note = { kind: 'frequency', count: entry.count, most: MOST } as const
    this.tell({ kind: 'noted', key: entry.key, row: (entry.queue as EntryQueue).name, note })
  }

  protected admit(entry: Entry, now: number): boolean {
    this.makeRoom(entry.weight, now)
    const remembered = this.ghosts.delete(entry.key)
    const queue = remembered ? this.main : this.small
    this.keep(entry)
    queue.push(entry)
    this.tell({ kind: 'inserted', key: entry.key, row: queue.name, remembered })
    return true
  }

  protected evict(): void {
    if (this.small.length > 0 && (this.small.weight >= this.smallTarget || this.main.length === 0))
      this.evictFromSmall()
    else this.evictFromMain()
  }

  /** Until one has left the cache from here; those that move to a main queue beyond its share push others out of it. */
  private evictFromSmall(): void {
    for (let oldest = this.small.oldest; oldest !== null; oldest = this.small.oldest) {
      if (oldest.count <= 1) {
        this.drop(oldest)
        this.ghosts.push(oldest.key, Math.max(1, this.main.length))
        this.leave(oldest, 'small')
        return
      }
      const { count } = oldest
      oldest.count = 0
      this.main.push(oldest)
      this.tell({ kind: 'moved', key: oldest.key, from: 'small', to: 'main', because: { kind: 'used', count } })
      if (this.main.weight > this.capacity - this.smallTarget) this.evictFromMain()
    }
  }

  private evictFromMain(): void {
    let oldest = this.main.oldest as Entry
    while (oldest.count > 0) {
      oldest.count--
      this.main.push(oldest)
      this.tell({ kind: 'spared', key: oldest.key, row: 'main', count: oldest.count })
      oldest = this.main.oldest as Entry
    }
    this.drop(oldest)
    this.leave(oldest, 'main')
  }

  private leave({ key, count }: Entry, row: string): void {
    this.tell({ kind: 'evicted', key, row, reason: { kind: 'not asked again', count } })
  }
}
