import { HybridClock } from '../../algorithms/quorum/hybrid-clock'
import { seenWith } from '../../algorithms/quorum/siblings'
import type { Micros } from '../../kernel/time'
import { isSiblings, type Row } from './model-row'

/** What a client writes: a number that no other write has, and when it writes a cart the items. */
export interface Content {
  readonly key: string
  readonly value: number
  readonly items?: readonly number[]
}

/** How a coordinator marks what it writes, so that copies can tell what comes after what. */
export interface Versioning {
  /** The row of a new write, by somebody who has read `found`. */
  next(content: Content, found: Row | null, wall: Micros): Row
  /** A read has shown this row. */
  sees(row: Row): void
}

/** By time: of two rows the one with the later stamp stays, whether its writer knew of the other one or not. */
export class LastWriteWins implements Versioning {
  readonly #clock: HybridClock

  constructor(by: string) {
    this.#clock = new HybridClock(by)
  }

  next({ value, items }: Content, _: Row | null, wall: Micros): Row {
    return { value, stamp: this.#clock.next(wall), ...(items !== undefined && { items }) }
  }

  sees(row: Row): void {
    if (!isSiblings(row)) this.#clock.sees(row.stamp)
  }
}

/**
 * By cause: a write replaces exactly what its writer has read; of two that did not know of each other both stay.
 * Writers that start again need another name, or two writes would have one number.
 */
export class VersionVectors implements Versioning {
  /** How many writes of each key. */
  readonly #counts = new Map<string, number>()

  constructor(private readonly by: string) {}

  next({ key, items = [] }: Content, found: Row | null): Row {
    const read = found !== null && isSiblings(found) ? found : null
    const count = 1 + (this.#counts.get(key) ?? 0)
    this.#counts.set(key, count)
    return { versions: [{ dot: { by: this.by, count }, past: seenWith(read), items }] }
  }

  sees(): void {}
}
