/**
 * Downsamples to `wanted` points that look like all of them: largest triangle three buckets (Steinarsson, 2013, section
 * 4.2). The first and the last point stay; from each of the buckets between them comes the point that spans the largest
 * triangle with the point taken before and the mean of the next bucket. Unlike an average it keeps a spike.
 *
 * @param times ascending, as long as `values`
 * @returns indices of the points that stay, ascending; all of them when there are no more than wanted
 * @throws {RangeError} when fewer than three are wanted or the columns differ in length
 */
export function largestTriangle(times: Float64Array, values: Float64Array, wanted: number): Uint32Array {
  if (!(Number.isSafeInteger(wanted) && wanted >= 3))
    throw new RangeError(`A whole number of points from 3 on can be wanted, not ${wanted}.`)
  const { length } = times
  if (values.length !== length) throw new RangeError(`${length} times and ${values.length} values are no points.`)
  if (length <= wanted) return Uint32Array.from({ length }, (_, index) => index)
  const chosen = new Uint32Array(wanted)
  const size = (length - 2) / (wanted - 2)
  let taken = 0
  for (let bucket = 0; bucket < wanted - 2; bucket++) {
    const begin = 1 + Math.floor(bucket * size)
    const end = 1 + Math.floor((bucket + 1) * size)
    const nextEnd = bucket === wanted - 3 ? length : 1 + Math.floor((bucket + 2) * size)
    taken = largest(times, values, taken, begin, end, nextEnd)
    chosen[bucket + 1] = taken
  }
  chosen[wanted - 1] = length - 1
  return chosen
}

/** Index of the point from `begin` on, before `end`, with the largest triangle; the first of equals. */
function largest(
  times: Float64Array,
  values: Float64Array,
  taken: number,
  begin: number,
  end: number,
  nextEnd: number,
): number {
  let meanTime = 0
  let meanValue = 0
  for (let index = end; index < nextEnd; index++) {
    meanTime += times[index] as number
    meanValue += values[index] as number
  }
  meanTime /= nextEnd - end
  meanValue /= nextEnd - end
  const time = times[taken] as number
  const value = values[taken] as number
  const width = time - meanTime
  const height = meanValue - value
  let best = -1
  let found = begin
  for (let index = begin; index < end; index++) {
    const area = Math.abs(width * ((values[index] as number) - value) - (time - (times[index] as number)) * height)
    if (area > best) {
      best = area
      found = index
    }
  }
  return found
}
