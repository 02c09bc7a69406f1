import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openBlock } from '../../../workers/algorithms/time-series/block'
import { rangeQuery } from '../../../workers/algorithms/time-series/range-query'
import { Series, type SeriesOptions } from '../../../workers/algorithms/time-series/series'
import { SeriesReader } from '../../../workers/algorithms/time-series/series-reader'

const OPTIONS: SeriesOptions = { windowTicks: 50, blockPoints: 4, codec: 'xor', summaries: true, rollUpTicks: null }

function everything(series: Series): [number, number][] {
  const { times, values } = new SeriesReader(series).points(-1e9, 1e9)
  return Array.from(times, (time, index) => [time, values[index] as number])
}

describe('a series', () => {
  it('puts a late point in its place within the window, and refuses an older one or a second of one moment', () => {
    const series = new Series(OPTIONS)
    expect(series.append(100, 1)).toBe('appended')
    expect(series.append(140, 2)).toBe('appended')
    expect(series.pointsBehind(120)).toBe(1)
    expect(series.append(120, 3)).toBe('reordered')
    expect(series.append(90, 4)).toBe('reordered')
    expect(series.append(89, 5)).toBe('too old')
    expect(series.append(120, 6)).toBe('duplicate')
    expect(series.append(140, 7)).toBe('duplicate')
    expect(everything(series)).toEqual([
      [90, 4],
      [100, 1],
      [120, 3],
      [140, 2],
    ])
  })

  it('without a window refuses everything that is not newer', () => {
    const series = new Series({ ...OPTIONS, windowTicks: 0 })
    series.append(10, 1)
    expect(series.append(9, 1)).toBe('too old')
    expect(series.append(10, 1)).toBe('duplicate')
  })

  it('keeps every accepted point once and in order, and seals only what no late point can reach', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 80 }),
        fc.array(fc.integer({ min: -50, max: 60 }), { minLength: 1, maxLength: 200 }),
        (windowTicks, gaps) => {
          const series = new Series({ ...OPTIONS, windowTicks })
          const kept = new Map<number, number>()
          let [time, newest] = [0, Number.NEGATIVE_INFINITY]
          gaps.forEach((gap, value) => {
            time += gap
            const verdict = series.append(time, value)
            // The rule, told by itself: within the window and new.
            const isNew = !kept.has(time) && time >= newest - windowTicks
            expect(verdict === 'appended' || verdict === 'reordered').toBe(isNew)
            if (isNew) kept.set(time, value)
            newest = Math.max(newest, time)
            for (const block of series.blocks) expect(block.lastTime).toBeLessThan(newest - windowTicks)
          })
          expect(everything(series)).toEqual([...kept].sort(([a], [b]) => a - b))
          expect(series.stored).toBe(kept.size)
          for (const block of series.blocks) expect(block.count).toBe(4)
        },
      ),
      { seed: 3, numRuns: 300 },
    )
  })

  it('numbers its blocks and opens each to the points that went in', () => {
    const series = new Series({ ...OPTIONS, windowTicks: 0 })
    for (let time = 0; time < 13; time++) series.append(time * 20, time / 10)
    expect(series.blocks.map(({ number }) => number)).toEqual([1, 2, 3])
    expect([...openBlock(series.blocks[1]!).values]).toEqual([0.4, 0.5, 0.6, 0.7])
    expect(series.head.length).toBe(1)
  })

  it('drops whole blocks only, and takes nothing before the cut any more', () => {
    const series = new Series({ ...OPTIONS, windowTicks: 1000 })
    for (let time = 0; time < 2000; time += 10) series.append(time, time)
    expect(series.append(1055, 1)).toBe('reordered')
    const before = series.stored
    const dropped = series.dropBefore(275)
    // Blocks hold 0–30, 40–70, …, 240–270: the last one that ends before 275 is that of 240.
    expect(dropped).toBe(28)
    expect(series.stored).toBe(before - dropped)
    expect(series.oldest).toBe(280)
    series.dropBefore(1200)
    expect(series.append(1195, 1)).toBe('too old')
    expect(series.append(1215, 1)).toBe('reordered')
  })

  it('that gets no more points runs out in the end', () => {
    const series = new Series({ ...OPTIONS, rollUpTicks: 100 })
    for (let time = 5; time < 500; time += 10) series.append(time, 1)
    expect(series.dropBefore(10_000)).toBe(50)
    expect(series.oldest).toBe(Number.POSITIVE_INFINITY)
    expect(series.rollUps?.length).toBe(5)
    expect(series.bytes).toBe(5 * 80)
  })

  it('says what it takes: 16 bytes a point in the head, the bytes of blocks, 72 a summary', () => {
    const series = new Series({ ...OPTIONS, codec: 'raw', windowTicks: 0 })
    for (let time = 0; time < 10; time++) series.append(time, 1)
    expect(series.bytes).toBe(10 * 16 + 2 * 72)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 60, new Date(Number.NaN).getTime()])(
    'refuses %d as a timestamp with a sentence',
    (time) => {
      const series = new Series(OPTIONS)
      expect(() => series.append(time, 1)).toThrow(RangeError)
      expect(() => series.append(time, 1)).toThrow('whole number of ticks')
      expect(series.stored).toBe(0)
    },
  )

  it.each([{ windowTicks: -1 }, { windowTicks: Number.NaN }, { blockPoints: 0 }, { rollUpTicks: 0 }])(
    'refuses the options %j',
    (change) => {
      expect(() => new Series({ ...OPTIONS, ...change })).toThrow(RangeError)
    },
  )
})

describe('roll-ups', () => {
  const FUNCTIONS = ['sum', 'avg', 'min', 'max', 'count', 'rate'] as const

  it('answer after retention what the points answered before it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.integer({ min: 1, max: 90 }), value: fc.integer({ min: 0, max: 500 }) }), {
          minLength: 20,
          maxLength: 120,
        }),
        fc.integer({ min: 0, max: 6000 }),
        (gaps, cut) => {
          const rolled = new Series({ ...OPTIONS, rollUpTicks: 100 })
          const plain = new Series(OPTIONS)
          let time = -250
          for (const { gap, value } of gaps) {
            time += gap
            rolled.append(time, value)
            plain.append(time, value)
          }
          rolled.dropBefore(cut)
          for (const fn of FUNCTIONS) {
            const query = { from: -300, to: Math.ceil(time / 100) * 100 + 100, step: 100, fn }
            const [after, before] = [rangeQuery([rolled], query).values, rangeQuery([plain], query).values]
            after.forEach((value, index) => {
              const law = before[index] ?? null
              if (law === null) expect(value).toBeNull()
              else expect(value, `${fn} of step ${index}`).toBeCloseTo(law, 9)
            })
          }
        },
      ),
      { seed: 11, numRuns: 300 },
    )
  })

  it('leap over a silence however long, and over spans without points', () => {
    const series = new Series({ ...OPTIONS, windowTicks: 0, rollUpTicks: 100 })
    series.append(50, 1)
    series.append(1e15, 2)
    series.append(1e15 + 1000, 3)
    expect(series.rollUp()).toBe(2)
    expect(series.rollUp()).toBe(0)
  })

  it('are made only of what no late point can change', () => {
    const series = new Series({ ...OPTIONS, rollUpTicks: 100 })
    for (let time = 0; time <= 240; time += 20) series.append(time, 1)
    expect(series.rollUp()).toBe(1)
    series.append(260, 1)
    expect(series.append(215, 9)).toBe('reordered')
    expect(series.rollUp()).toBe(1)
    expect(series.rollUps?.fold(0, 200).summary).toMatchObject({ count: 10, sum: 10 })
  })

  it('go when they are older than their own retention', () => {
    const series = new Series({ ...OPTIONS, windowTicks: 0, rollUpTicks: 100 })
    for (let time = 0; time <= 1000; time += 10) series.append(time, 1)
    series.rollUp()
    expect(series.rollUps?.dropBefore(500)).toBe(5)
    expect(series.rollUps?.length).toBe(5)
  })
})

it('A crash without a log loses the head and keeps what is sealed', () => {
  const series = new Series({ ...OPTIONS, windowTicks: 0 })
  for (let time = 0; time < 10; time++) series.append(time, time)
  expect(series.loseHead()).toBe(2)
  expect(everything(series).map(([time]) => time)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(series.append(7, 1)).toBe('too old')
  expect(series.append(8, 1)).toBe('appended')
})
