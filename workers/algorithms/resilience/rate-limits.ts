import type { Probes, TripReason } from './breaker'
import { CLOSE, type ProbeVerdict, WAIT } from './trip-rule'

/** When a window of calls is too bad (resilience4j's `CircuitBreakerConfig`). Percentages are from 1 to 100. */
export interface RateLimits {
  /** Failed calls of all calls in the window, from which it opens. */
  readonly failurePercent: number
  /** Slow calls of all calls in the window, from which it opens. */
  readonly slowPercent: number
  /** A call that takes longer is slow, whether it succeeds or not; Infinity when none is. */
  readonly slowMicros: number
  /** With fewer calls in the window nothing is decided. */
  readonly minimumCalls: number
}

/** @throws RangeError when a percentage is not from above 0 to 100 or the minimum is not a whole number from 1 */
export function checkRateLimits({ failurePercent, slowPercent, slowMicros, minimumCalls }: RateLimits): void {
  for (const percent of [failurePercent, slowPercent])
    if (!(percent > 0 && percent <= 100))
      throw new RangeError(`A limit of a rate is above 0 % and up to 100 %, not ${percent} %.`)
  if (!(slowMicros >= 0)) throw new RangeError(`A call is slow after 0 µs or longer, not ${slowMicros} µs.`)
  if (!(Number.isInteger(minimumCalls) && minimumCalls >= 1))
    throw new RangeError(`The least number of calls is a whole number from 1, not ${minimumCalls}.`)
}

/** Why a window of so many calls opens the breaker, or null. A rate at its limit is over it; failures are told first. */
export function reasonToTrip(failed: number, slow: number, of: number, limits: RateLimits): TripReason | null {
  if (of < limits.minimumCalls || of === 0) return null
  if (failed * 100 >= limits.failurePercent * of)
    return { kind: 'failure-rate', failed, of, limitPercent: limits.failurePercent }
  if (slow * 100 >= limits.slowPercent * of)
    return { kind: 'slow-rate', slow, of, limitPercent: limits.slowPercent, slowMicros: limits.slowMicros }
  return null
}

/** Half-open, the same limits hold for the probes, as soon as all (or the least number of calls) have come back. */
export function judgeByRate({ done, failed, slow }: Probes, permits: number, limits: RateLimits): ProbeVerdict {
  const needed = Math.min(limits.minimumCalls, permits)
  if (done < needed) return WAIT
  if (reasonToTrip(failed, slow, done, { ...limits, minimumCalls: needed }) === null) return CLOSE
  return { kind: 'open', why: { kind: 'probes', failed, slow, of: done } }
}
