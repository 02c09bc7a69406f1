import { describe, expect, it } from 'vitest'
import { earlyRefreshChance, refreshesEarly } from '../../../workers/algorithms/caching/early-refresh'
import { RandomStream } from '../../../workers/kernel/random'

const DELTA = 20_000

/** Share of 100,000 lots that refresh with so much time left. */
function share(left: number, beta: number): number {
  const lots = RandomStream.named(5, `xfetch ${left} ${beta}`)
  let early = 0
  for (let draw = 0; draw < 100_000; draw++) if (refreshesEarly(0, left, DELTA, beta, 1 - lots.unit())) early++
  return early / 100_000
}

describe('early refresh', () => {
  // The numbers of the law. Tables that print 63 % at Δ and 18 % at 5Δ are wrong.
  it.each([
    [1, 0.367_879],
    [2, 0.135_335],
    [5, 0.006_738],
  ])('with %i loads of time left happens in e^−x of the cases', (times, law) => {
    expect(earlyRefreshChance(times * DELTA, DELTA, 1)).toBeCloseTo(law, 6)
    // Four standard deviations of 100,000 lots.
    expect(Math.abs(share(times * DELTA, 1) - law)).toBeLessThan(4 * Math.sqrt((law * (1 - law)) / 100_000))
  })

  it('is earlier with a larger β, never with 0, and certain at the end', () => {
    expect(share(2 * DELTA, 2)).toBeGreaterThan(share(2 * DELTA, 1))
    expect(share(1, 0)).toBe(0)
    expect(earlyRefreshChance(1, DELTA, 0)).toBe(0)
    expect(refreshesEarly(100, 100, DELTA, 1, 1)).toBe(true)
    expect(earlyRefreshChance(0, DELTA, 1)).toBe(1)
  })

  it('refuses a lot that is none', () => {
    for (const unit of [0, -0.1, 1.1, Number.NaN]) expect(() => refreshesEarly(0, 1, 1, 1, unit)).toThrow(RangeError)
  })
})
