import { GREATEST, integer } from './integer64'
import type { RandomSource } from './redis'
import { Refusal } from './refusal'

const LARGEST_EXACT = 9_007_199_254_740_991

/**
 * How many elements are asked for, and whether twice as many would not fit into 64 bits.
 *
 * @throws {Refusal} when it is no integer that can be negated
 */
export function drawCount(text: string): { wanted: number; isTooMuchForPairs: boolean } {
  const exact = BigInt(integer(text))
  if (exact < -GREATEST) {
    throw new Refusal(`ERR value is out of range, value must between ${-GREATEST} and ${GREATEST}`)
  }
  const half = GREATEST / 2n
  const wanted = Math.max(-LARGEST_EXACT, Math.min(LARGEST_EXACT, Number(exact)))
  return { wanted, isTooMuchForPairs: exact > half || exact < -half }
}

/**
 * Random elements as SRANDMEMBER and its kin draw them.
 *
 * @param wanted this many different ones, or, when negative, that many with repetitions
 */
export function drawMany<T>(random: RandomSource, elements: readonly T[], wanted: number): T[] {
  if (elements.length === 0) return []
  if (wanted < 0) return Array.from({ length: -wanted }, () => elements[random.integer(elements.length)] as T)
  if (wanted >= elements.length) return [...elements]
  const rest = [...elements]
  for (let index = 0; index < wanted; index++) {
    const other = index + random.integer(rest.length - index)
    const chosen = rest[other] as T
    rest[other] = rest[index] as T
    rest[index] = chosen
  }
  return rest.slice(0, wanted)
}
