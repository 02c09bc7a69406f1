import { type Entry, EntryQueue } from './entry-queue'
import { EvictionPolicy, type Row, rowOf } from './eviction-policy'
import { GhostQueue } from './ghost-queue'
import type { Tell } from './step'

/**
 * 2Q, the full version (Johnson and Shasha, VLDB 1994): a new key enters a first-in-first-out queue of a quarter of the
 * capacity, where further uses do not count: they belong to the same burst. Whoever leaves it is remembered as a ghost,
 * half as many as fit in the cache; a ghost that is asked for again has proved itself and enters the main queue, which is
 * in order of use. A scan passes through the first queue and does not touch the main one.
 */
export class TwoQueues extends EvictionPolicy {
  private readonly recent = new EntryQueue('recent')
  private readonly main = new EntryQueue('main')
  private readonly ghosts = new GhostQueue('ghosts')
  private readonly recentTarget: number

  constructor(capacity: number, tell?: Tell) {
    super(capacity, tell)
    this.recentTarget = Math.max(1, Math.floor(capacity / 4))
  }

  rows(): readonly Row[] {
    return [rowOf(this.recent, false), rowOf(this.main, false), this.ghosts.row()]
  }

  protected use(entry: Entry): void {
    if (entry.queue === this.recent) {
      this.tell({ kind: 'noted', key: entry.key, row: 'recent', note: { kind: 'nothing' } })
      return
    }
    this.main.push(entry)
    this.tell({ kind: 'relinked', key: entry.key, row: 'main' })
  }

  protected admit(entry: Entry, now: number): boolean {
    // Looked up first: making room may forget the oldest ghost.
    const remembered = this.ghosts.delete(entry.key)
    this.makeRoom(entry.weight, now)
    const queue = remembered ? this.main : this.recent
    this.keep(entry)
    queue.push(entry)
    this.tell({ kind: 'inserted', key: entry.key, row: queue.name, remembered })
    return true
  }

  protected evict(): void {
    const fromRecent = this.recent.weight > this.recentTarget || this.main.length === 0
    const victim = (fromRecent ? this.recent.oldest : this.main.oldest) as Entry
    this.drop(victim)
    if (fromRecent) this.ghosts.push(victim.key, this.ghostCapacity)
    this.tell({
      kind: 'evicted',
      key: victim.key,
      row: fromRecent ? 'recent' : 'main',
      reason: { kind: fromRecent ? 'came first' : 'used longest ago' },
    })
  }

  /** Half of the entries that are there, which are all that fit: with weights the capacity does not say how many. */
  private get ghostCapacity(): number {
    return Math.max(1, Math.floor((this.size + 1) / 2))
  }
}
