import { LTTB } from 'downsample'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { largestTriangle } from '../../../workers/algorithms/time-series/largest-triangle'

describe('largest triangle three buckets', () => {
  it('takes the points that npm downsample takes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.integer({ min: 1, max: 9 }), value: fc.integer({ min: -50, max: 50 }) }), {
          minLength: 1,
          maxLength: 300,
        }),
        fc.integer({ min: 3, max: 120 }),
        (gaps, wanted) => {
          let time = 0
          const points = gaps.map(({ gap, value }) => {
            time += gap
            return [time, value] as [number, number]
          })
          const times = Float64Array.from(points, ([at]) => at)
          const values = Float64Array.from(points, ([, value]) => value)
          const ours = Array.from(largestTriangle(times, values, wanted), (index) => points[index])
          expect(ours).toEqual([...(LTTB(points, wanted) as [number, number][])])
        },
      ),
      { seed: 13, numRuns: 500 },
    )
  })

  it('keeps the first, the last and a lonely spike', () => {
    const times = Float64Array.from({ length: 1000 }, (_, index) => index)
    const values = times.map((time) => (time === 617 ? 100 : 0))
    const chosen = [...largestTriangle(times, values, 10)]
    expect(chosen).toHaveLength(10)
    expect(chosen).toEqual(expect.arrayContaining([0, 617, 999]))
  })

  it('refuses what makes no sense with a sentence', () => {
    const two = Float64Array.of(1, 2)
    expect(() => largestTriangle(two, two, 2)).toThrow(RangeError)
    expect(() => largestTriangle(two, Float64Array.of(1), 5)).toThrow('2 times and 1 values')
    expect([...largestTriangle(two, two, 5)]).toEqual([0, 1])
  })
})
