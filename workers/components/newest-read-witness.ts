import type { RowValue } from '../algorithms/storage/row-table'
import type { Check } from '../network/check'

/** What was known when a read began. */
export interface ReadBegun {
  readonly began: number
  readonly value: RowValue
}

/**
 * Watches reads and writes from outside, with a memory of its own: a read may answer any write that no acknowledged one
 * had replaced before the read began. Values are unique for a key; a write that is not acknowledged may or may not have
 * taken effect. (Weaker than linearizability, which also orders reads among themselves, and cheap on long runs.)
 */
export class NewestReadWitness {
  #turn = 0
  #breach: string | null = null
  /** When each acknowledged value was acknowledged, by key and value. */
  readonly #acknowledged = new Map<string, Map<RowValue, number>>()
  /** Of the acknowledged writes of a key, the one that began last. */
  readonly #latest = new Map<string, ReadBegun>()

  /** Rows that are there at the start count as written before all. */
  constructor(initial: Iterable<readonly [key: string, value: RowValue]>) {
    for (const [key, value] of initial) this.wrote(key, value, 0)
  }

  /** A write begins; keep what this gives for `wrote`. */
  begins(): number {
    return ++this.#turn
  }

  /** It is acknowledged. */
  wrote(key: string, value: RowValue, began: number): void {
    const times = this.#acknowledged.get(key) ?? new Map<RowValue, number>()
    times.set(value, ++this.#turn)
    this.#acknowledged.set(key, times)
    if (began >= (this.#latest.get(key)?.began ?? 0)) this.#latest.set(key, { began, value })
  }

  /** A read begins; keep what this gives for `found`. */
  reads(key: string): ReadBegun | null {
    return this.#latest.get(key) ?? null
  }

  /** A read has its answer; null for no row. */
  found(key: string, value: RowValue | null, before: ReadBegun | null): void {
    if (before === null || this.#mayAnswer(key, value, before)) return
    this.#breach ??= `A read of ${key} finds ${value ?? 'no row'}; ${before.value} was acknowledged before it began.`
  }

  /** Keys with an acknowledged write. */
  get keys(): Iterable<string> {
    return this.#latest.keys()
  }

  /** The acknowledged value that is missing when a read of a key that begins now would find this; else null. */
  missing(key: string, value: RowValue | null): RowValue | null {
    const before = this.reads(key)
    return before === null || this.#mayAnswer(key, value, before) ? null : before.value
  }

  /** Whether no acknowledged write had replaced the value before. */
  #mayAnswer(key: string, value: RowValue | null, before: ReadBegun): boolean {
    if (value === null) return false
    return (this.#acknowledged.get(key)?.get(value) ?? Number.POSITIVE_INFINITY) >= before.began
  }

  check(name: string): Check {
    return { name, watch: () => () => this.#breach }
  }
}
