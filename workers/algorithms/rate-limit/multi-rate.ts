import { Gate } from './gate'
import type { LimiterState } from './limiter'

/**
 * Several gates at once, for instance 10 a second and 100 a minute: a request passes only if all let it, and none counts
 * it otherwise (as the two buckets of RFC 2698 do).
 */
export class MultiRate extends Gate {
  /** @throws RangeError when there is no gate */
  constructor(private readonly gates: readonly Gate[]) {
    super(Math.min(...gates.map(({ most }) => most)))
    if (gates.length === 0) throw new RangeError('At least one gate is needed.')
  }

  take(now: number, cost = 1): number {
    const wait = this.waitFor(now, cost)
    if (wait === 0) for (const gate of this.gates) gate.take(now, cost)
    return wait
  }

  waitFor(now: number, cost = 1): number {
    let longest = 0
    for (const gate of this.gates) longest = Math.max(longest, gate.waitFor(now, cost))
    return longest
  }

  remaining(now: number): number {
    return Math.min(...this.gates.map((gate) => gate.remaining(now)))
  }

  /** Levels of the gates that are buckets. */
  state(now: number): LimiterState {
    const buckets = this.gates.map((gate) => gate.state(now)).filter((state) => state.kind === 'bucket')
    return {
      kind: 'buckets',
      levels: buckets.map(({ level }) => level),
      capacities: buckets.map(({ capacity }) => capacity),
      perSecond: buckets.map(({ perSecond }) => perSecond),
    }
  }

  restsAt(): number {
    return Math.max(...this.gates.map((gate) => gate.restsAt()))
  }
}
