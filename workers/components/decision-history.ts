import type { Micros } from '../kernel/time'

/** The staircase of what passed, as counts in equal spans of time since a pause. */
export interface DecisionChart {
  /** Units that passed and requests that were refused in each span, up to the present one. */
  readonly passed: readonly number[]
  readonly refused: readonly number[]
  /** Length of one span. */
  readonly spanMicros: Micros
  /** How long ago the first span began. */
  readonly sinceMicros: Micros
}

/** Spans of a chart. Even, so that pairs can be put together. */
export const CHART_SPANS = 24

/**
 * What was decided since the last pause, in at most `CHART_SPANS` counts: when they are full, pairs are put together and
 * each stands for twice the time. After a pause of `quietMicros` it begins anew.
 */
export class DecisionHistory {
  private passed = [0]
  private refused = [0]
  private start: Micros = 0
  private span: Micros
  private latest: Micros = Number.NEGATIVE_INFINITY

  constructor(
    private readonly firstSpan: Micros,
    private readonly quietMicros: Micros,
  ) {
    this.span = firstSpan
  }

  /** @param units how many passed; 0 is a refusal */
  add(now: Micros, units: number): void {
    if (now - this.latest >= this.quietMicros) this.begin(now)
    this.latest = now
    this.reach(now)
    const counts = units > 0 ? this.passed : this.refused
    const last = counts.length - 1
    counts[last] = (counts[last] as number) + (units > 0 ? units : 1)
  }

  chart(now: Micros): DecisionChart {
    if (now - this.latest >= this.quietMicros)
      return { passed: [0], refused: [0], spanMicros: this.firstSpan, sinceMicros: 0 }
    this.reach(now)
    return {
      passed: [...this.passed],
      refused: [...this.refused],
      spanMicros: this.span,
      sinceMicros: now - this.start,
    }
  }

  private begin(now: Micros): void {
    this.passed = [0]
    this.refused = [0]
    this.start = now
    this.span = this.firstSpan
  }

  private reach(now: Micros): void {
    while (now - this.start >= CHART_SPANS * this.span) {
      this.passed = pairs(this.passed)
      this.refused = pairs(this.refused)
      this.span *= 2
    }
    for (let length = Math.floor((now - this.start) / this.span) + 1; this.passed.length < length; ) {
      this.passed.push(0)
      this.refused.push(0)
    }
  }
}

function pairs(counts: readonly number[]): number[] {
  return Array.from(
    { length: Math.ceil(counts.length / 2) },
    (_, index) => (counts[2 * index] as number) + (counts[2 * index + 1] ?? 0),
  )
}
