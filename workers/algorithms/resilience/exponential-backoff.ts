import { type Backoff, checkBackoff, doubled } from './backoff'

/** base, 2 · base, 4 · base … up to the cap. It spreads retries over time, but callers that failed together stay together. */
export function exponentialBackoff(baseMicros: number, capMicros: number): Backoff {
  checkBackoff(baseMicros, capMicros)
  return (retry) => doubled(baseMicros, capMicros, retry)
}
