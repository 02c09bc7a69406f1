import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHART_SPANS, DecisionHistory } from '../../workers/components/decision-history'

describe('the staircase of decisions', () => {
  it('loses nothing while spans double: sums stay what was added, in at most 24 spans', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(90), fc.nat(3)), { minLength: 1, maxLength: 200 }), (added) => {
        const history = new DecisionHistory(10, 1_000)
        let now = 0
        let [passed, refused] = [0, 0]
        for (const [gap, units] of added) {
          now += gap
          history.add(now, units)
          if (units > 0) passed += units
          else refused++
          const chart = history.chart(now)
          expect(sum(chart.passed)).toBe(passed)
          expect(sum(chart.refused)).toBe(refused)
          expect(chart.passed.length).toBeLessThanOrEqual(CHART_SPANS)
          expect(chart.passed.length).toBe(Math.floor(chart.sinceMicros / chart.spanMicros) + 1)
        }
      }),
      { seed: 1, numRuns: 100 },
    )
  })

  it('puts each decision in the span of its moment', () => {
    const history = new DecisionHistory(10, 1_000)
    for (const [at, units] of [
      [100, 1],
      [109, 2],
      [110, 0],
      [135, 1],
    ] as const)
      history.add(at, units)
    expect(history.chart(135)).toEqual({ passed: [3, 0, 0, 1], refused: [0, 1, 0, 0], spanMicros: 10, sinceMicros: 35 })
  })

  it('begins anew after a pause', () => {
    const history = new DecisionHistory(10, 1_000)
    history.add(0, 1)
    expect(history.chart(1_000)).toEqual({ passed: [0], refused: [0], spanMicros: 10, sinceMicros: 0 })
    history.add(1_000, 1)
    expect(history.chart(1_005)).toEqual({ passed: [1], refused: [0], spanMicros: 10, sinceMicros: 5 })
  })
})

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
