import { murmur3 } from '../hashing/murmur3'

const ROWS = 4
/** The highest value of a counter: four bits. */
const MOST = 15

/**
 * How often keys were seen lately, in a fixed space: a count-min sketch (Cormode and Muthukrishnan, J. Algorithms 55:1,
 * 2005) of four rows with counters up to 15. An estimate is never below the true count of the present period, and above
 * it where keys share counters. After ten times the capacity of uses all counters are halved, so that the past fades
 * (TinyLFU: Einziger, Friedman and Manes, ACM TOS 13:4, 2017).
 */
export class FrequencySketch {
  /** Uses since the last halving; half of them are kept by one. */
  private uses = 0
  private readonly width: number
  private readonly period: number
  private readonly counters: Uint8Array

  /** @param capacity how many entries the cache holds: rows have four counters for each, rounded up to a power of two */
  constructor(capacity: number) {
    let width = 16
    while (width < 4 * capacity) width *= 2
    this.width = width
    this.period = 10 * capacity
    this.counters = new Uint8Array(ROWS * width)
  }

  /** Counts one use. @returns after how many uses the counters were halved by this one, or null when they were not. */
  add(key: string): number | null {
    let grew = false
    for (let row = 0; row < ROWS; row++) {
      const place = this.place(key, row)
      const count = this.counters[place] as number
      if (count === MOST) continue
      this.counters[place] = count + 1
      grew = true
    }
    if (!grew || ++this.uses < this.period) return null
    const after = this.uses
    this.halve()
    return after
  }

  /** From 0 to 15. */
  estimate(key: string): number {
    let least = MOST
    for (let row = 0; row < ROWS; row++) least = Math.min(least, this.counters[this.place(key, row)] as number)
    return least
  }

  private halve(): void {
    for (let place = 0; place < this.counters.length; place++)
      this.counters[place] = (this.counters[place] as number) >>> 1
    this.uses = this.uses >>> 1
  }

  private place(key: string, row: number): number {
    return row * this.width + (murmur3(key, row) & (this.width - 1))
  }
}
