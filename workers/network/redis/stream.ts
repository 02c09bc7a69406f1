import { type ConsumerGroup, UNKNOWN } from './stream-group'
import type { StreamId } from './stream-id'

export interface StreamEntry {
  readonly id: StreamId
  /** Fields and values in turn. */
  readonly items: readonly string[]
}

/** A run of entries that Redis keeps in one listpack. Approximate trimming removes only whole nodes. */
interface StreamNode {
  readonly entries: StreamEntry[]
  /** Entries ever put here, also those deleted since. */
  appended: number
  lastId: StreamId
}

/** What XADD and XTRIM ask for. */
export interface Trim {
  readonly by: 'length' | 'id'
  readonly length: number
  readonly id: StreamId
  readonly isApproximate: boolean
  /** Most entries to remove; 0 for no limit. */
  readonly limit: number
}

/** stream-node-max-entries. Redis closes a node also at 4096 bytes, which is not modelled. */
export const NODE_ENTRIES = 100

export class Stream {
  #nodes: StreamNode[] = []
  length = 0
  lastId: StreamId = 0n
  firstId: StreamId = 0n
  /** The greatest id that XDEL removed: behind it, counting entries by their ids is uncertain. */
  greatestDeletedId: StreamId = 0n
  entriesAdded = 0n
  readonly groups = new Map<string, ConsumerGroup>()

  /** @param id greater than every id so far */
  append(id: StreamId, items: readonly string[]): void {
    let node = this.#nodes.at(-1)
    if (node === undefined || node.appended >= NODE_ENTRIES) {
      node = { entries: [], appended: 0, lastId: id }
      this.#nodes.push(node)
    }
    node.entries.push({ id, items })
    node.appended++
    node.lastId = id
    this.length++
    this.entriesAdded = BigInt.asIntN(64, this.entriesAdded + 1n)
    this.lastId = id
    if (this.length === 1) this.firstId = id
  }

  has(id: StreamId): boolean {
    return this.find(id) !== undefined
  }

  find(id: StreamId): StreamEntry | undefined {
    const [entry] = this.range(id, id, 1, false)
    return entry
  }

  /** @param most how many at most; 0 for all */
  range(first: StreamId, last: StreamId, most: number, isReversed: boolean): StreamEntry[] {
    if (first > last) return []
    const found: StreamEntry[] = []
    const step = isReversed ? -1 : 1
    for (
      let n = isReversed ? this.#nodes.length - 1 : this.#nodeOf(first);
      n >= 0 && n < this.#nodes.length;
      n += step
    ) {
      const { entries } = this.#nodes[n] as StreamNode
      for (let e = isReversed ? entries.length - 1 : 0; e >= 0 && e < entries.length; e += step) {
        const entry = entries[e] as StreamEntry
        if (isReversed ? entry.id < first : entry.id > last) return found
        if (entry.id < first || entry.id > last) continue
        found.push(entry)
        if (found.length === most) return found
      }
    }
    return found
  }

  /** The greatest id that is still there, else 0. */
  get greatestId(): StreamId {
    return this.#nodes.at(-1)?.entries.at(-1)?.id ?? 0n
  }

  delete(id: StreamId): boolean {
    const at = this.#nodeOf(id)
    const node = this.#nodes[at]
    const index = node === undefined ? -1 : node.entries.findIndex((entry) => entry.id === id)
    if (node === undefined || index < 0) return false
    node.entries.splice(index, 1)
    if (node.entries.length === 0) this.#nodes.splice(at, 1)
    this.length--
    return true
  }

  /** After deletions. */
  updateFirstId(): void {
    this.firstId = this.#nodes[0]?.entries[0]?.id ?? 0n
  }

  /** @returns how many entries were removed */
  trim(trim: Trim): number {
    let removed = 0
    for (let node = this.#nodes[0]; node !== undefined; node = this.#nodes[0]) {
      if (trim.by === 'length' && this.length <= trim.length) break
      const { entries } = node
      if (trim.limit > 0 && removed + entries.length > trim.limit) break
      const isWhole = trim.by === 'length' ? this.length - entries.length >= trim.length : node.lastId < trim.id
      if (!isWhole && trim.isApproximate) break
      const gone = isWhole ? entries.length : this.#excess(entries, trim)
      entries.splice(0, gone)
      if (entries.length === 0) this.#nodes.shift()
      this.length -= gone
      removed += gone
      if (!isWhole) break
    }
    if (removed > 0) this.updateFirstId()
    return removed
  }

  /** Whether entries from this id on may have been deleted, so that counting by ids fails. */
  hasTombstonesFrom(id: StreamId): boolean {
    if (this.length === 0 || this.greatestDeletedId === 0n) return false
    return this.firstId <= this.greatestDeletedId && id <= this.greatestDeletedId
  }

  /** How many entries were ever added up to this id, as far as it can be told without counting; else UNKNOWN. */
  countUpTo(id: StreamId): bigint {
    if (this.entriesAdded === 0n) return 0n
    if ((this.length === 0 && id <= this.lastId) || id === this.lastId) return this.entriesAdded
    if (id > this.lastId) return UNKNOWN
    if (this.greatestDeletedId === 0n || this.greatestDeletedId < this.firstId) {
      if (id < this.firstId) return this.entriesAdded - BigInt(this.length)
      if (id === this.firstId) return this.entriesAdded - BigInt(this.length) + 1n
    }
    return UNKNOWN
  }

  /** The same stream again, with its groups. */
  copy(): Stream {
    const copy = new Stream()
    copy.#nodes = this.#nodes.map((node) => ({ ...node, entries: [...node.entries] }))
    copy.length = this.length
    copy.lastId = this.lastId
    copy.firstId = this.firstId
    copy.greatestDeletedId = this.greatestDeletedId
    copy.entriesAdded = this.entriesAdded
    for (const [name, group] of this.groups) copy.groups.set(name, group.copy())
    return copy
  }

  get nodeCount(): number {
    return this.#nodes.length
  }

  /** The first node that may hold this id or a greater one. */
  #nodeOf(id: StreamId): number {
    let [low, high] = [0, this.#nodes.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#nodes[middle] as StreamNode).lastId < id) low = middle + 1
      else high = middle
    }
    return low
  }

  #excess(entries: readonly StreamEntry[], trim: Trim): number {
    if (trim.by === 'length') return this.length - trim.length
    const kept = entries.findIndex(({ id }) => id >= trim.id)
    return kept < 0 ? entries.length : kept
  }
}
