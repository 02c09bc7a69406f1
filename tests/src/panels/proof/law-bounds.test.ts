import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundsText, lawScale } from '../../../../src/panels/proof/law-bounds'
import {
  atLeast,
  atMost,
  between,
  exactly,
  type Finding,
  isKept,
  type Quantity,
  within,
} from '../../../../workers/systems/law'

const quantityOf = (finding: Finding): Quantity => {
  if (finding.kind !== 'measured') throw new Error(finding.reason)
  return finding.quantity
}

describe('how a law is told', () => {
  it('says what the law leaves open', () => {
    expect(boundsText(quantityOf(exactly(3, 0, 'hits')))).toBe('= 0 hits')
    expect(boundsText(quantityOf(within(0.3, 0.2, 0.05, '%')))).toBe('20 % ± 5 %')
    expect(boundsText(quantityOf(atMost(20, 19, 'units')))).toBe('≤ 19 units')
    expect(boundsText(quantityOf(atLeast(2_000_451, 2_000_000, 'µs')))).toBe('≥ 2 s')
    expect(boundsText(quantityOf(between(3.1, 2.61, 2.35, 5, '× the work')))).toBe('2.61, from 2.35 to 5 × the work')
  })

  it('keeps a law exactly when the value is within the bounds', () => {
    expect(isKept(quantityOf(exactly(3, 0, 'hits')))).toBe(false)
    expect(isKept(quantityOf(atMost(20, 19, 'units', 1)))).toBe(true)
    expect(isKept(quantityOf(within(Number.NaN, 1, 1, '')))).toBe(false)
  })

  it('draws the value between the bounds exactly when the law is kept', () => {
    const sizes = fc.double({ min: 0.01, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(sizes, sizes, fc.double({ min: -3, max: 3, noNaN: true }), (law, tolerance, times) => {
        const quantity = quantityOf(within(law + times * tolerance, law, tolerance, ''))
        const scale = lawScale(quantity)
        if (scale === null || Math.abs(Math.abs(times) - 1) < 1e-6) return
        expect(scale.value >= scale.from && scale.value <= scale.to).toBe(isKept(quantity))
      }),
      { seed: 11, numRuns: 200 },
    )
  })
})
