import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type NumberParameter,
  numberText,
  rangeText,
  readNumber,
  weightsProblem,
} from '../../../src/panels/parameter-text'

const common = { key: 'k', label: 'K', help: '', group: 'G' }
const rate: NumberParameter = { ...common, kind: 'integer', min: 1, max: 500, default: 50, unit: 'requests/s' }
const work: NumberParameter = { ...common, kind: 'duration', min: 1_000, max: 60_000_000, default: 20_000 }
const skew: NumberParameter = { ...common, kind: 'hundredths', min: 0, max: 300, default: 90 }

describe('the field of a number', () => {
  it('reads back exactly what it shows, for every kind', () => {
    for (const parameter of [rate, work, skew]) {
      fc.assert(
        fc.property(fc.integer({ min: parameter.min, max: parameter.max }), (value) => {
          expect(readNumber(parameter, numberText(parameter, value), value)).toEqual({ value })
        }),
        { seed: 7 },
      )
    }
  })

  it('shows units and two decimals', () => {
    expect(numberText(work, 20_000)).toBe('20 ms')
    expect(numberText(skew, 90)).toBe('0.90')
    expect(numberText(skew, 205)).toBe('2.05')
  })

  it('refuses what is out of range and says the range with its unit', () => {
    expect(readNumber(rate, '501', 50)).toEqual({ problem: 'It takes 1 to 500 requests/s.' })
    expect(readNumber(work, '2 min', 20_000)).toEqual({ problem: rangeText(work) })
    expect(rangeText(work)).toBe('It takes 1 ms to 1 min.')
  })

  it('refuses what is no number of its kind', () => {
    for (const text of ['', 'x', '1e3', '-4', '1.5', '0x10'])
      expect(readNumber(rate, text, 50), text).toHaveProperty('problem')
    for (const text of ['', '3 parsecs', '-3 ms', '0.0000001 s'])
      expect(readNumber(work, text, 20_000), text).toHaveProperty('problem')
    for (const text of ['.5', '0.905', '1,2,3']) expect(readNumber(skew, text, 90), text).toHaveProperty('problem')
  })

  it('takes a duration without a unit in the unit that is shown', () => {
    expect(readNumber(work, '35', 20_000)).toEqual({ value: 35_000 })
    expect(readNumber(work, '35', 20_000_000)).toEqual({ value: 35_000_000 })
    expect(readNumber(work, '35s', 20_000)).toEqual({ value: 35_000_000 })
  })

  it('takes a decimal comma', () => {
    expect(readNumber(skew, '0,29', 90)).toEqual({ value: 29 })
  })
})

describe('the field of weights', () => {
  const weights = { ...common, kind: 'weights', maxLength: 3, maxWeight: 10, default: '1' } as const
  it('takes small whole numbers with commas between, and nothing else', () => {
    for (const text of ['1', '5,1,1', '10,10']) expect(weightsProblem(weights, text), text).toBeNull()
    for (const text of ['', '0', '11', '1,,1', '1,2,3,4', '1.5', '-1', '1,'])
      expect(weightsProblem(weights, text), text).not.toBeNull()
  })
})
