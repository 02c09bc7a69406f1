import type { Outcome, Probes, Tally, TripReason } from './breaker'
import { CLOSE, type ProbeVerdict, type TripRule } from './trip-rule'

export interface OpossumWindowOptions {
  /** `rollingCountTimeout` and `rollingCountBuckets`. */
  readonly windowMicros: number
  readonly buckets: number
  /** `errorThresholdPercentage`: it opens above it, not at it. */
  readonly failurePercent: number
  /** `volumeThreshold`: with fewer questions in the window nothing is decided. */
  readonly minimumCalls: number
}

/**
 * Counts as npm's opossum 9 does (lib/circuit.js `fail`, lib/status.js), which differs from resilience4j in five points:
 * the rate is of all *questions*, refused ones and those still open included; it must exceed the limit; only a failure
 * looks at it; nothing is cleared when the state changes; and one probe decides. So refusals of an open breaker dilute the
 * rate, and a service that fails again right after closing trips it late.
 */
export class OpossumWindow implements TripRule {
  readonly slowMicros = Number.POSITIVE_INFINITY
  private readonly bucketMicros: number
  private readonly questions: Uint32Array
  private readonly failures: Uint32Array
  private of = 0
  private failed = 0
  private newest = 0

  /** @throws RangeError when the window has no whole positive number of buckets, or not a microsecond for each */
  constructor(
    private readonly options: OpossumWindowOptions,
    private readonly startMicros = 0,
  ) {
    const { windowMicros, buckets } = options
    if (!(Number.isInteger(buckets) && buckets >= 1))
      throw new RangeError(`A window has a whole number of buckets from 1, not ${buckets}.`)
    if (!(windowMicros >= buckets)) throw new RangeError(`${windowMicros} µs are too short for ${buckets} buckets.`)
    this.bucketMicros = Math.floor(windowMicros / buckets)
    this.questions = new Uint32Array(buckets)
    this.failures = new Uint32Array(buckets)
  }

  asked(nowMicros: number): void {
    this.pass(nowMicros)
    this.questions[this.newest % this.options.buckets]!++
    this.of++
  }

  record(outcome: Outcome, _tookMicros: number, nowMicros: number): TripReason | null {
    if (outcome === 'success') return null
    this.recordProbe(outcome, nowMicros)
    const { failed, of } = this
    const { failurePercent, minimumCalls } = this.options
    if (of < minimumCalls || failed * 100 <= failurePercent * of) return null
    return { kind: 'failure-rate', failed, of, limitPercent: failurePercent }
  }

  recordProbe(outcome: Outcome, nowMicros: number): void {
    if (outcome === 'success') return
    this.pass(nowMicros)
    this.failures[this.newest % this.options.buckets]!++
    this.failed++
  }

  judge({ done, failed, slow }: Probes): ProbeVerdict {
    return failed === 0 ? CLOSE : { kind: 'open', why: { kind: 'probes', failed, slow, of: done } }
  }

  /** The window goes on whatever the state. */
  clear(): void {}

  tally(nowMicros: number): Tally {
    this.pass(nowMicros)
    const { failurePercent, minimumCalls } = this.options
    return { kind: 'rate', failed: this.failed, slow: 0, of: this.of, limitPercent: failurePercent, minimumCalls }
  }

  /** Its buckets turn at multiples of their length from its start. */
  private pass(nowMicros: number): void {
    const { buckets } = this.options
    const now = Math.floor((nowMicros - this.startMicros) / this.bucketMicros)
    const first = Math.max(this.newest + 1, now - buckets + 1)
    for (let bucket = first; bucket <= now; bucket++) {
      const place = bucket % buckets
      this.of -= this.questions[place] as number
      this.failed -= this.failures[place] as number
      this.questions[place] = 0
      this.failures[place] = 0
    }
    if (now > this.newest) this.newest = now
  }
}
