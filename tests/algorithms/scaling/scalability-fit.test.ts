import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capacityOf, peakOf, type Scalability } from '../../../workers/algorithms/scaling/scalability'
import { fitScalability, type LoadPoint } from '../../../workers/algorithms/scaling/scalability-fit'

const WORKERS = [1, 2, 4, 8, 16, 32, 64]

function pointsOf(alone: number, law: Scalability, workers = WORKERS): LoadPoint[] {
  return workers.map((count) => ({ workers: count, perSecond: alone * capacityOf(count, law) }))
}

/** Sum of the squared relative errors of N / X(N). */
function errorOf(points: readonly LoadPoint[], alone: number, { sigma, kappa }: Scalability): number {
  return points.reduce((sum, { workers, perSecond }) => {
    const ratio = perSecond / (alone * capacityOf(workers, { sigma, kappa }))
    return sum + (ratio - 1) * (ratio - 1)
  }, 0)
}

describe('the fit of a load test', () => {
  it('finds the law from which the points were taken', () => {
    const law = fc.record({
      sigma: fc.double({ min: 0, max: 0.5, noNaN: true }),
      kappa: fc.integer({ min: 0, max: 1000 }),
    })
    fc.assert(
      fc.property(law, fc.integer({ min: 1, max: 1000 }), ({ sigma, kappa }, alone) => {
        const fit = fitScalability(pointsOf(alone, { sigma, kappa: kappa / 10_000 }))
        expect(fit?.alone).toBeCloseTo(alone, 5)
        expect(fit?.sigma).toBeCloseTo(sigma, 6)
        expect(fit?.kappa).toBeCloseTo(kappa / 10_000, 8)
      }),
      { seed: 1, numRuns: 300 },
    )
  })
  it('foretells the peak from stages below it', () => {
    const law = { sigma: 0.05, kappa: 0.004 }
    const fit = fitScalability(pointsOf(10, law, [1, 2, 4, 8]))
    expect(peakOf(fit ?? { sigma: 0, kappa: 0 })).toBeCloseTo(peakOf(law), 6)
  })
  it('of Amdahl’s law has no κ, whatever the points say', () => {
    const fit = fitScalability(pointsOf(10, { sigma: 0.05, kappa: 0.004 }), 'amdahl')
    expect(fit?.kappa).toBe(0)
    expect(fitScalability(pointsOf(10, { sigma: 0.1, kappa: 0 }), 'amdahl')?.sigma).toBeCloseTo(0.1, 9)
  })
  it('is nowhere worse than the law with which noisy points were made, and never below 0', () => {
    const noise = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 7, maxLength: 7 })
    fc.assert(
      fc.property(noise, fc.integer({ min: 0, max: 20 }), (errors, percent) => {
        const law = { sigma: percent / 100, kappa: percent / 10_000 }
        const points = pointsOf(10, law).map(({ workers, perSecond }, index) => ({
          workers,
          perSecond: perSecond * (1 + (errors[index] ?? 0)),
        }))
        const fit = fitScalability(points)
        if (fit === null) throw new Error('seven points are enough')
        expect(Math.min(fit.sigma, fit.kappa)).toBeGreaterThanOrEqual(0)
        expect(errorOf(points, fit.alone, fit)).toBeLessThanOrEqual(errorOf(points, 10, law) + 1e-9)
      }),
      { seed: 2, numRuns: 300 },
    )
  })
  it('says nothing of fewer than three numbers of workers', () => {
    expect(fitScalability([])).toBeNull()
    expect(fitScalability([...pointsOf(10, { sigma: 0, kappa: 0 }, [1, 4]), { workers: 4, perSecond: 31 }])).toBeNull()
  })
})
