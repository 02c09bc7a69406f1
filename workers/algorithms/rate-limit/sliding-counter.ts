import { checkCost, checkMoment, Gate } from './gate'
import { checkWhole, type LimiterState } from './limiter'

/**
 * Two counts a key: the window before is taken to have been even, so the share of it that the sliding window still covers
 * counts of it (as Cloudflare described in 2017). If all of the window before came at its fraction f, the estimate is too
 * high by up to count · (1 − f) and too low by up to count · f; a burst at the end of a window and what trickles in after
 * it can come close to twice the limit within one window length. Exact in whole numbers.
 */
export class SlidingCounter extends Gate {
  private index = Number.NEGATIVE_INFINITY
  private previous = 0
  private count = 0

  /** @throws RangeError when limit or window are no whole numbers from 1, or too large to be exact */
  constructor(
    readonly limit: number,
    readonly windowMicros: number,
  ) {
    super(limit)
    checkWhole('A limit', limit)
    checkWhole('Limit × window in microseconds', limit * windowMicros)
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
    const { previous, count, windowMicros } = this
    if (cost > this.limit) return Number.POSITIVE_INFINITY
    const elapsed = now - this.index * windowMicros
    const here = this.elapsedNeeded(previous, count + cost)
    if (here <= elapsed) return 0
    if (here < windowMicros) return here - elapsed
    return windowMicros - elapsed + this.elapsedNeeded(count, cost)
  }

  remaining(now: number): number {
    this.turn(now)
    const { previous, count, limit, windowMicros } = this
    const weighed = previous * ((this.index + 1) * windowMicros - now)
    return Math.max(0, Math.floor((limit * windowMicros - weighed) / windowMicros) - count)
  }

  state(now: number): LimiterState {
    this.turn(now)
    const { previous, count, limit, windowMicros } = this
    const elapsedMicros = now - this.index * windowMicros
    const estimate = (previous * (windowMicros - elapsedMicros)) / windowMicros + count
    return { kind: 'weighted', previous, count, estimate, limit, elapsedMicros, windowMicros }
  }

  restsAt(): number {
    if (this.count > 0) return (this.index + 2) * this.windowMicros
    return (this.previous > 0 ? this.index + 1 : this.index) * this.windowMicros
  }

  /** How much of a window must be over so that `before` of the one before it leave room for `wanted`; w when never. */
  private elapsedNeeded(before: number, wanted: number): number {
    const { limit, windowMicros } = this
    const room = limit - wanted
    if (room < 0) return windowMicros
    if (before <= room) return 0
    return Math.ceil(((before - room) * windowMicros) / before)
  }

  /** A clock that steps back to an earlier window takes the counts along. */
  private turn(now: number): void {
    const index = Math.floor(now / this.windowMicros)
    if (index === this.index) return
    checkMoment(now)
    if (index > this.index) {
      this.previous = index === this.index + 1 ? this.count : 0
      this.count = 0
    }
    this.index = index
  }
}
