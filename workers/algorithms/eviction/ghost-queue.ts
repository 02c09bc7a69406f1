import { Entry, EntryQueue } from './entry-queue'
import { type Row, rowOf } from './eviction-policy'

/** Keys that left, without their values, in order of leaving: enough to know one that comes back. */
export class GhostQueue {
  private readonly ghosts = new Map<string, Entry>()
  private readonly queue: EntryQueue

  constructor(readonly name: string) {
    this.queue = new EntryQueue(name)
  }

  /** Makes a key the newest ghost, and forgets the oldest beyond `capacity` of them. */
  push(key: string, capacity: number): void {
    const ghost = this.ghosts.get(key) ?? new Entry(key, 1)
    this.ghosts.set(key, ghost)
    this.queue.push(ghost)
    while (this.queue.length > capacity) this.delete((this.queue.oldest as Entry).key)
  }

  /** @returns whether the key was among the ghosts. */
  delete(key: string): boolean {
    const ghost = this.ghosts.get(key)
    if (ghost !== undefined) this.queue.remove(ghost)
    return this.ghosts.delete(key)
  }

  /** From the newest to the one that is forgotten next. */
  row(): Row {
    return rowOf(this.queue, false)
  }
}
