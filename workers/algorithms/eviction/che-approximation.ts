import { exp } from '../../kernel/maths'

/**
 * Hit ratio of an LRU cache of `capacity` entries whose keys are asked independently with fixed probabilities, by Che's
 * approximation (Che, Tung and Wang, IEEE JSAC 20:7, 2002): an entry that is not asked for the characteristic time
 * leaves, and that time, in requests, solves Σ (1 − e^(−p·t)) = capacity. An approximation, though a close one; for a
 * capacity that holds all keys it is 1.
 *
 * @param readOnce the share of requests for keys that are never asked for again, each of which takes a place for just that
 *   time; the probabilities are the rest of 1
 */
export function cheHitRatio(probabilities: readonly number[], capacity: number, readOnce = 0): number {
  if (readOnce === 0 && capacity >= probabilities.length) return 1
  const time = characteristicTime(probabilities, capacity, readOnce)
  return probabilities.reduce((sum, p) => sum + p * (1 - exp(-p * time)), 0)
}

/** By bisection: the occupancy grows with the time. */
function characteristicTime(probabilities: readonly number[], capacity: number, readOnce: number): number {
  const occupancy = (time: number): number =>
    probabilities.reduce((sum, p) => sum + 1 - exp(-p * time), 0) + readOnce * time
  let high = 1
  while (occupancy(high) < capacity) high *= 2
  let low = high / 2
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2
    if (occupancy(middle) < capacity) low = middle
    else high = middle
  }
  return high
}
