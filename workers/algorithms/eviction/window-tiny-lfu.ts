import { type Entry, EntryQueue } from './entry-queue'
import { EvictionPolicy, type Row, type RowEntry } from './eviction-policy'
import { FrequencySketch } from './frequency-sketch'
import type { Tell } from './step'

/**
 * W-TinyLFU (Einziger, Friedman and Manes, ACM TOS 13:4, 2017; as in Caffeine): new keys enter a window of one hundredth
 * in order of use. Whoever leaves it must have been seen more often, by a sketch of frequencies, than the entry that would
 * leave the main part for it; otherwise it is not taken in. The main part has two segments in order of use: probation, and
 * for those that were used there a protected one of four fifths, whose oldest goes back to probation when it is full.
 */
export class WindowTinyLfu extends EvictionPolicy {
  private readonly sketch: FrequencySketch
  private readonly window = new EntryQueue('window')
  private readonly probation = new EntryQueue('probation')
  private readonly protection = new EntryQueue('protected')
  private readonly windowCapacity: number
  private readonly protectedCapacity: number

  /** @param entries how many entries the sketch is made for; give it when the capacity is in bytes */
  constructor(capacity: number, tell?: Tell, entries = capacity) {
    super(capacity, tell)
    this.sketch = new FrequencySketch(entries)
    this.windowCapacity = Math.max(1, Math.floor(capacity / 100))
    this.protectedCapacity = Math.floor(((capacity - this.windowCapacity) * 4) / 5)
  }

  rows(): readonly Row[] {
    return [
      this.estimated(this.window, this.windowCapacity),
      this.estimated(this.probation, null),
      this.estimated(this.protection, this.protectedCapacity),
    ]
  }

  protected use(entry: Entry): void {
    this.see(entry.key)
    if (entry.queue === this.probation) this.promote(entry)
    else this.relink(entry)
  }

  protected admit(entry: Entry): boolean {
    this.see(entry.key)
    this.keep(entry)
    this.window.push(entry)
    this.tell({ kind: 'inserted', key: entry.key, row: 'window', remembered: false })
    this.makeRoom()
    return this.entries.has(entry.key)
  }

  /** A new weight can overfill any segment, so every room is made in the same way. */
  protected override makeRoom(): void {
    while (this.window.weight > this.windowCapacity) this.leaveWindow(this.window.oldest as Entry)
    while (this.weight > this.capacity) this.evict()
  }

  protected evict(): void {
    const victim = (this.probation.oldest ?? this.protection.oldest ?? this.window.oldest) as Entry
    const row = (victim.queue as EntryQueue).name
    this.drop(victim)
    this.tell({ kind: 'evicted', key: victim.key, row, reason: { kind: 'used longest ago' } })
  }

  private relink(entry: Entry): void {
    const queue = entry.queue as EntryQueue
    queue.push(entry)
    this.tell({ kind: 'relinked', key: entry.key, row: queue.name })
  }

  private promote(entry: Entry): void {
    this.protection.push(entry)
    this.tell({ kind: 'moved', key: entry.key, from: 'probation', to: 'protected', because: { kind: 'hit' } })
    while (this.protection.weight > this.protectedCapacity) {
      const oldest = this.protection.oldest as Entry
      this.probation.push(oldest)
      const because = { kind: 'row full' } as const
      this.tell({ kind: 'moved', key: oldest.key, from: 'protected', to: 'probation', because })
    }
  }

  /** The oldest of the window goes to the main part, if there is room or it is seen more often than who leaves for it. */
  private leaveWindow(candidate: Entry): void {
    while (this.weight > this.capacity) {
      const victim = this.probation.oldest ?? this.protection.oldest
      if (victim === null) break
      const count = this.sketch.estimate(candidate.key)
      const rivalCount = this.sketch.estimate(victim.key)
      this.tell({ kind: 'compared', key: candidate.key, count, rival: victim.key, rivalCount })
      if (count <= rivalCount) {
        this.leave(candidate, count, victim.key, rivalCount)
        return
      }
      this.leave(victim, rivalCount, candidate.key, count)
    }
    this.probation.push(candidate)
    const because = { kind: 'row full' } as const
    this.tell({ kind: 'moved', key: candidate.key, from: 'window', to: 'probation', because })
  }

  private leave(entry: Entry, count: number, rival: string, rivalCount: number): void {
    const row = (entry.queue as EntryQueue).name
    this.drop(entry)
    this.tell({ kind: 'evicted', key: entry.key, row, reason: { kind: 'seen less often', count, rival, rivalCount } })
  }

  private see(key: string): void {
    const after = this.sketch.add(key)
    if (after !== null) this.tell({ kind: 'aged', after })
  }

  private estimated(queue: EntryQueue, capacity: number | null): Row {
    return { name: queue.name, length: queue.length, capacity, entries: this.estimates(queue) }
  }

  private *estimates(queue: EntryQueue): Generator<RowEntry> {
    for (const { key } of queue) yield { key, count: this.sketch.estimate(key) }
  }
}
