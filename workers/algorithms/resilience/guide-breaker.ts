import type { Admission, Admitted, Breaker, BreakerState, Outcome, Probes, Recorded, Tally } from './breaker'

/**
 * The breaker of the guide, with everything that goes wrong in it:
 *
 * - half-open lets every call through, not one: all that arrive until the first answer;
 * - one success clears the count, so four failures of every five never open it;
 * - the count has no age: failures days apart add up;
 * - a success closes it whatever the state, also a late one from before it opened;
 * - a failure restarts the time, also a late one while it is open;
 * - the time must be exceeded: at its very end a call is still refused.
 */
export class GuideBreaker implements Breaker {
  state: BreakerState
  probes: Probes = { given: 0, done: 0, failed: 0, slow: 0 }
  private failures = 0

  constructor(
    private readonly limit: number,
    private readonly resetMicros: number,
    nowMicros = 0,
  ) {
    this.state = { kind: 'closed', sinceMicros: nowMicros, why: { kind: 'start' } }
  }

  ask(nowMicros: number): Admission {
    const { state } = this
    if (state.kind === 'open') {
      const { untilMicros } = state
      if (nowMicros <= untilMicros) return { kind: 'refused', reason: 'open', untilMicros }
      // @flaw Half-open without a limit: every call is let through until the first answer is back.
      this.state = { kind: 'half-open', sinceMicros: nowMicros, permits: null }
      this.probes = { given: 0, done: 0, failed: 0, slow: 0 }
    }
    if (this.state.kind === 'half-open') this.probes = { ...this.probes, given: this.probes.given + 1 }
    return { kind: 'admitted', state: this.state }
  }

  record(_admission: Admitted, outcome: Outcome, _tookMicros: number, nowMicros: number): Recorded {
    // @flaw Nobody asks in which state the call went out: a late success closes an open breaker.
    if (outcome === 'success') this.succeed(nowMicros)
    else this.fail(nowMicros)
    return 'counted'
  }

  release(): void {}

  tally(): Tally {
    return { kind: 'run', failures: this.failures, limit: this.limit }
  }

  private succeed(nowMicros: number): void {
    // @flaw One success clears the count: four failures of every five never open it.
    this.failures = 0
    if (this.state.kind !== 'closed')
      this.state = { kind: 'closed', sinceMicros: nowMicros, why: { kind: 'any-success' } }
  }

  /** A failure while it is open makes a new stay in the state: that is how the time starts again. */
  private fail(nowMicros: number): void {
    // @flaw Failures have no age: five of them days apart open it too.
    this.failures++
    if (this.failures < this.limit) return
    const why = { kind: 'run', failures: this.failures, limit: this.limit } as const
    this.state = { kind: 'open', sinceMicros: nowMicros, untilMicros: nowMicros + this.resetMicros, why }
  }
}
