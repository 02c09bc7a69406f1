import { checkCost, checkMoment, Gate } from './gate'
import { checkWhole, type LimiterState, type Rate, reduceRate } from './limiter'

/**
 * A bucket of tokens that refills at a rate and lets pass what it has tokens for: in every closed window of w it lets
 * pass at most ⌊capacity + rate · w⌋ (RFC 2697 meters so; Turner, "New directions in communications", 1986).
 *
 * Exact: with the rate in lowest terms, limit in perMicros, a token is `perMicros` shares and every microsecond brings
 * `limit` shares, so no fraction is ever lost. All is exact while capacity × perMicros stays below 2^53.
 */
export class TokenBucket extends Gate {
  private readonly shareOfToken: number
  private readonly sharesPerMicro: number
  private readonly full: number
  private shares: number
  private latest = Number.NEGATIVE_INFINITY

  /** @throws RangeError when capacity or rate are no whole numbers from 1, or too large to be exact */
  constructor(
    readonly capacity: number,
    rate: Rate,
  ) {
    super(capacity)
    checkWhole('The capacity of a bucket', capacity)
    const { limit, perMicros } = reduceRate(rate)
    this.shareOfToken = perMicros
    this.sharesPerMicro = limit
    this.full = capacity * perMicros
    checkWhole('Capacity × time of the rate', this.full)
    this.shares = this.full
  }

  take(now: number, cost = 1): number {
    this.refill(now)
    const wait = this.waitForShares(cost)
    if (wait === 0) this.shares -= cost * this.shareOfToken
    return wait
  }

  waitFor(now: number, cost = 1): number {
    this.refill(now)
    return this.waitForShares(cost)
  }

  remaining(now: number): number {
    this.refill(now)
    return Math.floor(this.shares / this.shareOfToken)
  }

  state(now: number): LimiterState {
    this.refill(now)
    const { capacity, shareOfToken } = this
    const perSecond = (this.sharesPerMicro * 1_000_000) / shareOfToken
    return { kind: 'bucket', level: this.shares / shareOfToken, capacity, perSecond }
  }

  restsAt(): number {
    return this.shares === this.full ? this.latest : this.latest + this.microsFor(this.full)
  }

  private refill(now: number): void {
    const elapsed = now - this.latest
    if (elapsed > 0) this.shares = Math.min(this.full, this.shares + elapsed * this.sharesPerMicro)
    else if (elapsed !== 0) checkMoment(now)
    this.latest = now
  }

  private waitForShares(cost: number): number {
    if (cost !== 1) checkCost(cost)
    const needed = cost * this.shareOfToken
    if (needed <= this.shares) return 0
    return cost > this.capacity ? Number.POSITIVE_INFINITY : this.microsFor(needed)
  }

  /** A division costs as much as the rest of a decision; most rates need none. */
  private microsFor(shares: number): number {
    const missing = shares - this.shares
    return this.sharesPerMicro === 1 ? missing : Math.ceil(missing / this.sharesPerMicro)
  }
}
