import { type Entry, EntryQueue } from './entry-queue'
import { EvictionPolicy, type Row, rowOf } from './eviction-policy'

/** FIFO: whoever came first leaves, however often it was used since. A use moves nothing. */
export class FirstInFirstOut extends EvictionPolicy {
  private readonly queue = new EntryQueue('queue')

  rows(): readonly Row[] {
    return [rowOf(this.queue, false, this.capacity)]
  }

  protected use(entry: Entry): void {
    this.tell({ kind: 'noted', key: entry.key, row: 'queue', note: { kind: 'nothing' } })
  }

  protected admit(entry: Entry, now: number): boolean {
    this.makeRoom(entry.weight, now)
    this.keep(entry)
    this.queue.push(entry)
    this.tell({ kind: 'inserted', key: entry.key, row: 'queue', remembered: false })
    return true
  }

  protected evict(): void {
    const victim = this.queue.oldest as Entry
    this.drop(victim)
    this.tell({ kind: 'evicted', key: victim.key, row: 'queue', reason: { kind: 'came first' } })
  }
}
