import type { Rate } from './limiter'

/** The most that a kind of limiter lets pass within one interval of window length, and at one instant. */
export interface WorstCase {
  readonly within: number
  readonly atOnce: number
}

/** Kinds that promise something about an interval, when limit and burst are the same number and the rate is limit/window. */
export type BoundedKind = 'bucket' | 'shaper' | 'fixed-window' | 'sliding-log' | 'sliding-counter'

/**
 * The worst case of requests of cost 1 over an interval [t, t + w) of whole ticks of a clock, w being the window. A bucket
 * that is full at t lets its burst pass and what the rate brings until t + w; the fixed window its limit on both sides of
 * an edge; the sliding counter what its weight frees after a burst in the last tick of a window, one less than twice the
 * limit; the shaper one at once and then one an interval.
 */
export function worstCase(kind: BoundedKind, limit: number, ticks: number): WorstCase {
  const refilled = Math.floor((limit * (ticks - 1)) / ticks)
  switch (kind) {
    case 'bucket':
      return { within: limit + refilled, atOnce: limit }
    case 'shaper':
      return { within: 1 + refilled, atOnce: 1 }
    case 'fixed-window':
      return { within: 2 * limit, atOnce: limit }
    case 'sliding-log':
      return { within: limit, atOnce: limit }
    case 'sliding-counter':
      return { within: limit + Math.floor((limit * (ticks - 2)) / ticks), atOnce: limit }
  }
}

/** The most that a bucket lets pass in any closed window of `spanMicros`: ⌊burst + rate · span⌋. */
export function envelope(burst: number, { limit, perMicros }: Rate, spanMicros: number): number {
  return burst + Math.floor((limit * spanMicros) / perMicros)
}
