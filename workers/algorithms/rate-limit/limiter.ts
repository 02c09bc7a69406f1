/**
 * What every rate limiter offers. `now` is in whole microseconds of any clock; a clock that steps back gives nothing away
 * and stops nothing: time goes on from where it stepped to. A cost is a whole number of units from 1.
 */
export interface Limiter {
  /** Asks to let `cost` units (1 if not said) pass at `now`. Only what passes is counted. */
  decide(now: number, cost?: number): Verdict
  /** What a picture shows at `now`. Asking changes no decision. */
  state(now: number): LimiterState
  /** From this moment on, if nothing is asked until then, it decides as a new one does: it may be forgotten. */
  restsAt(): number
  /** Whoever passed is done. Only a concurrency limit listens. */
  release?(cost?: number): void
}

/** `remaining`: units that would pass at this moment, after the decision. */
export type Verdict =
  /** A shaper lets it pass after `delayMicros`; all others at once. */
  | { readonly kind: 'passes'; readonly remaining: number; readonly delayMicros: number }
  /** The same request passes after `waitMicros` if nothing else comes; null when the limiter cannot tell. */
  | { readonly kind: 'refused'; readonly remaining: number; readonly waitMicros: number | null }
  /** No wait helps: at most `most` units pass at once. */
  | { readonly kind: 'never'; readonly remaining: number; readonly most: number }

/** A rate: `limit` units in `perMicros` microseconds, both whole numbers from 1. */
export interface Rate {
  readonly limit: number
  readonly perMicros: number
}

/** Plain data; times are spans from now, so that the clock of a limiter need not be known. */
export type LimiterState =
  /** Tokens left; `lost` by a bucket that rounds its refill: tokens that it threw away so far. */
  | {
      readonly kind: 'bucket'
      readonly level: number
      readonly capacity: number
      readonly perSecond: number
      readonly lost?: number
    }
  /** Water in a bucket that leaks. */
  | { readonly kind: 'meter'; readonly level: number; readonly capacity: number; readonly perSecond: number }
  /** Tokens left in each of several buckets. */
  | {
      readonly kind: 'buckets'
      readonly levels: readonly number[]
      readonly capacities: readonly number[]
      readonly perSecond: readonly number[]
    }
  /** How far the theoretical arrival time lies ahead of now, and how far it may after a request of cost 1. */
  | {
      readonly kind: 'arrival'
      readonly aheadMicros: number
      readonly mostMicros: number
      readonly intervalMicros: number
    }
  /** A window, and how much of it is over. */
  | {
      readonly kind: 'window'
      readonly count: number
      readonly limit: number
      readonly elapsedMicros: number
      readonly windowMicros: number
    }
  /** The same with the window before it; `estimate` is previous × the share of it that still counts, plus count. */
  | {
      readonly kind: 'weighted'
      readonly previous: number
      readonly count: number
      readonly estimate: number
      readonly limit: number
      readonly elapsedMicros: number
      readonly windowMicros: number
    }
  /** Units of the window, and how long ago each of them passed (in a picture only the latest), the oldest first. */
  | {
      readonly kind: 'log'
      readonly count: number
      readonly ages: readonly number[]
      readonly limit: number
      readonly windowMicros: number
    }
  /** Units that wait for their turn, and when the next may pass. */
  | {
      readonly kind: 'queue'
      readonly waiting: number
      readonly capacity: number
      readonly intervalMicros: number
      readonly nextMicros: number
    }
  | { readonly kind: 'open'; readonly open: number; readonly limit: number }

/** The same rate in lowest terms. @throws RangeError when it is not made of whole numbers from 1 */
export function reduceRate({ limit, perMicros }: Rate): Rate {
  checkWhole('A rate has a limit that', limit)
  checkWhole('A rate has a time in microseconds that', perMicros)
  let [a, b] = [limit, perMicros]
  while (b > 0) [a, b] = [b, a % b]
  return { limit: limit / a, perMicros: perMicros / a }
}

/** @throws RangeError unless the value is a whole number from 1 to 2^53 − 1 */
export function checkWhole(what: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1))
    throw new RangeError(`${what} is a whole number from 1 to 2^53 − 1, not ${value}.`)
}
