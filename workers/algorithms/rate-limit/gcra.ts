import { checkCost, checkMoment, Gate } from './gate'
import { checkWhole, type LimiterState, type Rate, reduceRate } from './limiter'

/**
 * The generic cell rate algorithm (ITU-T I.371; ATM Forum Traffic Management 4.0): one number a key. The theoretical
 * arrival time (TAT) is when the next request is due at the rate; one may come early by up to τ = (burst − 1) · T, where
 * T is the interval of the rate. It decides exactly as a token bucket of capacity `burst`.
 *
 * Times are counted in parts of a microsecond so that T is whole; exact while now × limit of the reduced rate is below 2^53.
 */
export class Gcra extends Gate {
  private readonly partsPerMicro: number
  private readonly interval: number
  private readonly reach: number
  private arrival = Number.NEGATIVE_INFINITY
  private latest = Number.NEGATIVE_INFINITY

  /** @throws RangeError when burst or rate are no whole numbers from 1, or too large to be exact */
  constructor(
    readonly burst: number,
    rate: Rate,
  ) {
    super(burst)
    checkWhole('A burst', burst)
    const { limit, perMicros } = reduceRate(rate)
    this.partsPerMicro = limit
    this.interval = perMicros
    this.reach = burst * perMicros
    checkWhole('Burst × time of the rate', this.reach)
  }

  take(now: number, cost = 1): number {
    const present = this.presentOf(now)
    const due = this.dueAfter(present, cost)
    const wait = this.waitUntil(due, present, cost)
    if (wait === 0) this.arrival = due
    return wait
  }

  waitFor(now: number, cost = 1): number {
    const present = this.presentOf(now)
    return this.waitUntil(this.dueAfter(present, cost), present, cost)
  }

  remaining(now: number): number {
    const present = this.presentOf(now)
    return Math.floor((this.reach - Math.max(0, this.arrival - present)) / this.interval)
  }

  state(now: number): LimiterState {
    const ahead = Math.max(0, this.arrival - this.presentOf(now))
    const { partsPerMicro } = this
    return {
      kind: 'arrival',
      aheadMicros: ahead / partsPerMicro,
      mostMicros: this.reach / partsPerMicro,
      intervalMicros: this.interval / partsPerMicro,
    }
  }

  restsAt(): number {
    return Math.ceil(this.arrival / this.partsPerMicro)
  }

  /** Now in parts. When the clock steps back, the arrival time steps back with it. */
  private presentOf(now: number): number {
    if (!(now >= this.latest)) {
      checkMoment(now)
      this.arrival -= (this.latest - now) * this.partsPerMicro
    }
    this.latest = now
    return now * this.partsPerMicro
  }

  private dueAfter(present: number, cost: number): number {
    if (cost !== 1) checkCost(cost)
    return Math.max(this.arrival, present) + cost * this.interval
  }

  private waitUntil(due: number, present: number, cost: number): number {
    const early = due - present - this.reach
    if (early <= 0) return 0
    if (cost > this.burst) return Number.POSITIVE_INFINITY
    // A division costs as much as the rest of a decision; most rates need none.
    return this.partsPerMicro === 1 ? early : Math.ceil(early / this.partsPerMicro)
  }
}
