import { checkCost, checkMoment, Gate } from './gate'
import { checkWhole, type LimiterState, type Rate, reduceRate } from './limiter'

/**
 * The leaky bucket as a meter (Turner 1986): every request pours its cost in, the bucket leaks at the rate, and what would
 * make it overflow is refused. The token bucket seen from the other side: water is the tokens that are missing.
 * Exact as `TokenBucket` is.
 */
export class LeakyMeter extends Gate {
  private readonly shareOfUnit: number
  private readonly leakPerMicro: number
  private readonly brim: number
  private water = 0
  private latest = Number.NEGATIVE_INFINITY

  /** @throws RangeError when capacity or rate are no whole numbers from 1, or too large to be exact */
  constructor(
    readonly capacity: number,
    rate: Rate,
  ) {
    super(capacity)
    checkWhole('The capacity of a bucket', capacity)
    const { limit, perMicros } = reduceRate(rate)
    this.shareOfUnit = perMicros
    this.leakPerMicro = limit
    this.brim = capacity * perMicros
    checkWhole('Capacity × time of the rate', this.brim)
  }

  take(now: number, cost = 1): number {
    const wait = this.waitFor(now, cost)
    if (wait === 0) this.water += cost * this.shareOfUnit
    return wait
  }

  waitFor(now: number, cost = 1): number {
    this.leak(now)
    if (cost !== 1) checkCost(cost)
    const over = this.water + cost * this.shareOfUnit - this.brim
    if (over <= 0) return 0
    return cost > this.capacity ? Number.POSITIVE_INFINITY : Math.ceil(over / this.leakPerMicro)
  }

  remaining(now: number): number {
    this.leak(now)
    return Math.floor((this.brim - this.water) / this.shareOfUnit)
  }

  state(now: number): LimiterState {
    this.leak(now)
    const { capacity, shareOfUnit } = this
    const perSecond = (this.leakPerMicro * 1_000_000) / shareOfUnit
    return { kind: 'meter', level: this.water / shareOfUnit, capacity, perSecond }
  }

  restsAt(): number {
    return this.water === 0 ? this.latest : this.latest + Math.ceil(this.water / this.leakPerMicro)
  }

  private leak(now: number): void {
    const elapsed = now - this.latest
    if (elapsed > 0) this.water = Math.max(0, this.water - elapsed * this.leakPerMicro)
    else if (elapsed !== 0) checkMoment(now)
    this.latest = now
  }
}
