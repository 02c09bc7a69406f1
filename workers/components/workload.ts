import type { RandomStream } from '../kernel/random'
import { MICROS_PER_SECOND, type Micros } from '../kernel/time'
import type { Option } from '../scenario/parameters'

/** How requests arrive. The same options stand in every system. */
export type Arrivals = 'steady' | 'poisson' | 'bursts'

export const ARRIVALS: readonly Option[] = [
  { id: 'steady', label: 'Steady', help: 'Equal gaps between requests.' },
  { id: 'poisson', label: 'Poisson', help: 'Independent arrivals at a constant mean rate.' },
  { id: 'bursts', label: 'Bursts', help: 'Groups of 20 requests at once; the groups arrive as Poisson.' },
]

/** How much work a request brings. */
export type WorkDistribution = 'fixed' | 'exponential' | 'heavy-tailed'

export const WORK_DISTRIBUTIONS: readonly Option[] = [
  { id: 'fixed', label: 'Fixed', help: 'Every request brings the same work.' },
  { id: 'exponential', label: 'Exponential', help: 'Most are short, some long: the textbook case.' },
  { id: 'heavy-tailed', label: 'Heavy-tailed', help: 'Pareto with shape 1.5: a few requests bring most of the work.' },
]

const BURST_SIZE = 20
const BURST_GAP: Micros = 200
const PARETO_SHAPE = 1.5
/** A Pareto draw is cut at this many times its mean, so that one request cannot fill a whole run. */
const PARETO_CUT = 200

/** Gaps between the requests of one client. Its rate may change while it runs. */
export class ArrivalProcess {
  private leftInBurst = 0
  private carried = 0

  constructor(
    private readonly kind: Arrivals,
    /** Requests a second. */
    public rate: number,
    private readonly stream: RandomStream,
  ) {}

  nextGap(): Micros {
    if (this.kind === 'steady') return this.steadyGap()
    if (this.kind === 'poisson') return this.stream.exponential(MICROS_PER_SECOND / this.rate)
    if (this.leftInBurst > 0) {
      this.leftInBurst--
      return BURST_GAP
    }
    this.leftInBurst = BURST_SIZE - 1
    return this.stream.exponential((BURST_SIZE * MICROS_PER_SECOND) / this.rate)
  }

  /** Whole microseconds whose sum never drifts from the rate. */
  private steadyGap(): Micros {
    const exact = MICROS_PER_SECOND / this.rate + this.carried
    const whole = Math.floor(exact)
    this.carried = exact - whole
    return whole
  }
}

/** Draws the work of one request in microseconds at normal speed; the mean is `mean` (for a cut Pareto a little less). */
export function drawWork(kind: WorkDistribution, mean: Micros, stream: RandomStream): Micros {
  if (kind === 'fixed') return mean
  if (kind === 'exponential') return stream.exponential(mean)
  const minimum = Math.max(1, Math.round((mean * (PARETO_SHAPE - 1)) / PARETO_SHAPE))
  return stream.pareto(minimum, PARETO_SHAPE, mean * PARETO_CUT)
}
