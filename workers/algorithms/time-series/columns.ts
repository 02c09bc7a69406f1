/** Points as two columns of one length: `times` in whole ticks, ascending, each once. */
export interface Columns {
  readonly times: Float64Array
  readonly values: Float64Array
}

/** Columns that grow at the end; late points are put in their place. */
export class PointColumns implements Columns {
  times: Float64Array
  values: Float64Array
  length = 0

  constructor(capacity = 64) {
    this.times = new Float64Array(capacity)
    this.values = new Float64Array(capacity)
  }

  push(time: number, value: number): void {
    if (this.length === this.times.length) this.grow()
    this.times[this.length] = time
    this.values[this.length] = value
    this.length++
  }

  /** Moves the points from `index` on one place up. */
  insert(index: number, time: number, value: number): void {
    if (this.length === this.times.length) this.grow()
    this.times.copyWithin(index + 1, index, this.length)
    this.values.copyWithin(index + 1, index, this.length)
    this.times[index] = time
    this.values[index] = value
    this.length++
  }

  dropFirst(count: number): void {
    this.times.copyWithin(0, count, this.length)
    this.values.copyWithin(0, count, this.length)
    this.length -= count
  }

  /** A copy of the points at `from` and after, before `to`. */
  slice(from: number, to: number): Columns {
    return { times: this.times.slice(from, to), values: this.values.slice(from, to) }
  }

  /** All points; the columns themselves when they are full, so they must not grow afterwards. */
  all(): Columns {
    return this.length === this.times.length ? this : this.slice(0, this.length)
  }

  /** Makes room for twice as many points, in new arrays. */
  grow(): void {
    const [times, values] = [this.times, this.values]
    this.times = new Float64Array(times.length * 2)
    this.values = new Float64Array(times.length * 2)
    this.times.set(times)
    this.values.set(values)
  }
}

/** How many of the first `length` ascending times are before `time`. */
export function countBefore(times: Float64Array, time: number, length = times.length): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] as number) < time) low = middle + 1
    else high = middle
  }
  return low
}
