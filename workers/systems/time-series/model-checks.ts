import { openBlock, type SealedBlock } from '../../algorithms/time-series/block'
import type { Columns } from '../../algorithms/time-series/columns'
import { DoubleWords } from '../../algorithms/time-series/double-words'
import type { RangeFunction } from '../../algorithms/time-series/range-query'
import type { Check } from '../../network/check'
import { type Question, type Sample, seriesName } from './model-messages'

/** Sums in another order differ in the last places. */
const TOLERANCE = 1e-9

/**
 * Remembers every accepted point by itself, for ever, and holds blocks, answers and at the end a scan of everything
 * against that memory.
 */
export class StoreWitness {
  private readonly memory = new Map<string, { readonly host: string; readonly points: Map<number, number> }>()
  private pointsFrom = Number.NEGATIVE_INFINITY
  private rollUpsFrom = Number.NEGATIVE_INFINITY
  private blockBreach: string | null = null
  private answerBreach: string | null = null

  /** @param rollUpTicks length of a roll-up in milliseconds; steps that are multiples of it are answered after retention too */
  constructor(private readonly rollUpTicks: number) {}

  accepted(sample: Sample): void {
    const name = seriesName(sample)
    let series = this.memory.get(name)
    if (series === undefined) {
      series = { host: sample.host, points: new Map() }
      this.memory.set(name, series)
    }
    series.points.set(sample.time, sample.value)
  }

  /** Points and roll-ups before these moments may be gone. */
  expired(pointsFrom: number, rollUpsFrom: number): void {
    this.pointsFrom = pointsFrom
    this.rollUpsFrom = rollUpsFrom
  }

  sealed(sample: Sample, block: SealedBlock): void {
    const name = seriesName(sample)
    const remembered = this.points(name).filter(([time]) => time >= block.firstTime && time <= block.lastTime)
    if (!sameBits(openBlock(block), remembered))
      this.blockBreach ??= `Block ${block.number} of ${name} does not open to the ${remembered.length} points that went in.`
  }

  answered(question: Question, values: readonly (number | null)[]): void {
    const series = [...this.memory].filter(([, { host }]) => question.host === '*' || question.host === host)
    const lists = series.map(([name]) => this.points(name))
    values.forEach((value, index) => {
      const from = question.from + index * question.step
      const to = Math.min(from + question.step, question.to)
      if (!this.isKept(from, to)) return
      const law = recompute(lists, from, to, question.fn)
      if (!agree(value, law))
        this.answerBreach ??= `The ${question.fn} of ${from} to ${to} ms is ${law}, and ${value} was answered.`
    })
  }

  /** Sealed blocks open to what went in. */
  blocks(): Check {
    return { name: 'A sealed block opens to the points that went in, bit for bit', watch: () => () => this.blockBreach }
  }

  answers(): Check {
    return {
      name: 'Every answer equals a recomputation from all accepted points',
      watch: () => () => this.answerBreach,
    }
  }

  /** @param scan everything that a series holds, by its name; null while the store is down. */
  nothingIsLost(scan: (name: string) => Columns | null): Check {
    return {
      name: 'Every accepted point within retention is found by a scan of everything',
      end: () => {
        for (const name of this.memory.keys()) {
          const found = scan(name)
          if (found === null) return null
          const times = new Map(Array.from(found.times, (time, index) => [time, found.values[index]]))
          for (const [time, value] of this.points(name))
            if (time >= this.pointsFrom && !Object.is(times.get(time), value))
              return `The point of ${name} at ${time} ms was accepted and is not found.`
        }
        return null
      },
    }
  }

  private isKept(from: number, to: number): boolean {
    if (from >= this.pointsFrom) return true
    return from >= this.rollUpsFrom && from % this.rollUpTicks === 0 && to % this.rollUpTicks === 0
  }

  /** All points of a series in order of time. */
  private points(name: string): [time: number, value: number][] {
    return [...(this.memory.get(name)?.points ?? [])].sort(([a], [b]) => a - b)
  }
}

function sameBits({ times, values }: Columns, remembered: readonly (readonly [number, number])[]): boolean {
  if (times.length !== remembered.length) return false
  const words = new DoubleWords(values)
  const others = new DoubleWords(Float64Array.from(remembered, ([, value]) => value))
  return remembered.every(
    ([time], index) =>
      times[index] === time && words.high(index) === others.high(index) && words.low(index) === others.low(index),
  )
}

type Points = readonly (readonly [time: number, value: number])[]

/** The answer of one step by looking at every point. */
function recompute(series: readonly Points[], from: number, to: number, fn: RangeFunction): number | null {
  const found = series.map((points) => points.filter(([time]) => time >= from && time < to))
  if (fn === 'rate') {
    const rates = found.filter((points) => points.length > 1).map(rateOf)
    return rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0)
  }
  const values = found.flat().map(([, value]) => value)
  if (fn === 'count') return values.length
  if (values.length === 0) return null
  const sum = values.reduce((total, value) => total + value, 0)
  if (fn === 'sum') return sum
  if (fn === 'avg') return sum / values.length
  if (fn === 'quantile') return median(values)
  return values.reduce((best, value) => ((fn === 'max') === value > best ? value : best))
}

/** Growth a second; times are milliseconds. */
function rateOf(points: Points): number {
  let grown = 0
  for (let index = 1; index < points.length; index++) {
    const [before, after] = [points[index - 1]?.[1] ?? 0, points[index]?.[1] ?? 0]
    grown += after < before ? after : after - before
  }
  return (grown * 1_000) / ((points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0))
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2
}

function agree(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b
  return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b))
}
