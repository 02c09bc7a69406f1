import { checkCost } from './gate'
import { checkWhole, type Limiter, type LimiterState, type Verdict } from './limiter'

/**
 * Bounds how much is open at once, not how much comes in a time: who passes must `release`. It cannot say how long to
 * wait, because that depends on those who are in.
 */
export class ConcurrencyLimit implements Limiter {
  private open = 0

  /** @throws RangeError when the limit is no whole number from 1 */
  constructor(readonly limit: number) {
    checkWhole('A limit', limit)
  }

  decide(_now: number, cost = 1): Verdict {
    if (cost !== 1) checkCost(cost)
    const remaining = this.limit - this.open
    if (cost > this.limit) return { kind: 'never', remaining, most: this.limit }
    if (cost > remaining) return { kind: 'refused', remaining, waitMicros: null }
    this.open += cost
    return { kind: 'passes', remaining: remaining - cost, delayMicros: 0 }
  }

  /** @throws RangeError when more is released than is open */
  release(cost = 1): void {
    if (cost !== 1) checkCost(cost)
    if (cost > this.open) throw new RangeError(`${cost} cannot be released: ${this.open} are open.`)
    this.open -= cost
  }

  state(): LimiterState {
    return { kind: 'open', open: this.open, limit: this.limit }
  }

  restsAt(): number {
    return this.open === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  }
}
