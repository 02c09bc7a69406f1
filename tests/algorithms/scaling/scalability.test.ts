import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capacityOf, ceilingOf, peakOf, slowdownOf } from '../../../workers/algorithms/scaling/scalability'

const law = fc.record({
  sigma: fc.integer({ min: 0, max: 50 }).map((hundredths) => hundredths / 100),
  kappa: fc.integer({ min: 1, max: 500 }).map((parts) => parts / 10_000),
})

describe('the Universal Scalability Law', () => {
  it('without losses is a straight line', () => {
    for (const workers of [1, 2, 16]) expect(capacityOf(workers, { sigma: 0, kappa: 0 })).toBe(workers)
  })

  it('without coherency costs is Amdahl’s law: 1 / (s + (1 − s) / N), below 1 / s', () => {
    for (const sigma of [0.05, 0.1, 0.5])
      for (const workers of [1, 2, 8, 64, 4096]) {
        const amdahl = 1 / (sigma + (1 - sigma) / workers)
        expect(capacityOf(workers, { sigma, kappa: 0 })).toBeCloseTo(amdahl, 9)
        expect(capacityOf(workers, { sigma, kappa: 0 })).toBeLessThan(ceilingOf({ sigma, kappa: 0 }))
      }
  })

  it('rises up to the peak and falls behind it', () => {
    fc.assert(
      fc.property(law, (own) => {
        const peak = peakOf(own)
        for (let workers = 1; workers < 60; workers++) {
          const gain = capacityOf(workers + 1, own) - capacityOf(workers, own)
          if (workers + 1 <= peak) expect(gain).toBeGreaterThan(-1e-12)
          if (workers >= peak) expect(gain).toBeLessThan(1e-12)
        }
      }),
      { seed: 5, numRuns: 100 },
    )
  })

  it('gives the figures of a known case: σ = 0.04, κ = 0.005', () => {
    const own = { sigma: 0.04, kappa: 0.005 }
    expect(slowdownOf(16, own)).toBeCloseTo(2.8, 12)
    expect(capacityOf(16, own)).toBeCloseTo(5.714286, 6)
    expect(peakOf(own)).toBeCloseTo(13.856406, 6)
    expect(peakOf({ sigma: 0.04, kappa: 0 })).toBe(Number.POSITIVE_INFINITY)
    expect(ceilingOf(own)).toBe(25)
  })

  it('says what is impossible', () => {
    expect(() => slowdownOf(0, { sigma: 0, kappa: 0 })).toThrow('There is a whole number of workers from 1, not 0.')
    expect(() => slowdownOf(2, { sigma: 2, kappa: 0 })).toThrow(RangeError)
  })
})
