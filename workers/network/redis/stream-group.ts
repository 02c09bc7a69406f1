import type { Integer } from './integer64'
import type { StreamId } from './stream-id'

/** An entry that was delivered to a consumer and not acknowledged yet. */
export interface PendingEntry {
  readonly id: StreamId
  consumer: Consumer
  deliveredAtMs: number
  deliveries: Integer
}

export interface Consumer {
  readonly name: string
  readonly pending: PendingList
  seenAtMs: number
}

/** Pending entries by id. They mostly come in order; only when they did not, they are sorted at the next reading. */
export class PendingList {
  #entries = new Map<StreamId, PendingEntry>()
  #greatest: StreamId = -1n
  #isSorted = true

  get size(): number {
    return this.#entries.size
  }

  get(id: StreamId): PendingEntry | undefined {
    return this.#entries.get(id)
  }

  add(entry: PendingEntry): void {
    if (entry.id < this.#greatest) this.#isSorted = false
    else this.#greatest = entry.id
    this.#entries.set(entry.id, entry)
  }

  delete(id: StreamId): void {
    this.#entries.delete(id)
  }

  /** In the order of ids. */
  values(): IterableIterator<PendingEntry> {
    if (!this.#isSorted) {
      this.#entries = new Map([...this.#entries].sort(([a], [b]) => (a < b ? -1 : 1)))
      this.#isSorted = true
    }
    return this.#entries.values()
  }
}

/** Counter of entries read when it is not known. */
export const UNKNOWN = -1n

export class ConsumerGroup {
  readonly name: string
  readonly pending = new PendingList()
  readonly consumers = new Map<string, Consumer>()
  lastId: StreamId
  /** How many entries of the stream the group has read since its beginning, or UNKNOWN. */
  entriesRead: bigint

  constructor(name: string, lastId: StreamId, entriesRead: bigint) {
    this.name = name
    this.lastId = lastId
    this.entriesRead = entriesRead
  }

  /** Makes the consumer when there is none; marks it as seen. */
  consumer(name: string, nowMs: number, onCreate: () => void): Consumer {
    let consumer = this.consumers.get(name)
    if (consumer === undefined) {
      consumer = { name, pending: new PendingList(), seenAtMs: nowMs }
      this.consumers.set(name, consumer)
      onCreate()
    }
    consumer.seenAtMs = nowMs
    return consumer
  }

  /** Gives the entry to the consumer, whoever had it. */
  deliver(id: StreamId, consumer: Consumer, nowMs: number): PendingEntry {
    const known = this.pending.get(id)
    known?.consumer.pending.delete(id)
    const entry = known ?? { id, consumer, deliveredAtMs: nowMs, deliveries: 1 }
    entry.consumer = consumer
    entry.deliveredAtMs = nowMs
    entry.deliveries = 1
    if (known === undefined) this.pending.add(entry)
    consumer.pending.add(entry)
    return entry
  }

  forget(entry: PendingEntry): void {
    this.pending.delete(entry.id)
    entry.consumer.pending.delete(entry.id)
  }

  copy(): ConsumerGroup {
    const copy = new ConsumerGroup(this.name, this.lastId, this.entriesRead)
    for (const { name, seenAtMs } of this.consumers.values()) {
      copy.consumers.set(name, { name, seenAtMs, pending: new PendingList() })
    }
    for (const entry of this.pending.values()) {
      const consumer = copy.consumers.get(entry.consumer.name) as Consumer
      const own = { ...entry, consumer }
      copy.pending.add(own)
      consumer.pending.add(own)
    }
    return copy
  }
}
