/**
 * The value that a share `q` of the values does not exceed, interpolated between neighbours (Hyndman and Fan, 1996,
 * definition 7, as Prometheus's quantile_over_time). It cannot be made from the quantiles of parts, so it needs all points.
 *
 * @returns null without values
 * @throws {RangeError} when `q` is not between 0 and 1
 */
export function quantile(values: Float64Array, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`A quantile lies between 0 and 1, not at ${q}.`)
  if (values.length === 0) return null
  const sorted = values.slice().sort((a, b) => a - b)
  const rank = q * (sorted.length - 1)
  const below = Math.floor(rank)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  return low === high ? low : low + (high - low) * (rank - below)
}
