import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReplicaRule, recommend, Stabilizer } from '../../../workers/algorithms/scaling/replica-count'

const RULE: ReplicaRule = { target: 0.5, tolerance: 0.1, min: 1, max: 100 }
const all = (count: number, utilisation: number): number[] => new Array<number>(count).fill(utilisation)

describe('how many servers are wanted', () => {
  it('is the example of the Kubernetes documentation: twice the target doubles, half of it halves', () => {
    expect(recommend({ ready: all(4, 1), booting: 0 }, RULE).wanted).toBe(8)
    expect(recommend({ ready: all(4, 0.25), booting: 0 }, RULE).wanted).toBe(2)
  })

  it('is the example of the Kubernetes blog: 50 at 90 % for a target of 75 % become 60', () => {
    expect(recommend({ ready: all(50, 0.9), booting: 0 }, { ...RULE, target: 0.75 })).toMatchObject({
      wanted: 60,
      reason: 'above target',
    })
  })

  it('does not change within 10 % of the target, and does beyond', () => {
    expect(recommend({ ready: all(10, 0.55), booting: 0 }, RULE)).toMatchObject({
      wanted: 10,
      reason: 'within tolerance',
    })
    expect(recommend({ ready: all(10, 0.56), booting: 0 }, RULE).wanted).toBe(12)
    expect(recommend({ ready: all(10, 0.44), booting: 0 }, RULE).wanted).toBe(9)
  })

  it('counts those that boot as idle on the way up, and not at all on the way down', () => {
    expect(recommend({ ready: all(2, 1), booting: 2 }, RULE)).toMatchObject({ wanted: 4, reason: 'booting will do' })
    expect(recommend({ ready: all(4, 1), booting: 1 }, RULE)).toMatchObject({ wanted: 8, reason: 'above target' })
    expect(recommend({ ready: all(4, 0.25), booting: 3 }, RULE)).toMatchObject({ wanted: 2, reason: 'below target' })
  })

  it('leaves a fleet as it is when nothing is measured', () => {
    expect(recommend({ ready: [], booting: 3 }, RULE)).toEqual({ wanted: 3, reason: 'no metrics', utilisation: 0 })
  })

  it('stays within its bounds, and never goes against the direction of the measured ratio', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 20, size: 'max' }),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 10 }),
        (percents, booting, target) => {
          const rule = { ...RULE, target: target / 10, max: 12, min: 2 }
          const { wanted, utilisation } = recommend({ ready: percents.map((part) => part / 100), booting }, rule)
          const bounded = (count: number) => Math.min(12, Math.max(2, count))
          const current = bounded(percents.length + booting)
          expect(wanted).toBeGreaterThanOrEqual(2)
          expect(wanted).toBeLessThanOrEqual(12)
          if (utilisation > rule.target) expect(wanted).toBeGreaterThanOrEqual(current)
          else expect(wanted).toBeLessThanOrEqual(current)
        },
      ),
      { seed: 11, numRuns: 500 },
    )
  })

  it('once there, the load over as many servers is not above the target', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 100 }), (count, percent) => {
        const { wanted } = recommend({ ready: all(count, percent / 100), booting: 0 }, RULE)
        const after = (count * percent) / 100 / wanted
        expect(after).toBeLessThanOrEqual(RULE.target * 1.1 + 1e-9)
      }),
      { seed: 12, numRuns: 500 },
    )
  })

  it('says what is impossible', () => {
    expect(() => recommend({ ready: [1], booting: 0 }, { ...RULE, target: 0 })).toThrow(
      'A target is above 0 and up to 1, not 0.',
    )
    expect(() => recommend({ ready: [1], booting: 0 }, { ...RULE, min: 5, max: 4 })).toThrow(RangeError)
  })
})

describe('stabilisation of scaling down', () => {
  it('falls only to the highest recommendation of the window', () => {
    const stabilizer = new Stabilizer(10)
    expect(stabilizer.settle(0, 4, 8)).toBe(8)
    expect(stabilizer.settle(5, 8, 3)).toBe(8)
    expect(stabilizer.settle(9, 8, 5)).toBe(8)
    expect(stabilizer.settle(10, 8, 2)).toBe(5)
    expect(stabilizer.settle(25, 5, 2)).toBe(2)
  })

  it('rises at once, and without a window follows every recommendation', () => {
    const stabilizer = new Stabilizer(0)
    expect([8, 3, 9].map((wanted, step) => stabilizer.settle(step, 5, wanted))).toEqual([8, 3, 9])
  })

  it('agrees with a naive model', () => {
    const step = fc.record({ gap: fc.integer({ min: 1, max: 6 }), wanted: fc.integer({ min: 1, max: 9 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), fc.integer({ min: 0, max: 15 }), (steps, window) => {
        const stabilizer = new Stabilizer(window)
        const told: { at: number; wanted: number }[] = []
        let [now, current] = [0, 5]
        for (const { gap, wanted } of steps) {
          now += gap
          told.push({ at: now, wanted })
          const recent = told.filter(({ at }) => at > now - window).map((one) => one.wanted)
          const expected = wanted >= current ? wanted : Math.min(current, Math.max(wanted, ...recent))
          current = stabilizer.settle(now, current, wanted)
          expect(current).toBe(expected)
        }
      }),
      { seed: 13, numRuns: 300 },
    )
  })
})
