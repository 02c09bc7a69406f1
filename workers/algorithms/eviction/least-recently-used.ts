import { type Entry, EntryQueue } from './entry-queue'
import { EvictionPolicy, type Row, rowOf } from './eviction-policy'

/**
 * LRU: whoever was used longest ago leaves. One list in order of use; a use relinks the entry at its head. What a cache
 * of capacity C holds, one of capacity C + 1 holds too (the inclusion property of stack algorithms: Mattson and others,
 * IBM Systems Journal 9:2, 1970).
 */
export class LeastRecentlyUsed extends EvictionPolicy {
  private readonly list = new EntryQueue('list')

  rows(): readonly Row[] {
    return [rowOf(this.list, false, this.capacity)]
  }

  protected use(entry: Entry): void {
    this.list.push(entry)
    this.tell({ kind: 'relinked', key: entry.key, row: 'list' })
  }

  protected admit(entry: Entry, now: number): boolean {
    this.makeRoom(entry.weight, now)
    this.keep(entry)
    this.list.push(entry)
    this.tell({ kind: 'inserted', key: entry.key, row: 'list', remembered: false })
    return true
  }

  protected evict(): void {
    const victim = this.list.oldest as Entry
    this.drop(victim)
    this.tell({ kind: 'evicted', key: victim.key, row: 'list', reason: { kind: 'used longest ago' } })
  }
}
