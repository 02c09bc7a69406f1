import { checkCost, checkMoment, Gate } from './gate'
import { checkWhole, type LimiterState } from './limiter'

/**
 * Remembers when each unit passed and counts those of the last window, (now − w, now]: never more than the limit in any
 * interval shorter than or as long as the window without one of its ends. Exact, and it pays for that with a number for
 * each unit: up to `limit` of them a key.
 */
export class SlidingLog extends Gate {
  private times: number[] = []
  /** Place of the oldest time that is kept. */
  private head = 0
  private latest = Number.NEGATIVE_INFINITY

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
    if (wait === 0) for (let unit = 0; unit < cost; unit++) this.times.push(now)
    return wait
  }

  waitFor(now: number, cost = 1): number {
    this.expire(now)
    if (cost !== 1) checkCost(cost)
    if (cost > this.limit) return Number.POSITIVE_INFINITY
    const over = this.kept + cost - this.limit
    if (over <= 0) return 0
    return (this.times[this.head + over - 1] as number) + this.windowMicros - now
  }

  remaining(now: number): number {
    this.expire(now)
    return this.limit - this.kept
  }

  state(now: number): LimiterState {
    this.expire(now)
    const { limit, windowMicros } = this
    const ages = this.times.slice(this.head).map((time) => now - time)
    return { kind: 'log', count: ages.length, ages, limit, windowMicros }
  }

  restsAt(): number {
    const last = this.times.at(-1)
    return last === undefined ? Number.NEGATIVE_INFINITY : last + this.windowMicros
  }

  private get kept(): number {
    return this.times.length - this.head
  }

  private expire(now: number): void {
    if (!(now >= this.latest)) {
      checkMoment(now)
      const back = this.latest - now
      this.times = this.times.map((time) => time - back)
    }
    this.latest = now
    const edge = now - this.windowMicros
    while (this.head < this.times.length && (this.times[this.head] as number) <= edge) this.head++
    if (this.head * 2 < this.times.length) return
    this.times.splice(0, this.head)
    this.head = 0
  }
}
