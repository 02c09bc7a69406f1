import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HedgeDelay } from '../../../workers/algorithms/resilience/hedge-delay'

describe('the wait before a second copy', () => {
  it('is the percentile of the last times by nearest rank, as sorting them anew gives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { maxLength: 80, size: 'max' }),
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 1, max: 99 }),
        (times, size, percent) => {
          const hedge = new HedgeDelay(percent, size)
          for (const [index, time] of times.entries()) {
            hedge.observe(time)
            const recent = times
              .slice(0, index + 1)
              .slice(-size)
              .sort((a, b) => a - b)
            const expected = recent.length * 2 < size ? null : recent[Math.ceil((percent * recent.length) / 100) - 1]
            expect(hedge.delayMicros).toBe(expected)
          }
        },
      ),
      { seed: 27, numRuns: 200 },
    )
  })
  it('is unknown before half of its memory is full', () => {
    const hedge = new HedgeDelay(95, 4)
    expect(hedge.delayMicros).toBeNull()
    hedge.observe(7)
    expect(hedge.delayMicros).toBeNull()
    hedge.observe(9)
    expect(hedge.delayMicros).toBe(9)
  })
  it.each([() => new HedgeDelay(100, 4), () => new HedgeDelay(0, 4), () => new HedgeDelay(50, 1)])(
    '%s is impossible',
    (make) => {
      expect(make).toThrow(RangeError)
    },
  )
})
