import { quantile } from './quantile'
import type { Series } from './series'
import { SeriesReader, type Touched, untouched } from './series-reader'
import { Summary } from './summary'
import { checkRange, checkStep } from './time-range'

export type RangeFunction = 'sum' | 'avg' | 'min' | 'max' | 'count' | 'rate' | 'quantile'

/** A question about a span, one answer a step. The last step is cut at `to`. */
export interface RangeQuery {
  readonly from: number
  readonly to: number
  /** Ticks of a step. */
  readonly step: number
  readonly fn: RangeFunction
  /** Which quantile, from 0 to 1. */
  readonly q?: number
}

export interface RangeAnswer {
  /** One value a step; null where nothing is known, for nothing is not 0. */
  readonly values: readonly (number | null)[]
  readonly touched: Touched
}

/** Steps that an answer may have, as Prometheus limits them. */
export const MOST_STEPS = 11_000

/**
 * Answers a range query over one or several series, step by step, over half-open spans. `rate` is the growth of a counter
 * between the first and the last point of a step divided by the ticks between them, across restarts, and null with fewer
 * than two points; of several series it is the sum. Where points are gone, whole roll-ups stand in.
 *
 * @throws {RangeError} for an empty range, a step that is no whole number from 1 on, too many steps, or a quantile
 *   outside 0 to 1
 */
export function rangeQuery(series: readonly Series[], query: RangeQuery): RangeAnswer {
  const { from, to, step, fn, q = 0.5 } = query
  checkRange(from, to)
  checkStep(from, to, step, MOST_STEPS)
  const touched = untouched()
  const readers = series.map((one) => new SeriesReader(one, touched))
  const spans = stepsOf(from, to, step)
  if (fn === 'quantile') return { values: quantiles(readers, spans, q), touched }
  if (fn === 'rate') return { values: sumsOfRates(readers, spans), touched }
  const all = spans.map(() => new Summary())
  // Series by series, so that a block is opened once for all steps that meet in it.
  for (const reader of readers)
    for (const [index, { from, to }] of spans.entries()) all[index]?.append(reader.summary(from, to))
  return { values: all.map((summary) => numberFrom(summary, fn)), touched }
}

/** One number of a summary; null of nothing, but the count of nothing is 0. */
export function numberFrom(summary: Summary, fn: 'sum' | 'avg' | 'min' | 'max' | 'count'): number | null {
  if (fn === 'count') return summary.count
  if (summary.count === 0) return null
  return fn === 'avg' ? summary.sum / summary.count : summary[fn]
}

/** Growth a tick; null unless there are two points. */
export function rateOf(summary: Summary): number | null {
  return summary.count < 2 ? null : summary.increase / (summary.lastTime - summary.firstTime)
}

interface Span {
  readonly from: number
  readonly to: number
}

function stepsOf(from: number, to: number, step: number): Span[] {
  const spans: Span[] = []
  for (let start = from; start < to; start += step) spans.push({ from: start, to: Math.min(start + step, to) })
  return spans
}

function sumsOfRates(readers: readonly SeriesReader[], spans: readonly Span[]): (number | null)[] {
  const sums: (number | null)[] = spans.map(() => null)
  for (const reader of readers) {
    for (const [index, { from, to }] of spans.entries()) {
      const rate = rateOf(reader.summary(from, to))
      if (rate !== null) sums[index] = (sums[index] ?? 0) + rate
    }
  }
  return sums
}

function quantiles(readers: readonly SeriesReader[], spans: readonly Span[], q: number): (number | null)[] {
  const found: number[][] = spans.map(() => [])
  for (const reader of readers)
    for (const [index, { from, to }] of spans.entries())
      for (const value of reader.points(from, to).values) found[index]?.push(value)
  return found.map((values) => quantile(Float64Array.from(values), q))
}
