import { NumberColumn } from './number-column'
import { growth, Summary } from './summary'

/** Summaries of neighbouring spans in columns, in order of time. */
export class SummaryColumns {
  private readonly firstTime = new NumberColumn()
  private readonly lastTime = new NumberColumn()
  private readonly first = new NumberColumn()
  private readonly last = new NumberColumn()
  private readonly count = new NumberColumn()
  private readonly sum = new NumberColumn()
  private readonly min = new NumberColumn()
  private readonly max = new NumberColumn()
  private readonly increase = new NumberColumn()
  private readonly all = [
    this.firstTime,
    this.lastTime,
    this.first,
    this.last,
    this.count,
    this.sum,
    this.min,
    this.max,
    this.increase,
  ]

  get length(): number {
    return this.firstTime.length
  }
  get bytes(): number {
    return this.length * this.all.length * 8
  }
  /** When each span has its first and its last point, for a search; only the first `length` count. */
  get firstTimes(): Float64Array {
    return this.firstTime.data
  }
  get lastTimes(): Float64Array {
    return this.lastTime.data
  }

  push(summary: Summary): void {
    this.firstTime.push(summary.firstTime)
    this.lastTime.push(summary.lastTime)
    this.first.push(summary.first)
    this.last.push(summary.last)
    this.count.push(summary.count)
    this.sum.push(summary.sum)
    this.min.push(summary.min)
    this.max.push(summary.max)
    this.increase.push(summary.increase)
  }

  dropFirst(count: number): void {
    for (const column of this.all) column.dropFirst(count)
  }

  /** The summary of the spans at `from` and after, before `to`. */
  fold(from: number, to: number): Summary {
    const summary = new Summary()
    if (from >= to) return summary
    summary.count = total(this.count.data, from, to)
    summary.sum = total(this.sum.data, from, to)
    summary.min = least(this.min.data, from, to)
    summary.max = largest(this.max.data, from, to)
    summary.increase = this.totalIncrease(from, to)
    summary.firstTime = this.firstTime.data[from] as number
    summary.first = this.first.data[from] as number
    summary.lastTime = this.lastTime.data[to - 1] as number
    summary.last = this.last.data[to - 1] as number
    return summary
  }

  /** Growth within each span and from each to the next. */
  private totalIncrease(from: number, to: number): number {
    const [within, first, last] = [this.increase.data, this.first.data, this.last.data]
    let increase = within[from] as number
    for (let index = from + 1; index < to; index++)
      increase += growth(last[index - 1] as number, first[index] as number) + (within[index] as number)
    return increase
  }
}

function total(data: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let index = from; index < to; index++) sum += data[index] as number
  return sum
}

function least(data: Float64Array, from: number, to: number): number {
  let min = data[from] as number
  for (let index = from + 1; index < to; index++) {
    const value = data[index] as number
    if (value < min || Number.isNaN(min)) min = value
  }
  return min
}

function largest(data: Float64Array, from: number, to: number): number {
  let max = data[from] as number
  for (let index = from + 1; index < to; index++) {
    const value = data[index] as number
    if (value > max || Number.isNaN(max)) max = value
  }
  return max
}
