/** What a policy remembers of one key. It stands in at most one queue at a time. */
export class Entry {
  /** What the policy counts: uses, a small frequency, a visited bit. */
  count = 0
  /** Simulated time of the last use, for policies that ask for it. */
  usedAt = 0
  queue: EntryQueue | null = null
  /** Neighbours in the queue; meaningless outside one. */
  older: Entry = this
  newer: Entry = this

  constructor(
    readonly key: string,
    public weight: number,
  ) {}
}

/**
 * Entries in a doubly linked list, closed to a circle by `ends`: an entry is put at the newest end, taken out of any
 * place, and found at the oldest end, each in constant time.
 */
export class EntryQueue {
  length = 0
  weight = 0
  /** Its `newer` is the oldest entry, its `older` the newest. */
  private readonly ends = new Entry('', 0)

  /** @param name what the queue is called in a picture */
  constructor(readonly name: string) {}

  get oldest(): Entry | null {
    return this.orNull(this.ends.newer)
  }
  get newest(): Entry | null {
    return this.orNull(this.ends.older)
  }
  /** The neighbour of an entry of this queue on the side of the newest, or null at that end. */
  newerThan(entry: Entry): Entry | null {
    return this.orNull(entry.newer)
  }

  /** Takes the entry out of the queue in which it stands, if any, and makes it the newest here. */
  push(entry: Entry): void {
    entry.queue?.remove(entry)
    const { ends } = this
    entry.queue = this
    entry.older = ends.older
    entry.newer = ends
    ends.older.newer = entry
    ends.older = entry
    this.length++
    this.weight += entry.weight
  }

  /** The entry must stand in this queue. */
  remove(entry: Entry): void {
    entry.older.newer = entry.newer
    entry.newer.older = entry.older
    entry.queue = null
    this.length--
    this.weight -= entry.weight
  }

  /** From the newest to the oldest. */
  *[Symbol.iterator](): Generator<Entry> {
    for (let entry = this.ends.older; entry !== this.ends; entry = entry.older) yield entry
  }

  private orNull(entry: Entry): Entry | null {
    return entry === this.ends ? null : entry
  }
}
