import type { Limiter, LimiterState, Verdict } from './limiter'

/**
 * The guide's token bucket with its flaws. It rounds the refill down **and** moves its time to now, so the fraction is
 * thrown away at every refill; it multiplies decimals; a clock that steps back stops it until it has caught up; nobody
 * checks a cost or the first filling; and it cannot tell a wait.
 *
 * Polled every Δ, with x = rate · Δ, it grants ⌊kx⌋ / (kx) of its rate, where k = ⌈1/x⌉: 5.05 of 10 a second at 99 ms.
 */
export class GuideBucket implements Limiter {
  private tokens: number
  private refilledMs: number | null = null
  /** Parts of tokens that rounding threw away. */
  private lost = 0

  constructor(
    readonly capacity: number,
    /** Tokens a second. */
    readonly refillRate: number,
    initialTokens = capacity,
    /** The guide's first version takes 1 when no cost is said; its second has no default and then always refuses. */
    private readonly takesOneByDefault = true,
  ) {
    this.tokens = initialTokens
  }

  decide(now: number, cost: number | undefined = this.takesOneByDefault ? 1 : undefined): Verdict {
    this.refill(now)
    // @flaw A cost above the capacity is refused for ever, as if the rate were too high, and no wait is ever told.
    if (!(this.tokens >= (cost as number))) return { kind: 'refused', remaining: this.tokens, waitMicros: null }
    this.tokens -= cost as number
    return { kind: 'passes', remaining: this.tokens, delayMicros: 0 }
  }

  state(now: number): LimiterState {
    this.refill(now)
    return { kind: 'bucket', level: this.tokens, capacity: this.capacity, perSecond: this.refillRate, lost: this.lost }
  }

  /** The guide forgets none. */
  restsAt(): number {
    return Number.POSITIVE_INFINITY
  }

  private refill(now: number): void {
    const nowMs = Math.floor(now / 1_000)
    this.refilledMs ??= nowMs
    const seconds = (nowMs - this.refilledMs) / 1_000
    // @flaw Rounded down here, and the time moves on below: the fraction of a token is lost at every refill.
    const added = Math.floor(seconds * this.refillRate)
    // @flaw After a clock has stepped back nothing is added until it has caught up.
    if (!(added > 0)) return
    this.lost += seconds * this.refillRate - added
    this.tokens = Math.min(this.capacity, this.tokens + added)
    this.refilledMs = nowMs
  }
}

/** The share of its rate that the guide's bucket grants when it is asked every `everyMicros` and always has need. */
export function guideEfficiency(perSecond: number, everyMicros: number): number {
  const x = (perSecond * everyMicros) / 1_000_000
  const k = Math.ceil(1 / x)
  return Math.floor(k * x) / (k * x)
}
