import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  durationText,
  formatDuration,
  formatMoment,
  fromMs,
  LONGEST_DURATION,
  parseDuration,
  toMs,
} from '../../workers/kernel/time'

const duration = fc.oneof(
  fc.integer({ min: 0, max: 2_000_000 }),
  fc.integer({ min: 0, max: LONGEST_DURATION }),
  fc.integer({ min: 0, max: 3_600 }).map((seconds) => seconds * 1_000_000),
)

test('milliseconds are rounded to the nearest microsecond', () => {
  expect([fromMs(1), fromMs(0.0004), fromMs(0.0005), fromMs(12.4034)]).toEqual([1_000, 0, 1, 12_403])
  expect(toMs(12_403)).toBe(12.403)
})

describe('formatDuration', () => {
  test.each([
    [0, '0 µs'],
    [0.4, '0 µs'],
    [-0.4, '0 µs'],
    [417, '417 µs'],
    [999, '999 µs'],
    [999.5, '1 ms'],
    [1_000, '1 ms'],
    [1_234, '1.234 ms'],
    [9_999, '9.999 ms'],
    [12_400, '12.4 ms'],
    [12_345, '12.35 ms'],
    [99_994, '99.99 ms'],
    [99_995, '100 ms'],
    [123_449, '123.4 ms'],
    [999_949, '999.9 ms'],
    [999_950, '1 s'],
    [3_200_000, '3.2 s'],
    [2_412_403, '2.412 s'],
    [59_994_999, '59.99 s'],
    [59_995_000, '1 min'],
    [65_000_000, '1 min 5 s'],
    [119_499_999, '1 min 59 s'],
    [119_500_000, '2 min'],
    [3_599_499_999, '59 min 59 s'],
    [3_599_500_000, '1 h'],
    [7_800_000_000, '2 h 10 min'],
    [-12_400, '−12.4 ms'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('%s is "%s"', (micros, text) => {
    expect(formatDuration(micros)).toBe(text)
  })

  test('below a minute has at most four significant digits, the nearest ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 59_994_999 }), (micros) => {
        const [number, unit] = formatDuration(micros).split(' ') as [string, string]
        expect(number.replace('.', '').replace(/^0+/, '').length).toBeLessThanOrEqual(4)
        const scale = { µs: 1, ms: 1_000, s: 1_000_000 }[unit]!
        const decimals = micros / scale >= 100 ? 1 : micros / scale >= 10 ? 2 : 3
        expect(Math.abs(Number(number) * scale - micros)).toBeLessThanOrEqual(scale / 10 ** decimals / 2 + 1e-6)
      }),
      { seed: 7, numRuns: 2_000 },
    )
  })

  test('a longer duration never reads as a shorter one', () => {
    const read = (text: string) =>
      [...text.matchAll(/([0-9.]+) (µs|ms|s|min|h)/g)].reduce(
        (sum, [, number, unit]) => sum + Number(number) * { µs: 1, ms: 1e3, s: 1e6, min: 6e7, h: 3.6e9 }[unit as 'µs'],
        0,
      )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), fc.integer({ min: 0, max: 100_000 }), (micros, more) => {
        expect(read(formatDuration(micros + more))).toBeGreaterThanOrEqual(read(formatDuration(micros)))
      }),
      { seed: 7, numRuns: 2_000 },
    )
  })
})

describe('formatMoment', () => {
  test.each([
    [0, '0.000 ms'],
    [-5, '0.000 ms'],
    [7, '0.007 ms'],
    [12_403, '12.403 ms'],
    [999_999, '999.999 ms'],
    [1_000_000, '1.000 s'],
    [2_412_999, '2.412 s'],
    [59_999_999, '59.999 s'],
    [60_000_000, '1 min 00.000 s'],
    [65_412_000, '1 min 05.412 s'],
    [3_600_000_000, '60 min 00.000 s'],
  ])('%s is "%s"', (micros, text) => {
    expect(formatMoment(micros)).toBe(text)
  })
})

describe('parseDuration', () => {
  test.each([
    ['3.2s', 3_200_000],
    ['500ms', 500_000],
    ['20us', 20],
    ['20µs', 20],
    ['20\u03bcs', 20],
    ['1m', 60_000_000],
    ['1 min', 60_000_000],
    ['0.5m', 30_000_000],
    ['0.000001s', 1],
    ['1.500000000ms', 1_500],
    ['1.0us', 1],
    ['007ms', 7_000],
    ['0s', 0],
    ['60m', 3_600_000_000],
    ['3600s', 3_600_000_000],
    ['0.05000000m', 3_000_000],
  ])('"%s" is %s µs', (text, micros) => {
    expect(parseDuration(text)).toBe(micros)
  })

  test.each([
    '',
    's',
    '1',
    '.5s',
    '1.s',
    '-1s',
    '+1s',
    '1e3s',
    '0x10s',
    ' 1s',
    '1s ',
    '1  s',
    '1,5s',
    '1S',
    '1h',
    'Infinitys',
    'NaNs',
    '0.5us',
    '0.0000001s',
    '1.0000005ms',
    '60.001m',
    '3600.000001s',
    '3600000001us',
    '99999999999us',
    '1s2s',
    '١s',
    '0.0000000000001s',
    '1.000000000000000000000s',
  ])('"%s" is no duration', (text) => {
    expect(parseDuration(text)).toBeNull()
  })

  test('is exact for every number of decimals: the same as with whole numbers of any length', () => {
    const units = { us: 1n, ms: 1_000n, s: 1_000_000n, m: 60_000_000n }
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 70 }),
        fc.stringMatching(/^[0-9]{1,12}$/),
        fc.constantFrom('us', 'ms', 's', 'm'),
        (whole, fraction, unit) => {
          const scale = 10n ** BigInt(fraction.length)
          const scaled = BigInt(`${whole}${fraction}`) * units[unit as 'us']
          const exact = scaled % scale === 0n ? Number(scaled / scale) : null
          const expected = exact !== null && exact <= LONGEST_DURATION ? exact : null
          expect(parseDuration(`${whole}.${fraction}${unit}`)).toBe(expected)
        },
      ),
      { seed: 7, numRuns: 2_000 },
    )
  })
})

describe('durationText', () => {
  test.each([
    [0, '0s'],
    [1, '1us'],
    [750, '750us'],
    [12_403, '12.403ms'],
    [500_000, '500ms'],
    [2_000_000, '2s'],
    [3_200_000, '3.2s'],
    [3_600_000_000, '3600s'],
  ])('%s is "%s"', (micros, text) => {
    expect(durationText(micros)).toBe(text)
  })

  test('is read back as the same integer', () => {
    fc.assert(
      fc.property(duration, (micros) => parseDuration(durationText(micros)) === micros),
      { seed: 7, numRuns: 5_000 },
    )
  })

  test('takes only characters that stay as they are in an address', () => {
    fc.assert(
      fc.property(duration, (micros) => encodeURIComponent(durationText(micros)) === durationText(micros)),
      { seed: 7 },
    )
  })

  test.each([-1, 0.5, LONGEST_DURATION + 1, Number.NaN])('%s is refused', (micros) => {
    expect(() => durationText(micros)).toThrow(RangeError)
  })
})
