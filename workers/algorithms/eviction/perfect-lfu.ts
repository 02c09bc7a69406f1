import type { Entry } from './entry-queue'
import { LeastFrequentlyUsed } from './least-frequently-used'

/**
 * LFU that remembers the count of every key it ever saw, there or not, and takes a key in only when that was asked for
 * more often than the one that would have to leave. With fixed popularities its hit ratio goes to the sum of the highest
 * probabilities, the best that any policy without knowledge of the future can do; its memory grows with the keys, and
 * what was popular once stays.
 */
export class PerfectLfu extends LeastFrequentlyUsed {
  private readonly counts = new Map<string, number>()

  protected override use(entry: Entry): void {
    super.use(entry)
    this.counts.set(entry.key, entry.count)
  }

  protected override admit(entry: Entry): boolean {
    const { key } = entry
    const count = (this.counts.get(key) ?? 0) + 1
    this.counts.set(key, count)
    while (this.weight + entry.weight > this.capacity) {
      const rival = this.rarest as Entry
      if (rival.count >= count) {
        const reason = { kind: 'fewer uses', count, rival: rival.key, rivalCount: rival.count } as const
        this.tell({ kind: 'refused', key, reason })
        return false
      }
      this.evict()
    }
    this.enter(entry, count)
    return true
  }
}
