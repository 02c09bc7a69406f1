import { type Backoff, checkBackoff, doubled } from './backoff'

/** Uniform from 0 to the exponential wait (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015). */
export function fullJitter(baseMicros: number, capMicros: number): Backoff {
  checkBackoff(baseMicros, capMicros)
  return (retry, _previous, lots) => lots.integer(doubled(baseMicros, capMicros, retry) + 1)
}
