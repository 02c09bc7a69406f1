/** Which neighbours become one segment: from `from` up to and without `to`. */
export interface MergeChoice {
  readonly from: number
  readonly to: number
}

/**
 * Segments of one size class (a power of `factor`) that follow one another are merged as soon as there are `factor` of
 * them, the youngest first: the rule of Lucene's LogMergePolicy. So a document is copied about log(n) times, and n
 * documents lie in about factor · log(n) segments.
 *
 * @param sizes documents in each segment, the oldest first
 * @throws {RangeError} when `factor` is no integer from 2
 */
export function chooseMerge(sizes: readonly number[], factor: number): MergeChoice | null {
  if (!Number.isInteger(factor) || factor < 2)
    throw new RangeError(`The merge factor is an integer from 2, not ${factor}.`)
  let from = sizes.length
  while (from > 0) {
    const to = from
    const level = sizeClass(sizes[from - 1]!, factor)
    // A smaller segment between larger ones joins them, or it would part them for ever.
    while (from > 0 && sizeClass(sizes[from - 1]!, factor) <= level) from--
    if (to - from >= factor) return { from: to - factor, to }
  }
  return null
}

function sizeClass(size: number, factor: number): number {
  let level = 0
  for (let limit = factor; limit <= size; limit *= factor) level++
  return level
}
