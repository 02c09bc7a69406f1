import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bareWidth, flagWidth, LEAST_FLAG, placeFlags } from '../../../../src/playback/timeline/flags'

const WIDTH = 800

describe('the names of handles', () => {
  test('begin at their handles, whole, where these stand far apart', () => {
    expect(placeFlags([500, 10], [100, 90], WIDTH)).toEqual([
      { left: 500, width: 100 },
      { left: 10, width: 90 },
    ])
  })

  test('turn back from the right edge', () => {
    expect(placeFlags([790], [100], WIDTH)).toEqual([{ left: 700, width: 100 }])
  })

  test('are all there when many are done at one moment', () => {
    const flags = placeFlags([400, 400, 400], [120, 120, 120], WIDTH)
    expect(flags.map(({ left }) => left)).toEqual([400, 418, 436])
    expect(flags[2]?.width).toBe(120)
  })

  test('never hide each other and never leave the timeline, wherever the handles stand', () => {
    const handle = fc.record({ x: fc.integer({ min: 0, max: WIDTH }), wanted: fc.integer({ min: 24, max: 220 }) })
    fc.assert(
      fc.property(fc.array(handle, { maxLength: 30, size: 'max' }), (handles) => {
        const flags = placeFlags(
          handles.map(({ x }) => x),
          handles.map(({ wanted }) => wanted),
          WIDTH,
        )
        const sorted = [...flags].sort((a, b) => a.left - b.left)
        sorted.forEach(({ left, width }, index) => {
          expect(left).toBeGreaterThanOrEqual(0)
          expect(width).toBeGreaterThanOrEqual(LEAST_FLAG - 2)
          expect(left + width).toBeLessThanOrEqual(sorted[index + 1]?.left ?? WIDTH)
        })
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  test('are left out where only a beginning would be seen, and kept where they are short', () => {
    expect(bareWidth({ left: 0, width: 40 }, 'crash replica-1')).toBe(LEAST_FLAG)
    expect(bareWidth({ left: 0, width: 12 }, 'crash replica-1')).toBe(12)
    expect(bareWidth({ left: 0, width: 70 }, 'crash replica-1')).toBeNull()
    expect(bareWidth({ left: 0, width: flagWidth('cut', 220) }, 'cut')).toBeNull()
  })

  test('are as wide as their words, up to a limit', () => {
    expect(flagWidth('crash s1', 220)).toBeLessThan(flagWidth('crash replica-1', 220))
    expect(flagWidth('x'.repeat(200), 220)).toBe(220)
  })

  test.each([
    ['slow primary ×6', 101.2],
    ['Call handleFailover: app-2', 162.2],
    ['primary at normal speed', 153.5],
  ])('have room for %s, as wide as the widest font of the page draws it', (text, drawn) => {
    expect(flagWidth(text, 220)).toBeGreaterThanOrEqual(drawn + 14)
  })
})
