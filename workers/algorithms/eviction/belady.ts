import type { Entry } from './entry-queue'
import { EvictionPolicy, type Row, type RowEntry } from './eviction-policy'
import type { Future } from './future'
import type { Tell } from './step'

/**
 * Belady's optimum (IBM Systems Journal 5:2, 1966): whoever is asked for last in the future leaves, and a new key that is
 * asked for later than all of them is not taken in. With entries of one weight no policy has more hits. It needs the
 * future, so it is no policy for a cache, but a bound to measure others by. An eviction looks at every entry.
 */
export class Belady extends EvictionPolicy {
  /** @param future the keys of all gets; it is moved on by every one of them */
  constructor(
    capacity: number,
    private readonly future: Future,
    tell?: Tell,
  ) {
    super(capacity, tell)
  }

  override get(key: string, now: number): boolean {
    this.future.pass(key)
    return super.get(key, now)
  }

  rows(): readonly Row[] {
    return [{ name: 'list', length: this.size, capacity: this.capacity, entries: this.byNextUse() }]
  }

  protected use({ key }: Entry): void {
    const inRequests = this.future.requestsUntil(key)
    this.tell({ kind: 'noted', key, row: 'list', note: { kind: 'next use', inRequests } })
  }

  protected admit(entry: Entry): boolean {
    const { key } = entry
    while (this.weight + entry.weight > this.capacity) {
      const inRequests = this.future.requestsUntil(key)
      const rival = this.neededLast as Entry
      if (distance(inRequests) >= distance(this.future.requestsUntil(rival.key))) {
        this.tell({ kind: 'refused', key, reason: { kind: 'needed last', inRequests } })
        return false
      }
      this.evict()
    }
    this.keep(entry)
    this.tell({ kind: 'inserted', key, row: 'list', remembered: false })
    return true
  }

  protected evict(): void {
    const victim = this.neededLast as Entry
    this.drop(victim)
    const inRequests = this.future.requestsUntil(victim.key)
    this.tell({ kind: 'evicted', key: victim.key, row: 'list', reason: { kind: 'needed last', inRequests } })
  }

  private get neededLast(): Entry | null {
    let last: Entry | null = null
    let latest = -1
    for (const entry of this.entries.values()) {
      const next = distance(this.future.requestsUntil(entry.key))
      if (next <= latest) continue
      last = entry
      latest = next
    }
    return last
  }

  private *byNextUse(): Generator<RowEntry> {
    const rows = [...this.entries.keys()].map((key) => ({ key, count: this.future.requestsUntil(key) }))
    yield* rows.sort((a, b) => distance(a.count) - distance(b.count))
  }
}

/** A key that is never asked for again is the farthest of all. */
function distance(inRequests: number | null): number {
  return inRequests ?? Number.MAX_SAFE_INTEGER
}
