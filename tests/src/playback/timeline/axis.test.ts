import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { niceCeiling, perSecondText, tickLabels, tickTexts } from '../../../../src/playback/timeline/axis'
import { TimeScale } from '../../../../src/playback/timeline/time-scale'

describe('the scales of the timeline', () => {
  test('end on 1, 2 or 5 times a power of ten, at most two and a half times the value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1e9, noNaN: true }), (value) => {
        const ceiling = niceCeiling(value)
        expect(ceiling).toBeGreaterThanOrEqual(value * (1 - 1e-9))
        expect(ceiling).toBeLessThanOrEqual(value * 2.5 * (1 + 1e-9))
        expect(ceiling.toExponential()).toMatch(/^[125]e/)
      }),
      { seed: 7, numRuns: 300 },
    )
    expect(niceCeiling(0)).toBe(1)
    expect(niceCeiling(Number.NaN)).toBe(1)
  })

  test('lead from a moment to a place and back', () => {
    const scale = new TimeScale({ from: 1_000, to: 5_000 }, 800)
    expect([scale.x(1_000), scale.x(2_000), scale.x(5_000)]).toEqual([0, 200, 800])
    expect(scale.micros(200)).toBe(2_000)
    expect(scale.ticks(4)).toEqual([1_000, 2_000, 3_000, 4_000, 5_000])
  })

  test('never print two different moments alike', () => {
    const range = fc.tuple(fc.nat(3_500_000_000), fc.integer({ min: 200, max: 100_000_000 }))
    fc.assert(
      fc.property(range, ([from, span]) => {
        const texts = tickTexts(new TimeScale({ from, to: from + span }, 1).ticks(8))
        expect(new Set(texts).size).toBe(texts.length)
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  test('print moments with their unit and the decimals they need', () => {
    expect(tickTexts([0, 2_000, 4_000])).toEqual(['0 ms', '2 ms', '4 ms'])
    expect(tickTexts([0, 500_000, 1_000_000])).toEqual(['0 s', '0.5 s', '1.0 s'])
    expect(tickTexts([12_404_000, 12_406_000])).toEqual(['12.404 s', '12.406 s'])
    expect(tickTexts([0, 60_000_000, 120_000_000])).toEqual(['0 s', '1 min', '2 min'])
  })

  test('print rates with their unit', () => {
    expect(perSecondText(1_234.4)).toBe('1,234/s')
    expect(perSecondText(0.25)).toBe('0.3/s')
  })
})

describe('the texts of ticks', () => {
  const seen = (places: readonly number[], texts: readonly string[], width: number) =>
    tickLabels(places, texts, width).map((label) => label?.text ?? null)

  test('are all there where they have room', () => {
    expect(tickLabels([0, 100, 200], ['0 s', '1 s', '2 s'], 200)).toEqual([
      { text: '0 s', anchor: 'start' },
      { text: '1 s', anchor: 'middle' },
      { text: '2 s', anchor: 'end' },
    ])
  })

  test('give way to the one at the end, and never touch', () => {
    const texts = ['0 s', '20 s', '40 s', '1 min', '1 min 20 s', '1 min 40 s']
    expect(seen([0, 50, 100, 150, 200, 250], texts, 250)).toEqual(['0 s', '20 s', '40 s', '1 min', null, '1 min 40 s'])
    expect(seen([0, 92, 184, 276], ['8.5 s', '9.0 s', '9.5 s', '10.0 s'], 290)).toEqual([
      '8.5 s',
      '9.0 s',
      '9.5 s',
      '10.0 s',
    ])
  })
})
