import type { Admission, Admitted, Breaker, BreakerState, Outcome } from '../algorithms/resilience/breaker'
import type { Micros } from '../kernel/time'
import type { Fact, Node } from '../network/node'
import { OutcomeRow, ROW_LENGTH } from './outcome-row'
import { markChange, markCounted, markLate, markProbe, markProbed, markRefused } from './shown-breaker-marks'

/** How a breaker is shown. */
export interface BreakerLook {
  /** Fact `rule`: what it counts, in words, for instance `5 failures in a row`. */
  readonly rule: string
  /** A call that takes longer is drawn as slow; Infinity for none. */
  readonly slowMicros: Micros
  /** How many outcomes the window has, or for how long it keeps them; Infinity for no bound. */
  readonly windowCalls: number
  readonly windowMicros: Micros
  /** The window begins anew when the breaker closes. */
  readonly clearsWhenClosed: boolean
}

const NO_PROBES = { given: 0, done: 0, failed: 0 }

/**
 * A breaker whose every step is told. Reading: facts `breaker` (`closed`, `open` or `half-open`), `rule` and `outcomes`;
 * `openUntilMicros`; what the closed state counts, as `windowCalls`, `windowFailed`, `windowSlow`, `windowSize` (0 for no
 * number) or as `failuresInRow`, `rowLimit`; half-open `probesGiven`, `probesDone`, `probesFailed`, `probesAllowed` (0 for no bound).
 */
export class ShownBreaker {
  private readonly row: OutcomeRow
  private readonly stateFact: Fact

  constructor(
    private readonly node: Node,
    private readonly breaker: Breaker,
    private readonly look: BreakerLook,
  ) {
    this.row = new OutcomeRow(node, Math.min(ROW_LENGTH, look.windowCalls), look.windowMicros)
    this.stateFact = node.fact('breaker')
    node.fact('rule').set(look.rule)
    node.gauge('windowSize').set(Number.isFinite(look.windowCalls) ? look.windowCalls : 0)
    this.show()
  }

  get state(): BreakerState {
    return this.breaker.state
  }

  /** May this call go out? */
  ask(label: string): Admission {
    const { node, breaker } = this
    const before = breaker.state
    const admission = breaker.ask(node.now)
    if (breaker.state !== before) {
      // From here on the row shows the probes.
      this.row.clear()
      markChange(node, before, breaker.state)
    }
    if (admission.kind === 'refused') markRefused(node, label, admission)
    else if (admission.state.kind === 'half-open') markProbe(node, label, breaker.probes.given, admission.state.permits)
    this.show()
    return admission
  }

  /** @param how what became of the call, in words, for instance `fails with 500` */
  record(admission: Admitted, outcome: Outcome, tookMicros: Micros, label: string, how: string): void {
    const { node, breaker } = this
    const before = breaker.state
    const recorded = breaker.record(admission, outcome, tookMicros, node.now)
    if (recorded === 'late') {
      markLate(node, label, how, before)
      return
    }
    this.row.add(outcome === 'failure', tookMicros > this.look.slowMicros)
    this.show()
    if (before.kind === 'closed') markCounted(node, label, how, breaker.tally(node.now))
    else if (before.kind === 'half-open') markProbed(node, label, how, breaker.probes)
    if (breaker.state === before) return
    markChange(node, before, breaker.state)
    if (breaker.state.kind === 'closed' && this.look.clearsWhenClosed) this.row.clear()
    this.show()
  }

  /** The call had no outcome that counts. */
  release(admission: Admitted): void {
    this.breaker.release(admission)
    this.show()
  }

  private show(): void {
    const { node, breaker } = this
    const { state, probes } = breaker
    const tally = breaker.tally(node.now)
    this.stateFact.set(state.kind)
    if (tally.kind === 'run') {
      node.gauge('failuresInRow').set(tally.failures)
      node.gauge('rowLimit').set(tally.limit)
    } else {
      node.gauge('windowCalls').set(tally.of)
      node.gauge('windowFailed').set(tally.failed)
      node.gauge('windowSlow').set(tally.slow)
    }
    if (state.kind === 'open') node.gauge('openUntilMicros').set(state.untilMicros)
    // Open again after probes, their result stays until it closes: it is the reason.
    const shown = state.kind === 'closed' ? NO_PROBES : probes
    node.gauge('probesGiven').set(shown.given)
    node.gauge('probesDone').set(shown.done)
    node.gauge('probesFailed').set(shown.failed)
    if (state.kind === 'half-open') node.gauge('probesAllowed').set(state.permits ?? 0)
  }
}
