import type { Outcome, Probes, Tally, TripReason } from './breaker'
import { CLOSE, type ProbeVerdict, type TripRule, WAIT } from './trip-rule'

/**
 * Opens after a run of failures without a success between them, as cockatiel's ConsecutiveBreaker and gobreaker do by
 * default. Half-open, one failure opens it again and a success of every probe closes it.
 *
 * With independent failures of share q a run of k takes (1 − q^k) / (q^k (1 − q)) calls on average: five in a row at
 * one failure in two come after 62 calls, at one in ten after 111,110. A service that fails four calls of five in a fixed
 * order never trips it.
 */
export class ConsecutiveFailures implements TripRule {
  readonly slowMicros = Number.POSITIVE_INFINITY
  private failures = 0

  /** @throws RangeError when the limit is not a whole number from 1 */
  constructor(private readonly limit: number) {
    if (!(Number.isInteger(limit) && limit >= 1))
      throw new RangeError(`A run of failures is a whole number from 1, not ${limit}.`)
  }

  record(outcome: Outcome): TripReason | null {
    if (outcome === 'success') {
      this.failures = 0
      return null
    }
    this.failures++
    return this.failures < this.limit ? null : { kind: 'run', failures: this.failures, limit: this.limit }
  }

  judge({ done, failed, slow }: Probes, permits: number): ProbeVerdict {
    if (failed > 0) return { kind: 'open', why: { kind: 'probes', failed, slow, of: done } }
    return done >= permits ? CLOSE : WAIT
  }

  clear(): void {
    this.failures = 0
  }

  tally(): Tally {
    return { kind: 'run', failures: this.failures, limit: this.limit }
  }
}
