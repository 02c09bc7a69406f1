import type { Outcome, Probes, Tally, TripReason } from './breaker'
import { checkRateLimits, judgeByRate, type RateLimits, reasonToTrip } from './rate-limits'
import type { ProbeVerdict, TripRule } from './trip-rule'

const FAILED = 1
const SLOW = 2

/**
 * Opens on the rates of failures and of slow calls among the last `size` calls (resilience4j's COUNT_BASED sliding
 * window). With a window smaller than the least number of calls, a full window decides.
 */
export class CountWindow implements TripRule {
  readonly slowMicros: number
  private readonly limits: RateLimits
  private readonly ring: Uint8Array
  private next = 0
  private of = 0
  private failed = 0
  private slow = 0

  /** @throws RangeError when the size is not a whole number from 1, or the limits are impossible */
  constructor(
    readonly size: number,
    limits: RateLimits,
  ) {
    if (!(Number.isInteger(size) && size >= 1))
      throw new RangeError(`A window holds a whole number of calls from 1, not ${size}.`)
    checkRateLimits(limits)
    this.limits = { ...limits, minimumCalls: Math.min(limits.minimumCalls, size) }
    this.slowMicros = limits.slowMicros
    this.ring = new Uint8Array(size)
  }

  record(outcome: Outcome, tookMicros: number): TripReason | null {
    const { ring, next, size } = this
    const isFailed = outcome === 'failure'
    const isSlow = tookMicros > this.slowMicros
    if (this.of === size) {
      const oldest = ring[next] as number
      this.failed -= oldest & FAILED
      this.slow -= oldest >> 1
    } else this.of++
    ring[next] = (isFailed ? FAILED : 0) | (isSlow ? SLOW : 0)
    this.next = next + 1 === size ? 0 : next + 1
    if (isFailed) this.failed++
    if (isSlow) this.slow++
    if (this.failed === 0 && this.slow === 0) return null
    return reasonToTrip(this.failed, this.slow, this.of, this.limits)
  }

  judge(probes: Probes, permits: number): ProbeVerdict {
    return judgeByRate(probes, permits, this.limits)
  }

  clear(): void {
    this.next = 0
    this.of = 0
    this.failed = 0
    this.slow = 0
  }

  tally(): Tally {
    const { failed, slow, of, limits } = this
    return { kind: 'rate', failed, slow, of, limitPercent: limits.failurePercent, minimumCalls: limits.minimumCalls }
  }
}
