import { describe, expect, it } from 'vitest'
import { priceOfSize, pricePerMillion } from '../../../workers/algorithms/scaling/price'

describe('prices', () => {
  it('grow in proportion with exponent 1, faster above', () => {
    expect(priceOfSize(10, 4, 1)).toBeCloseTo(40, 9)
    expect(priceOfSize(10, 4, 1.5)).toBeCloseTo(80, 9)
    expect(priceOfSize(10, 1, 1.3)).toBe(10)
    expect(() => priceOfSize(10, 0, 1)).toThrow('A size is from 1 and an exponent above 0, not 0 and 1.')
  })
  it('are told for a million requests', () => {
    expect(pricePerMillion(2, 4_000)).toBe(500)
    expect(pricePerMillion(2, 0)).toBe(Number.POSITIVE_INFINITY)
  })
})
