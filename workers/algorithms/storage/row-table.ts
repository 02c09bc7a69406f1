/** What a row holds. */
export type RowValue = string | number

export interface Row {
  readonly value: RowValue
  /** Position of the change that wrote it: a later write has a larger one. */
  readonly version: number
}

/** One entry of the log. Positions count from 1 without a gap; a null value deletes the key, or does nothing without one. */
export interface Change {
  readonly position: number
  readonly key: string
  readonly value: RowValue | null
}

/** What a change writes, in a word. */
export function textOfChange({ key, value }: Change): string {
  if (key === '') return '·'
  return value === null ? `no ${key}` : String(value)
}

/**
 * Rows by key and the log of changes that made them, as a write-ahead log and the table it describes: replaying the log
 * from any prefix gives the table of that moment. Rows that were there at the start lie before position 1.
 */
export class RowTable {
  readonly #rows = new Map<string, Row>()
  /** Rows before the first change, which no log entry can bring back. */
  readonly #initial: ReadonlyMap<string, RowValue>
  #log: Change[] = []

  constructor(initial: Iterable<readonly [key: string, value: RowValue]> = []) {
    this.#initial = new Map(initial)
    this.#restart()
  }

  /** Position of the last change; 0 before the first. */
  get position(): number {
    return this.#log.length
  }
  get size(): number {
    return this.#rows.size
  }

  get(key: string): Row | null {
    return this.#rows.get(key) ?? null
  }
  put(key: string, value: RowValue): Change {
    return this.#append({ position: this.position + 1, key, value })
  }
  /** Deletes a key, whether it is there or not: a replica has to hear of it either way. */
  delete(key: string): Change {
    return this.#append({ position: this.position + 1, key, value: null })
  }

  /** A place in the log that changes nothing, such as one at which a value is read. */
  blank(): Change {
    return this.#append({ position: this.position + 1, key: '', value: null })
  }

  /** Takes a change of another table's log: the next one, one that is here already, or one that leaves a gap. */
  apply(change: Change): 'applied' | 'known' | 'gap' {
    if (change.position <= this.position) return 'known'
    if (change.position > this.position + 1) return 'gap'
    this.#append(change)
    return 'applied'
  }

  /** At most `limit` changes behind a position, in order. */
  changesAfter(position: number, limit = Number.POSITIVE_INFINITY): readonly Change[] {
    return this.#log.slice(position, position + limit)
  }

  /** Rows with keys in [from, to), in the order of code units, at most `limit`. */
  scan(from: string, to: string, limit = Number.POSITIVE_INFINITY): (readonly [key: string, row: Row])[] {
    const found = [...this.#rows].filter(([key]) => key >= from && key < to)
    found.sort(([a], [b]) => (a < b ? -1 : 1))
    return found.slice(0, limit)
  }

  /**
   * Forgets every change behind a position, as a node does whose log is not the one that was agreed on.
   * @returns the changes that are lost, in order
   */
  truncate(position: number): readonly Change[] {
    const lost = this.#log.slice(position)
    if (lost.length === 0) return lost
    const kept = this.#log.slice(0, position)
    this.#restart()
    for (const change of kept) this.#append(change)
    return lost
  }

  #restart(): void {
    this.#log = []
    this.#rows.clear()
    for (const [key, value] of this.#initial) this.#rows.set(key, { value, version: 0 })
  }

  #append(change: Change): Change {
    this.#log.push(change)
    if (change.value === null) this.#rows.delete(change.key)
    else this.#rows.set(change.key, { value: change.value, version: change.position })
    return change
  }
}
