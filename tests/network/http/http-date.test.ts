import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EPOCH_SECONDS, httpDate, isoDate, parseHttpDate } from '../../../workers/network/http/http-date'

const FIRST = Date.UTC(1970, 0, 1) / 1_000 - EPOCH_SECONDS
const LAST = Date.UTC(2309, 11, 31, 23, 59, 59) / 1_000 - EPOCH_SECONDS
const second = fc.integer({ min: FIRST, max: LAST })
const inPlatform = (seconds: number) => new Date((seconds + EPOCH_SECONDS) * 1_000)

it('a date of ISO 8601 is what the platform writes', () => {
  fc.assert(
    fc.property(second, fc.integer({ min: 0, max: 999_999 }), (seconds, rest) => {
      const platform = new Date((seconds + EPOCH_SECONDS) * 1_000 + Math.floor(rest / 1_000))
      expect(isoDate(seconds * 1_000_000 + rest)).toBe(platform.toISOString())
    }),
    { seed: 5, numRuns: 500 },
  )
})

describe('an HTTP date', () => {
  it('is what the platform writes, on 2,000 seconds from 1970 to 2309, and is read back', () => {
    fc.assert(
      fc.property(second, fc.integer({ min: 0, max: 999_999 }), (seconds, rest) => {
        const text = httpDate(seconds * 1_000_000 + rest)
        expect(text).toBe(inPlatform(seconds).toUTCString())
        expect(parseHttpDate(text, 0)).toBe(seconds * 1_000_000)
      }),
      { seed: 5, numRuns: 2_000 },
    )
  })

  it('is right around every turn of a month from 1996 to 2104', () => {
    for (let year = 1996; year <= 2104; year++)
      for (let month = 0; month < 12; month++)
        for (const shift of [-1, 0]) {
          const seconds = Date.UTC(year, month, 1) / 1_000 - EPOCH_SECONDS + shift
          expect(httpDate(seconds * 1_000_000)).toBe(inPlatform(seconds).toUTCString())
        }
  })

  it('begins with the epoch of simulated time', () => {
    expect(httpDate(0)).toBe('Wed, 01 Jan 2025 00:00:00 GMT')
    expect(httpDate(12_999_999)).toBe('Wed, 01 Jan 2025 00:00:12 GMT')
    expect(httpDate(-1)).toBe('Tue, 31 Dec 2024 23:59:59 GMT')
  })

  it('is read in the three forms of RFC 9110 §5.6.7', () => {
    const moment = (Date.UTC(1994, 10, 6, 8, 49, 37) / 1_000 - EPOCH_SECONDS) * 1_000_000
    expect(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT', 0)).toBe(moment)
    expect(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', 0)).toBe(moment)
    expect(parseHttpDate('Sun Nov  6 08:49:37 1994', 0)).toBe(moment)
  })

  it('of two digits is at most 50 years ahead', () => {
    const yearOf = (digits: string) =>
      httpDate(parseHttpDate(`Sunday, 06-Nov-${digits} 08:49:37 GMT`, 0) as number).slice(12, 16)
    expect([yearOf('74'), yearOf('75'), yearOf('76'), yearOf('99')]).toEqual(['2074', '2075', '1976', '1999'])
  })

  it.each([
    '0',
    '',
    'Wed, 1 Jan 2025 00:00:00 GMT',
    'Wed, 01 Jan 2025 00:00:00 UTC',
    'Wed, 32 Jan 2025 00:00:00 GMT',
    'Sat, 29 Feb 2025 00:00:00 GMT',
    'Wed, 01 Jan 2025 24:00:00 GMT',
    'Wed, 01 Jan 2025 00:00:61 GMT',
    '2025-01-01T00:00:00Z',
  ])('is not %j', (text) => {
    expect(parseHttpDate(text, 0)).toBeNull()
  })
})
