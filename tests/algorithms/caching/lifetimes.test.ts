import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryText, parseEntry } from '../../../workers/algorithms/caching/entry-text'
import { copyUntil, jitteredTtl } from '../../../workers/algorithms/caching/lifetimes'
import { RandomStream } from '../../../workers/kernel/random'

describe('a time to live with jitter', () => {
  it('lies evenly around its mean, as wide as asked', () => {
    const lots = RandomStream.named(9, 'jitter')
    const drawn = Array.from({ length: 20_000 }, () => jitteredTtl(1_000_000, 20, lots.unit()))
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(800_000)
    expect(Math.max(...drawn)).toBeLessThanOrEqual(1_200_000)
    const mean = drawn.reduce((sum, ttl) => sum + ttl, 0) / drawn.length
    // Even over 400 ms: the deviation is 400 / √12 ms; four of them over √20,000.
    expect(Math.abs(mean - 1_000_000)).toBeLessThan((4 * 400_000) / Math.sqrt(12 * 20_000))
  })
  it('is exact without jitter, at least a microsecond, and refuses what is no share', () => {
    expect(jitteredTtl(500, 0, 0.99)).toBe(500)
    expect(jitteredTtl(1, 100, 0)).toBe(1)
    for (const percent of [-1, 101, Number.NaN]) expect(() => jitteredTtl(1, percent, 0)).toThrow(RangeError)
  })
})

it('a copy never outlives what it was copied from', () => {
  expect(copyUntil(1_000, 3_600, 1_005)).toBe(1_005)
  expect(copyUntil(1_000, 3, 1_005)).toBe(1_003)
})

describe('the text of an entry', () => {
  it('is read as it was written, for any value', () => {
    const number = fc.nat(Number.MAX_SAFE_INTEGER)
    fc.assert(
      fc.property(
        fc.record({
          value: fc.option(fc.string({ unit: 'binary' })),
          version: number,
          loadedAt: number,
          loadMicros: number,
          freshUntil: number,
        }),
        (entry) => {
          expect(parseEntry(entryText(entry))).toEqual(entry)
        },
      ),
      { seed: 4, numRuns: 300 },
    )
  })
  it('is nothing when it is no entry', () => {
    for (const text of ['', '"v3"', '1|2|3|"v"', '1|2|3|4|v', '-1|2|3|4|"v"']) expect(parseEntry(text)).toBeNull()
  })
})
