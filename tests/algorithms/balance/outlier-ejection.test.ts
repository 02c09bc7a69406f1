import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OutlierEjection, type OutlierOptions } from '../../../workers/algorithms/balance/outlier-ejection'

const OPTIONS: OutlierOptions = { failures: 3, baseMicros: 1_000, mostPercent: 50 }

/** Answers of one target, `x` for a failure. */
function answers(ejection: OutlierEjection, index: number, text: string, now: number) {
  return [...text].map((letter) => ejection.ended(index, letter === 'x', now).kind)
}

describe('outlier ejection', () => {
  it('ejects at the failure that completes the row, and a success begins the row anew', () => {
    const ejection = new OutlierEjection(4, OPTIONS)
    expect(answers(ejection, 1, 'xx.xxx', 0)).toEqual(['none', 'none', 'none', 'none', 'none', 'ejected'])
    expect(ejection.isEjected(1)).toBe(true)
  })

  it('takes no notice of answers that come after the ejection', () => {
    const ejection = new OutlierEjection(4, OPTIONS)
    answers(ejection, 0, 'xxx', 0)
    expect(answers(ejection, 0, 'xxxxxx', 10)).toEqual(Array(6).fill('none'))
  })

  it('the n-th ejection lasts n times as long, and ends at the first sweep after it', () => {
    const ejection = new OutlierEjection(4, OPTIONS)
    let now = 0
    for (let times = 1; times <= 4; times++) {
      answers(ejection, 2, 'xx', now)
      expect(ejection.ended(2, true, now)).toEqual({ kind: 'ejected', failures: 3, forMicros: 1_000 * times, times })
      expect(ejection.sweep(now + 1_000 * times - 1)).toEqual([])
      now += 1_000 * times
      expect(ejection.sweep(now)).toEqual([2])
    }
  })

  it('forgets one ejection with each sweep that finds the target in service', () => {
    const ejection = new OutlierEjection(4, OPTIONS)
    answers(ejection, 0, 'xxx', 0)
    ejection.sweep(1_000)
    answers(ejection, 0, 'xxx', 1_000)
    ejection.sweep(3_000)
    ejection.sweep(4_000)
    ejection.sweep(5_000)
    answers(ejection, 0, 'xx', 5_000)
    expect(ejection.ended(0, true, 5_000)).toMatchObject({ times: 1, forMicros: 1_000 })
  })

  it('never has more than the share ejected, but always lets one be', () => {
    const script = fc.array(fc.tuple(fc.nat(9), fc.boolean(), fc.nat(400)), { maxLength: 200, size: 'max' })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.nat(100), script, (targets, mostPercent, steps) => {
        const ejection = new OutlierEjection(targets, { ...OPTIONS, failures: 2, mostPercent })
        let now = 0
        for (const [pick, failed, wait] of steps) {
          now += wait
          if (wait % 7 === 0) ejection.sweep(now)
          const index = pick % targets
          const others = ejection.ejectedCount
          const { kind } = ejection.ended(index, failed, now)
          if (kind === 'spared') expect(others).toBeGreaterThan(0)
          expect(ejection.ejectedCount).toBe(others + (kind === 'ejected' ? 1 : 0))
          expect(ejection.ejectedCount).toBeLessThanOrEqual(Math.max(1, Math.floor((mostPercent * targets) / 100)))
        }
      }),
      { seed: 7 },
    )
  })

  it('refuses impossible options', () => {
    expect(() => new OutlierEjection(4, { ...OPTIONS, failures: 0 })).toThrow(RangeError)
    expect(() => new OutlierEjection(4, { ...OPTIONS, mostPercent: 101 })).toThrow(RangeError)
    expect(() => new OutlierEjection(4, OPTIONS).isEjected(4)).toThrow(RangeError)
  })
})
