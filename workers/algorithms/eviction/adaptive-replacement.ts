import { Entry, EntryQueue } from './entry-queue'
import { EvictionPolicy, type Row, rowOf } from './eviction-policy'

/**
 * ARC (Megiddo and Modha, FAST 2003, figure 4): keys seen once and keys seen again in two lists, both in order of use, and
 * behind each the ghosts of those that left it. A ghost that is asked for again says that its list was too short: the
 * target for the first list moves towards it, so recency and frequency share the cache as the stream asks for. In the
 * paper the lists are T1, T2, B1 and B2 and the target is p; with weights all lengths here are sums of weights.
 */
export class AdaptiveReplacement extends EvictionPolicy {
  private readonly once = new EntryQueue('once')
  private readonly again = new EntryQueue('again')
  private readonly onceGhosts = new EntryQueue('once, left')
  private readonly againGhosts = new EntryQueue('again, left')
  private readonly ghosts = new Map<string, Entry>()
  /** The weight that keys seen once should have, from 0 to the capacity; not always whole. */
  private target = 0

  rows(): readonly Row[] {
    return [this.once, this.again, this.onceGhosts, this.againGhosts].map((queue) => rowOf(queue, false))
  }

  protected use(entry: Entry): void {
    const { key } = entry
    const isFirst = entry.queue === this.once
    this.again.push(entry)
    if (isFirst) this.tell({ kind: 'moved', key, from: 'once', to: 'again', because: { kind: 'hit' } })
    else this.tell({ kind: 'relinked', key, row: 'again' })
  }

  protected admit(entry: Entry): boolean {
    const ghost = this.ghosts.get(entry.key)
    if (ghost === undefined) this.makeRoomForNew(entry.weight)
    else this.makeRoomForKnown(ghost, entry.weight)
    this.keep(entry)
    const queue = ghost === undefined ? this.once : this.again
    queue.push(entry)
    this.tell({ kind: 'inserted', key: entry.key, row: queue.name, remembered: ghost !== undefined })
    return true
  }

  protected evict(): void {
    this.replace(false)
  }

  private makeRoomForKnown(ghost: Entry, weight: number): void {
    const [own, other] =
      ghost.queue === this.onceGhosts ? [this.onceGhosts, this.againGhosts] : [this.againGhosts, this.onceGhosts]
    const step = weight * Math.max(1, other.weight / own.weight)
    const isSeenAgain = own === this.againGhosts
    this.target = isSeenAgain ? Math.max(0, this.target - step) : Math.min(this.capacity, this.target + step)
    this.tell({ kind: 'adapted', key: ghost.key, row: own.name, target: this.target })
    this.forget(ghost)
    while (this.weight + weight > this.capacity) this.replace(isSeenAgain)
  }

  private makeRoomForNew(weight: number): void {
    const { once, onceGhosts, againGhosts, capacity } = this
    while (once.weight + onceGhosts.weight + weight > capacity && onceGhosts.oldest !== null)
      this.forget(onceGhosts.oldest)
    while (this.weight + onceGhosts.weight + againGhosts.weight + weight > 2 * capacity && againGhosts.oldest !== null)
      this.forget(againGhosts.oldest)
    while (this.weight + weight > capacity) {
      // The first list alone fills the cache: there is no room for ghosts of it.
      if (once.weight + weight > capacity) this.leave(once.oldest as Entry, null)
      else this.replace(false)
    }
  }

  /** The oldest of the list that is longer than its target leaves and becomes a ghost. */
  private replace(isSeenAgain: boolean): void {
    const { once, again, target } = this
    const isTooLong = once.weight > target || (isSeenAgain && once.weight === target)
    if (once.oldest !== null && (isTooLong || again.oldest === null)) this.leave(once.oldest, this.onceGhosts)
    else this.leave(again.oldest as Entry, this.againGhosts)
  }

  private leave(entry: Entry, ghosts: EntryQueue | null): void {
    const { key, weight } = entry
    const row = (entry.queue as EntryQueue).name
    this.drop(entry)
    if (ghosts !== null) {
      const ghost = new Entry(key, weight)
      this.ghosts.set(key, ghost)
      ghosts.push(ghost)
    }
    this.tell({ kind: 'evicted', key, row, reason: { kind: 'used longest ago' } })
  }

  private forget(ghost: Entry): void {
    ghost.queue?.remove(ghost)
    this.ghosts.delete(ghost.key)
  }
}
