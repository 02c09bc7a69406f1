import { checkWhole, type Limiter, type LimiterState, type Verdict } from './limiter'

/**
 * A limiter that lets pass or refuses at once, and knows how long to wait. `take` is the decision as one number, for
 * those who ask millions of times a second; `decide` is the same as a verdict.
 */
export abstract class Gate implements Limiter {
  /** @param most units that can ever pass at once */
  protected constructor(readonly most: number) {}

  /**
   * Lets `cost` units pass at `now` and counts them, or does nothing.
   * @returns 0 when they pass, otherwise the wait in microseconds; Infinity when they never can
   * @throws RangeError when the cost is no whole number from 1, or now is no number
   */
  abstract take(now: number, cost?: number): number
  /** What `take` would answer; nothing passes. */
  abstract waitFor(now: number, cost?: number): number
  /** Whole units that would pass at `now`. */
  abstract remaining(now: number): number
  abstract state(now: number): LimiterState
  abstract restsAt(): number

  decide(now: number, cost = 1): Verdict {
    const waitMicros = this.take(now, cost)
    const remaining = this.remaining(now)
    if (waitMicros === 0) return { kind: 'passes', remaining, delayMicros: 0 }
    if (waitMicros === Number.POSITIVE_INFINITY) return { kind: 'never', remaining, most: this.most }
    return { kind: 'refused', remaining, waitMicros }
  }
}

/** @throws RangeError when it is no whole number from 1 */
export function checkCost(cost: number): void {
  checkWhole('A cost', cost)
}

/** @throws RangeError when it is not finite */
export function checkMoment(now: number): void {
  if (!Number.isFinite(now)) throw new RangeError(`A moment is a finite number of microseconds, not ${now}.`)
}
