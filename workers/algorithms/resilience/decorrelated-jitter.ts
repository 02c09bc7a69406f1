import { type Backoff, checkBackoff } from './backoff'

/** Uniform from the base to three times the wait before, up to the cap (the same article, "decorrelated jitter"). */
export function decorrelatedJitter(baseMicros: number, capMicros: number): Backoff {
  checkBackoff(baseMicros, capMicros)
  return (_retry, previousMicros, lots) => {
    const upper = Math.max(baseMicros, previousMicros) * 3
    return Math.min(capMicros, baseMicros + lots.integer(upper - baseMicros + 1))
  }
}
