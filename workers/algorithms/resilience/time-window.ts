import type { Outcome, Probes, Tally, TripReason } from './breaker'
import { checkRateLimits, judgeByRate, type RateLimits, reasonToTrip } from './rate-limits'
import type { ProbeVerdict, TripRule } from './trip-rule'

/**
 * Opens on the rates of failures and of slow calls of the last while: `buckets` equal parts of time, the present one
 * begun, the oldest dropped as a whole (resilience4j's TIME_BASED window has one a second, Hystrix ten a window).
 * A seldom called service is judged by what happened lately, not by failures of days ago.
 */
export class TimeWindow implements TripRule {
  readonly slowMicros: number
  private readonly bucketMicros: number
  /** Calls, failures and slow calls of the bucket with number k stand at k modulo the number of buckets. */
  private readonly calls: Uint32Array
  private readonly failures: Uint32Array
  private readonly slows: Uint32Array
  private of = 0
  private failed = 0
  private slow = 0
  /** Number of the newest bucket, and when it ends. */
  private newest: number
  private endsMicros: number

  /** @throws RangeError when the window is not positive, the buckets are no whole number from 1, or limits are impossible */
  constructor(
    readonly windowMicros: number,
    readonly buckets: number,
    private readonly limits: RateLimits,
    nowMicros = 0,
  ) {
    if (!(windowMicros > 0)) throw new RangeError(`A window is longer than 0 µs, not ${windowMicros} µs.`)
    if (!(Number.isInteger(buckets) && buckets >= 1))
      throw new RangeError(`A window has a whole number of buckets from 1, not ${buckets}.`)
    checkRateLimits(limits)
    this.slowMicros = limits.slowMicros
    this.bucketMicros = windowMicros / buckets
    this.calls = new Uint32Array(buckets)
    this.failures = new Uint32Array(buckets)
    this.slows = new Uint32Array(buckets)
    this.newest = Math.floor(nowMicros / this.bucketMicros)
    this.endsMicros = (this.newest + 1) * this.bucketMicros
  }

  record(outcome: Outcome, tookMicros: number, nowMicros: number): TripReason | null {
    this.pass(nowMicros)
    const place = this.newest % this.buckets
    this.calls[place]!++
    this.of++
    if (outcome === 'failure') {
      this.failures[place]!++
      this.failed++
    }
    if (tookMicros > this.slowMicros) {
      this.slows[place]!++
      this.slow++
    }
    return reasonToTrip(this.failed, this.slow, this.of, this.limits)
  }

  judge(probes: Probes, permits: number): ProbeVerdict {
    return judgeByRate(probes, permits, this.limits)
  }

  clear(nowMicros: number): void {
    this.newest = Math.floor(nowMicros / this.bucketMicros)
    this.endsMicros = (this.newest + 1) * this.bucketMicros
    for (let place = 0; place < this.buckets; place++) this.drop(place)
  }

  tally(nowMicros: number): Tally {
    this.pass(nowMicros)
    const { failed, slow, of, limits } = this
    return { kind: 'rate', failed, slow, of, limitPercent: limits.failurePercent, minimumCalls: limits.minimumCalls }
  }

  /** Drops the buckets that have left the window by now. */
  private pass(nowMicros: number): void {
    if (nowMicros < this.endsMicros) return
    const now = Math.floor(nowMicros / this.bucketMicros)
    const first = Math.max(this.newest + 1, now - this.buckets + 1)
    for (let bucket = first; bucket <= now; bucket++) this.drop(bucket % this.buckets)
    this.newest = Math.max(this.newest, now)
    this.endsMicros = (this.newest + 1) * this.bucketMicros
  }

  private drop(place: number): void {
    this.of -= this.calls[place] as number
    this.failed -= this.failures[place] as number
    this.slow -= this.slows[place] as number
    this.calls[place] = 0
    this.failures[place] = 0
    this.slows[place] = 0
  }
}
