import { checkCost, checkMoment, Gate } from './gate'
import { checkWhole, type LimiterState } from './limiter'

/**
 * Counts in windows [k·w, (k+1)·w) of the clock and forgets at their edge. Never more than the limit in one of its own
 * windows, but up to twice the limit in an interval of the same length that lies across an edge. What is refused is not
 * counted.
 */
export class FixedWindow extends Gate {
  private index = Number.NEGATIVE_INFINITY
  private count = 0

  /** @throws RangeError when limit or window are no whole numbers from 1 */
  constructor(
    readonly limit: number,
    readonly windowMicros: number,
  ) {
    super(limit)
    checkWhole('A limit', limit)
    checkWhole('A window in microseconds', windowMicros)
  }

  take(now: number, cost = 1): number {
    const wait = this.waitFor(now, cost)
    if (wait === 0) this.count += cost
    return wait
  }

  waitFor(now: number, cost = 1): number {
    this.turn(now)
    if (cost !== 1) checkCost(cost)
    if (this.count + cost <= this.limit) return 0
    return cost > this.limit ? Number.POSITIVE_INFINITY : (this.index + 1) * this.windowMicros - now
  }

  remaining(now: number): number {
    this.turn(now)
    return this.limit - this.count
  }

  state(now: number): LimiterState {
    this.turn(now)
    const { count, limit, windowMicros } = this
    return { kind: 'window', count, limit, elapsedMicros: now - this.index * windowMicros, windowMicros }
  }

  restsAt(): number {
    return this.count === 0 ? this.index * this.windowMicros : (this.index + 1) * this.windowMicros
  }

  /** A clock that steps back to an earlier window takes the count along. */
  private turn(now: number): void {
    const index = Math.floor(now / this.windowMicros)
    if (index === this.index) return
    checkMoment(now)
    if (index > this.index) this.count = 0
    this.index = index
  }
}
