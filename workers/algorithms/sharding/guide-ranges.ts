/** A range of the guide: both ends belong to it. */
export interface InclusiveRange {
  readonly shard: string
  readonly first: string
  readonly last: string
}

/**
 * Range lookup as in the guide: the first shard whose bounds enclose the key, both bounds included. Bounds are text, and
 * a key that begins with the last bound and goes on lies behind it, so between `e` and `f` there is a gap.
 */
export function guideRangeOf(ranges: readonly InclusiveRange[], key: string): InclusiveRange | null {
  for (const range of ranges) {
    // @flaw "eve" comes after "e" and before "f": it belongs to no shard.
    if (key >= range.first && key <= range.last) return range
  }
  return null
}
