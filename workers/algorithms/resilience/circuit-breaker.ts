import type {
  Admission,
  Admitted,
  Breaker,
  BreakerState,
  CloseReason,
  Outcome,
  Probes,
  Recorded,
  Refused,
  Tally,
  TripReason,
} from './breaker'
import type { TripRule } from './trip-rule'

export interface CircuitBreakerOptions {
  readonly rule: TripRule
  /** How long it stays open before probes are let through. */
  readonly openMicros: number
  /** How many probes a half-open state lets through, in all. */
  readonly permits: number
}

const NO_PROBES: Probes = { given: 0, done: 0, failed: 0, slow: 0 }

/**
 * The state machine: closed until its rule trips, open for a time, then half-open for a limited number of probes
 * (resilience4j's `permittedNumberOfCallsInHalfOpenState`). A result counts only for the state in which its call was
 * admitted, as with the generations of sony/gobreaker: a late one closes nothing and opens nothing.
 *
 * While it is closed, asking and recording allocate nothing. A probe that is neither recorded nor released keeps its
 * permit for ever, so calls need a timeout.
 */
export class CircuitBreaker implements Breaker {
  state: BreakerState
  probes: Probes = NO_PROBES
  private readonly rule: TripRule
  private readonly openMicros: number
  private readonly permits: number
  private readonly countsQuestions: boolean
  /** The verdicts of the present state. */
  private admitted: Admitted
  private refused: Refused

  /** @throws RangeError when the time is negative or there is not at least one permit */
  constructor({ rule, openMicros, permits }: CircuitBreakerOptions, nowMicros = 0) {
    if (!(openMicros >= 0)) throw new RangeError(`A breaker stays open for 0 µs or longer, not ${openMicros} µs.`)
    if (!(Number.isInteger(permits) && permits >= 1))
      throw new RangeError(`A half-open breaker gives a whole number of permits from 1, not ${permits}.`)
    this.rule = rule
    this.openMicros = openMicros
    this.permits = permits
    this.countsQuestions = rule.asked !== undefined
    this.refused = { kind: 'refused', reason: 'no permit', permits }
    this.state = { kind: 'closed', sinceMicros: nowMicros, why: { kind: 'start' } }
    this.admitted = { kind: 'admitted', state: this.state }
  }

  ask(nowMicros: number): Admission {
    if (this.countsQuestions) this.rule.asked?.(nowMicros)
    const { state } = this
    if (state.kind === 'closed') return this.admitted
    if (state.kind === 'open') {
      if (nowMicros < state.untilMicros) return this.refused
      this.halfOpen(nowMicros)
    }
    if (this.probes.given >= this.permits) return this.refused
    this.probes = { ...this.probes, given: this.probes.given + 1 }
    return this.admitted
  }

  record(admission: Admitted, outcome: Outcome, tookMicros: number, nowMicros: number): Recorded {
    const { state } = this
    if (admission.state !== state) return 'late'
    if (state.kind === 'closed') {
      const why = this.rule.record(outcome, tookMicros, nowMicros)
      if (why !== null) this.open(why, nowMicros)
    } else this.recordProbe(outcome, tookMicros, nowMicros)
    return 'counted'
  }

  release(admission: Admitted): void {
    if (admission.state !== this.state || this.state.kind !== 'half-open') return
    this.probes = { ...this.probes, given: this.probes.given - 1 }
  }

  tally(nowMicros: number): Tally {
    return this.rule.tally(nowMicros)
  }

  private recordProbe(outcome: Outcome, tookMicros: number, nowMicros: number): void {
    const { given, done, failed, slow } = this.probes
    this.probes = {
      given,
      done: done + 1,
      failed: failed + (outcome === 'failure' ? 1 : 0),
      slow: slow + (tookMicros > this.rule.slowMicros ? 1 : 0),
    }
    this.rule.recordProbe?.(outcome, nowMicros)
    const verdict = this.rule.judge(this.probes, this.permits)
    if (verdict.kind === 'open') this.open(verdict.why, nowMicros)
    else if (verdict.kind === 'close')
      this.close({ kind: 'probes', succeeded: done + 1 - this.probes.failed }, nowMicros)
  }

  private open(why: TripReason, nowMicros: number): void {
    const untilMicros = nowMicros + this.openMicros
    this.state = { kind: 'open', sinceMicros: nowMicros, untilMicros, why }
    this.refused = { kind: 'refused', reason: 'open', untilMicros }
  }

  private halfOpen(nowMicros: number): void {
    this.probes = NO_PROBES
    this.state = { kind: 'half-open', sinceMicros: nowMicros, permits: this.permits }
    this.admitted = { kind: 'admitted', state: this.state }
    this.refused = { kind: 'refused', reason: 'no permit', permits: this.permits }
  }

  private close(why: CloseReason, nowMicros: number): void {
    this.rule.clear(nowMicros)
    this.state = { kind: 'closed', sinceMicros: nowMicros, why }
    this.admitted = { kind: 'admitted', state: this.state }
  }
}
