import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SpanSummaries } from '../../../workers/algorithms/time-series/span-summaries'
import { Summary, summarise } from '../../../workers/algorithms/time-series/summary'

it('The summary of any spans is that of their points, while spans come and the first ones go', () => {
  const operation = fc.oneof(
    fc.record({ push: fc.integer({ min: 1, max: 150 }) }),
    fc.record({ drop: fc.integer({ min: 0, max: 200 }) }),
  )
  fc.assert(
    fc.property(fc.array(operation, { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(), (operations, a, b) => {
      const spans = new SpanSummaries()
      let kept: { times: Float64Array; values: Float64Array }[] = []
      let time = 0
      for (const operation of operations) {
        if ('drop' in operation) {
          const count = Math.min(operation.drop, kept.length)
          spans.dropFirst(count)
          kept = kept.slice(count)
          continue
        }
        for (let index = 0; index < operation.push; index++) {
          time += 10
          const points = { times: Float64Array.of(time, time + 1), values: Float64Array.of(time % 7, time % 13) }
          kept.push(points)
          spans.push(summarise(points.times, points.values, 0, 2))
        }
      }
      expect(spans.length).toBe(kept.length)
      const [from, to] = [a % (kept.length + 1), b % (kept.length + 1)].sort((x, y) => x - y) as [number, number]
      const law = new Summary()
      for (const { times, values } of kept.slice(from, to))
        for (let index = 0; index < 2; index++) law.add(times[index] as number, values[index] as number)
      expect(spans.fold(from, to)).toEqual(law)
    }),
    { seed: 17, numRuns: 400 },
  )
})
