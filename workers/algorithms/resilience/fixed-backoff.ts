import type { Backoff } from './backoff'

/** The same wait before every retry; 0 retries at once. All callers that failed together come back together. */
export function fixedBackoff(micros: number): Backoff {
  if (!(Number.isSafeInteger(micros) && micros >= 0))
    throw new RangeError(`A wait is a whole number of microseconds from 0, not ${micros}.`)
  return () => micros
}
