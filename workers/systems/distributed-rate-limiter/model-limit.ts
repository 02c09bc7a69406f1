import type { Rate } from '../../algorithms/rate-limit/limiter'
import type { Micros } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'

/** The limit that all servers keep together. */
export interface SharedLimit {
  readonly limit: number
  readonly windowMicros: Micros
  /** Of GCRA: how many may come at once. */
  readonly burst: number
}

export function limitOf(values: Values): SharedLimit {
  return { limit: values.number('limit'), windowMicros: values.number('window'), burst: values.number('burst') }
}

/** Time between two requests at the steady rate, rounded up to whole microseconds: never above the limit. */
export function intervalOf({ limit, windowMicros }: Pick<SharedLimit, 'limit' | 'windowMicros'>): Micros {
  return Math.ceil(windowMicros / limit)
}

/** The rate that GCRA really keeps. */
export function steadyRate(limit: SharedLimit): Rate {
  return { limit: 1, perMicros: intervalOf(limit) }
}
