import { checkCost, checkMoment } from './gate'
import { checkWhole, type Limiter, type LimiterState, type Rate, reduceRate, type Verdict } from './limiter'

/**
 * The leaky bucket as a queue: what passes leaves one by one at the rate, so bursts become delay; only what finds
 * `capacity` units waiting is refused (nginx `limit_req` with `burst` and without `nodelay`). Who leaves n units leaves at
 * once and keeps the way closed for n intervals. Exact as `Gcra` is; delays are rounded up to whole microseconds.
 */
export class LeakyShaper implements Limiter {
  private readonly partsPerMicro: number
  private readonly interval: number
  private readonly reach: number
  /** When the next may leave. */
  private free = Number.NEGATIVE_INFINITY
  private latest = Number.NEGATIVE_INFINITY

  /** @throws RangeError when capacity or rate are no whole numbers from 1, or too large to be exact */
  constructor(
    readonly capacity: number,
    rate: Rate,
  ) {
    checkWhole('The capacity of a queue', capacity)
    const { limit, perMicros } = reduceRate(rate)
    this.partsPerMicro = limit
    this.interval = perMicros
    this.reach = (capacity + 1) * perMicros
    checkWhole('Capacity × time of the rate', this.reach)
  }

  decide(now: number, cost = 1): Verdict {
    if (cost !== 1) checkCost(cost)
    const present = this.presentOf(now)
    const leaves = Math.max(this.free, present)
    const over = leaves + cost * this.interval - present - this.reach
    if (over <= 0) {
      this.free = leaves + cost * this.interval
      return {
        kind: 'passes',
        remaining: this.room(present),
        delayMicros: Math.ceil((leaves - present) / this.partsPerMicro),
      }
    }
    const remaining = this.room(present)
    if (cost > this.capacity + 1) return { kind: 'never', remaining, most: this.capacity + 1 }
    return { kind: 'refused', remaining, waitMicros: Math.ceil(over / this.partsPerMicro) }
  }

  state(now: number): LimiterState {
    const ahead = Math.max(0, this.free - this.presentOf(now))
    const { partsPerMicro } = this
    return {
      kind: 'queue',
      waiting: Math.max(0, Math.ceil(ahead / this.interval) - 1),
      capacity: this.capacity,
      intervalMicros: this.interval / partsPerMicro,
      nextMicros: ahead / partsPerMicro,
    }
  }

  restsAt(): number {
    return Math.ceil(this.free / this.partsPerMicro)
  }

  private room(present: number): number {
    return Math.floor((this.reach - Math.max(0, this.free - present)) / this.interval)
  }

  /** Now in parts. When the clock steps back, the queue steps back with it. */
  private presentOf(now: number): number {
    if (!(now >= this.latest)) {
      checkMoment(now)
      this.free -= (this.latest - now) * this.partsPerMicro
    }
    this.latest = now
    return now * this.partsPerMicro
  }
}
