import { describe, expect, test } from 'vitest'
import {
  DEFAULT_RATE,
  FASTEST_RATE,
  nearestRateIndex,
  RATES,
  rateText,
  SLOWEST_RATE,
} from '../../../src/playback/rates'

describe('rates', () => {
  test('reach from a thousandth to a hundred times real time, evenly by ratio', () => {
    expect(RATES[0]).toBe(SLOWEST_RATE)
    expect(RATES.at(-1)).toBe(FASTEST_RATE)
    for (let index = 1; index < RATES.length; index++) {
      const ratio = (RATES[index] as number) / (RATES[index - 1] as number)
      expect(ratio).toBeGreaterThan(1.99)
      expect(ratio).toBeLessThan(2.51)
    }
    expect(RATES).toContain(DEFAULT_RATE)
  })

  test('read as simulated time for a second, or as a factor', () => {
    expect(rateText(0.001)).toBe('1 ms = 1 s')
    expect(rateText(0.05)).toBe('50 ms = 1 s')
    expect(rateText(0.2)).toBe('×0.2')
    expect(rateText(1)).toBe('real time')
    expect(rateText(100)).toBe('×100')
  })

  test('find the nearest stop by ratio', () => {
    expect(RATES[nearestRateIndex(0.0014)]).toBe(0.001)
    expect(RATES[nearestRateIndex(0.0015)]).toBe(0.002)
    for (const [index, rate] of RATES.entries()) expect(nearestRateIndex(rate)).toBe(index)
  })
})
