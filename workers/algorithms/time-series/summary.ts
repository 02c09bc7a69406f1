/**
 * What is known of a group of points without the points. Two summaries of neighbouring spans make the summary of both,
 * so a query may use that of a whole block in place of its points.
 */
export class Summary {
  count = 0
  sum = 0
  /** NaN before the first point; a NaN counts only when there is nothing else. */
  min = Number.NaN
  max = Number.NaN
  firstTime = Number.NaN
  first = Number.NaN
  lastTime = Number.NaN
  last = Number.NaN
  /** How much a counter grew from the first point to the last; a value below the one before is a counter that began again at 0. */
  increase = 0

  /** Adds a point behind all that were added. */
  add(time: number, value: number): void {
    if (this.count === 0) {
      this.firstTime = time
      this.first = value
    } else this.increase += growth(this.last, value)
    this.count++
    this.sum += value
    if (!(value >= this.min)) this.min = smaller(this.min, value)
    if (!(value <= this.max)) this.max = larger(this.max, value)
    this.lastTime = time
    this.last = value
  }

  /** Adds what is known of points that all lie behind those that were added. */
  append(next: Summary): void {
    if (next.count === 0) return
    if (this.count === 0) {
      this.firstTime = next.firstTime
      this.first = next.first
    } else this.increase += growth(this.last, next.first)
    this.increase += next.increase
    this.count += next.count
    this.sum += next.sum
    this.min = smaller(this.min, next.min)
    this.max = larger(this.max, next.max)
    this.lastTime = next.lastTime
    this.last = next.last
  }
}

/** What a counter grew by between two readings; after a restart it grew from 0. */
export function growth(before: number, after: number): number {
  return after < before ? after : after - before
}

/** The summary of the points at `from` and after, before `to`: what adding them one by one gives, in one loop. */
export function summarise(times: Float64Array, values: Float64Array, from: number, to: number): Summary {
  const summary = new Summary()
  if (from >= to) return summary
  let before = values[from] as number
  let [sum, min, max, increase] = [0, before, before, 0]
  for (let index = from; index < to; index++) {
    const value = values[index] as number
    sum += value
    if (value < min || Number.isNaN(min)) min = value
    if (value > max || Number.isNaN(max)) max = value
    increase += growth(before, value)
    before = value
  }
  summary.count = to - from
  summary.sum = sum
  summary.min = min
  summary.max = max
  summary.increase = increase
  summary.firstTime = times[from] as number
  summary.first = values[from] as number
  summary.lastTime = times[to - 1] as number
  summary.last = before
  return summary
}

function smaller(a: number, b: number): number {
  return Number.isNaN(a) || b < a ? b : a
}

function larger(a: number, b: number): number {
  return Number.isNaN(a) || b > a ? b : a
}
