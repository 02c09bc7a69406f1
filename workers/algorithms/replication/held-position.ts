/**
 * The highest position of a log that at least `count` of its copies have reached: what is behind it is safe as long as
 * not all of them are lost. Semi-synchronous and quorum commits wait for it, and a Raft leader commits by it.
 * @param positions last confirmed position of each copy, from 0
 * @throws RangeError when `count` is not a whole number from 1
 */
export function heldPosition(positions: readonly number[], count: number): number {
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`A count of copies is a whole number from 1, not ${count}.`)
  const highestFirst = [...positions].sort((a, b) => b - a)
  return highestFirst[count - 1] ?? 0
}

/** How many of `copies` are more than half of them: any two such groups share one. */
export function majorityOf(copies: number): number {
  return Math.floor(copies / 2) + 1
}
