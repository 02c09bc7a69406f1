import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RangeFunction, rangeQuery } from '../../../workers/algorithms/time-series/range-query'
import { Series, type SeriesOptions } from '../../../workers/algorithms/time-series/series'

const FUNCTIONS: readonly RangeFunction[] = ['sum', 'avg', 'min', 'max', 'count', 'rate', 'quantile']
const PLAIN: SeriesOptions = { windowTicks: 0, blockPoints: 8, codec: 'xor', summaries: true, rollUpTicks: null }

interface Point {
  readonly time: number
  readonly value: number
}

/** The answer of one step from a plain list of points in order of time. */
function bruteForce(points: readonly Point[], from: number, to: number, fn: RangeFunction, q: number): number | null {
  const found = points.filter(({ time }) => time >= from && time < to)
  const values = found.map(({ value }) => value)
  if (fn === 'count') return values.length
  if (values.length === 0) return null
  const sum = values.reduce((total, value) => total + value, 0)
  switch (fn) {
    case 'sum':
      return sum
    case 'avg':
      return sum / values.length
    case 'min':
      return Math.min(...values)
    case 'max':
      return Math.max(...values)
    case 'rate':
      return rate(found)
    default: {
      const sorted = values.toSorted((a, b) => a - b)
      const rank = q * (sorted.length - 1)
      const low = sorted[Math.floor(rank)] as number
      return low + ((sorted[Math.ceil(rank)] as number) - low) * (rank - Math.floor(rank))
    }
  }
}

function rate(points: readonly Point[]): number | null {
  if (points.length < 2) return null
  let grown = 0
  for (let index = 1; index < points.length; index++) {
    const [before, after] = [points[index - 1]?.value as number, points[index]?.value as number]
    grown += after < before ? after : after - before
  }
  return grown / ((points.at(-1)?.time as number) - (points[0]?.time as number))
}

const options: fc.Arbitrary<SeriesOptions> = fc.record({
  windowTicks: fc.constantFrom(0, 10, 60),
  blockPoints: fc.integer({ min: 1, max: 12 }),
  codec: fc.constantFrom('raw' as const, 'xor' as const, 'scaled' as const),
  summaries: fc.boolean(),
  rollUpTicks: fc.constantFrom(null, 20, 50),
})
const writes = fc.array(
  fc.record({
    gap: fc.integer({ min: -40, max: 30 }),
    value: fc.integer({ min: -1000, max: 1000 }).map((n) => n / 10),
  }),
  { minLength: 1, maxLength: 120 },
)

function filled(settings: SeriesOptions, gaps: readonly { gap: number; value: number }[]): [Series, Point[]] {
  const series = new Series(settings)
  const accepted: Point[] = []
  let time = 0
  for (const { gap, value } of gaps) {
    time += gap
    const verdict = series.append(time, value)
    if (verdict === 'appended' || verdict === 'reordered') accepted.push({ time, value })
  }
  return [series, accepted.sort((a, b) => a.time - b.time)]
}

describe('a range query', () => {
  it('answers like a scan of all accepted points, whatever the codec, the window and the blocks', () => {
    fc.assert(
      fc.property(
        options,
        writes,
        fc.integer({ min: -60, max: 400 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 7, max: 200 }),
        fc.constantFrom(0, 0.5, 0.99, 1),
        (settings, gaps, from, length, step, q) => {
          const [series, points] = filled(settings, gaps)
          series.rollUp()
          for (const fn of FUNCTIONS) {
            const { values } = rangeQuery([series], { from, to: from + length, step, fn, q })
            expect(values).toHaveLength(Math.ceil(length / step))
            values.forEach((value, index) => {
              const start = from + index * step
              const law = bruteForce(points, start, Math.min(start + step, from + length), fn, q)
              if (law === null) expect(value, fn).toBeNull()
              else expect(value, fn).toBeCloseTo(law, 9)
            })
          }
        },
      ),
      { seed: 29, numRuns: 400 },
    )
  })

  it('takes what lies at its beginning and not what lies at its end', () => {
    const series = new Series(PLAIN)
    for (const time of [10, 20, 30]) series.append(time, time)
    expect(rangeQuery([series], { from: 10, to: 30, step: 10, fn: 'sum' }).values).toEqual([10, 20])
    expect(rangeQuery([series], { from: 10, to: 35, step: 20, fn: 'count' }).values).toEqual([2, 1])
  })

  it('of nothing is null, and only the count is 0', () => {
    for (const fn of FUNCTIONS)
      expect(rangeQuery([new Series(PLAIN)], { from: 0, to: 10, step: 10, fn }).values).toEqual([
        fn === 'count' ? 0 : null,
      ])
  })

  it('grows with a counter across its restarts, never down', () => {
    const series = new Series({ ...PLAIN, blockPoints: 2 })
    for (const [time, value] of [
      [0, 100],
      [10, 110],
      [20, 120],
      [30, 5],
      [40, 15],
    ] as const)
      series.append(time, value)
    // 10 + 10, then from 0 to 5, then 10: 35 in 40 ticks.
    expect(rangeQuery([series], { from: 0, to: 50, step: 50, fn: 'rate' }).values).toEqual([35 / 40])
    expect(rangeQuery([series], { from: 0, to: 10, step: 10, fn: 'rate' }).values).toEqual([null])
  })

  it('sums the rates of several series, and takes the points of all for the rest', () => {
    const [a, b] = [new Series(PLAIN), new Series(PLAIN)]
    for (let time = 0; time <= 100; time += 10) {
      a.append(time, time)
      b.append(time, 2 * time)
    }
    expect(rangeQuery([a, b], { from: 0, to: 101, step: 101, fn: 'rate' }).values).toEqual([3])
    expect(rangeQuery([a, b], { from: 0, to: 101, step: 101, fn: 'max' }).values).toEqual([200])
    expect(rangeQuery([a, b], { from: 0, to: 101, step: 101, fn: 'count' }).values).toEqual([22])
  })

  it('ignores a NaN for the least and the largest, but not for the sum', () => {
    const series = new Series({ ...PLAIN, blockPoints: 1 })
    for (const [time, value] of [
      [0, Number.NaN],
      [1, 5],
      [2, Number.NaN],
      [3, 1],
      [4, 2],
    ] as const)
      series.append(time, value)
    const one = (fn: RangeFunction) => rangeQuery([series], { from: 0, to: 5, step: 5, fn }).values[0]
    expect([one('min'), one('max'), one('sum'), one('count')]).toEqual([1, 5, Number.NaN, 5])
  })

  it('takes the summary of a block that lies within a step, and the points of one that does not', () => {
    const series = new Series({ ...PLAIN, blockPoints: 10 })
    for (let time = 0; time < 105; time++) series.append(time, 1)
    const { touched } = rangeQuery([series], { from: 5, to: 95, step: 90, fn: 'sum' })
    // Blocks of 0–9 and 90–99 are read as a whole, the eight between them not at all.
    expect(touched).toMatchObject({ summaries: 8, points: 20, headPoints: 0, rollUps: 0 })
    expect(touched.parts.map(({ kind, firstBlock, lastBlock }) => [kind, firstBlock, lastBlock])).toEqual([
      ['points', 1, 1],
      ['summary', 2, 9],
      ['points', 10, 10],
    ])
    const without = new Series({ ...PLAIN, blockPoints: 10, summaries: false })
    for (let time = 0; time < 105; time++) without.append(time, 1)
    expect(rangeQuery([without], { from: 5, to: 95, step: 90, fn: 'sum' }).touched).toMatchObject({
      summaries: 0,
      points: 100,
    })
  })

  it('opens a block once for all steps that meet in it', () => {
    const series = new Series({ ...PLAIN, blockPoints: 50 })
    for (let time = 0; time < 200; time++) series.append(time, 1)
    expect(rangeQuery([series], { from: 0, to: 150, step: 7, fn: 'sum' }).touched.points).toBe(150)
  })

  it('takes 200,000 points in its stride', () => {
    const series = new Series({ ...PLAIN, blockPoints: 256 })
    for (let time = 0; time < 200_000; time++) series.append(time, time)
    const one = (fn: RangeFunction) => rangeQuery([series], { from: 0, to: 200_000, step: 200_000, fn, q: 1 }).values
    expect([one('max'), one('quantile')]).toEqual([[199_999], [199_999]])
  })

  const ask = { from: 0, to: 100, step: 10, fn: 'avg' as const }
  it.each([
    ['an empty range', { ...ask, to: 0 }, 'is empty'],
    ['a range that runs backwards', { ...ask, to: -1 }, 'is empty'],
    ['no number as an end', { ...ask, to: Number.NaN }, 'timestamp'],
    ['an infinite end', { ...ask, from: Number.NEGATIVE_INFINITY }, 'timestamp'],
    ['a step of nothing', { ...ask, step: 0 }, 'step'],
    ['a negative step', { ...ask, step: -10 }, 'step'],
    ['a broken step', { ...ask, step: 0.5 }, 'step'],
    ['too many steps', { ...ask, to: 1_000_000, step: 1 }, 'at most 11000 steps'],
    ['a quantile beyond 1', { ...ask, fn: 'quantile' as const, q: 1.5 }, 'between 0 and 1'],
  ])('with %s is refused with a sentence', (_, query, sentence) => {
    expect(() => rangeQuery([new Series(PLAIN)], query)).toThrow(RangeError)
    expect(() => rangeQuery([new Series(PLAIN)], query)).toThrow(sentence)
  })
})
