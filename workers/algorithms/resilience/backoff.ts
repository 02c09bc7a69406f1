import type { Lots } from './lots'

/**
 * How long to wait before a retry.
 * @param retry 1 for the first retry
 * @param previousMicros what was waited before the retry before; 0 for the first
 */
export type Backoff = (retry: number, previousMicros: number, lots: Lots) => number

/** base · 2^(retry − 1), at most `capMicros`, by doubling: exact, and without an overflow. */
export function doubled(baseMicros: number, capMicros: number, retry: number): number {
  let micros = Math.min(baseMicros, capMicros)
  for (let step = 1; step < retry && micros < capMicros && micros > 0; step++) micros = Math.min(capMicros, micros * 2)
  return micros
}

/** @throws RangeError when a bound is no whole number of microseconds, or the cap is below the base */
export function checkBackoff(baseMicros: number, capMicros: number): void {
  if (
    !(Number.isSafeInteger(baseMicros) && baseMicros >= 0 && Number.isSafeInteger(capMicros) && capMicros >= baseMicros)
  )
    throw new RangeError(`A backoff has whole bounds with 0 ≤ base ≤ cap, not ${baseMicros} µs and ${capMicros} µs.`)
}
