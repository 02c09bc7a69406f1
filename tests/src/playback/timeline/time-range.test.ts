import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  panBy,
  reveal,
  SHORTEST_RANGE,
  snap,
  type TimeRange,
  zoomAround,
} from '../../../../src/playback/timeline/time-range'

const HORIZON = 1_000_000
const RUNS = { seed: 7, numRuns: 200 }
const ranges = fc
  .tuple(fc.integer({ min: 0, max: HORIZON - SHORTEST_RANGE }), fc.integer({ min: SHORTEST_RANGE, max: HORIZON }))
  .map(([from, span]) => ({ from, to: Math.min(HORIZON, from + span) }))

function expectWithin({ from, to }: TimeRange): void {
  expect(from).toBeGreaterThanOrEqual(0)
  expect(to).toBeLessThanOrEqual(HORIZON + 1e-6)
  expect(to - from).toBeGreaterThan(0)
}

describe('the range of the timeline', () => {
  test('stays within the run whatever zooms and pans', () => {
    const factor = fc.double({ min: 0.01, max: 100, noNaN: true })
    fc.assert(
      fc.property(ranges, factor, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer(), (range, by, share, pan) => {
        const around = range.from + share * (range.to - range.from)
        expectWithin(zoomAround(range, around, by, HORIZON))
        expectWithin(panBy(range, pan, HORIZON))
        expectWithin(reveal(range, around, HORIZON))
      }),
      RUNS,
    )
  })

  test('keeps the moment under the pointer in its place while zooming in', () => {
    const range = { from: 200_000, to: 600_000 }
    const next = zoomAround(range, 300_000, 0.5, HORIZON)
    expect(next).toEqual({ from: 250_000, to: 450_000 })
    expect((300_000 - next.from) / (next.to - next.from)).toBe(0.25)
  })

  test('keeps its span while panning', () => {
    expect(panBy({ from: 200_000, to: 600_000 }, 900_000, HORIZON)).toEqual({ from: 600_000, to: HORIZON })
    expect(panBy({ from: 200_000, to: 600_000 }, -900_000, HORIZON)).toEqual({ from: 0, to: 400_000 })
  })

  test('snaps to a round moment less than a pixel away', () => {
    expect(snap(3_501_502, 7_507)).toBe(3_500_000)
    expect(snap(3_501_502, 12)).toBe(3_501_500)
    expect(snap(3_501_502.4, 0.3)).toBe(3_501_502)
    fc.assert(
      fc.property(fc.nat(3_600_000_000), fc.double({ min: 1, max: 1e7, noNaN: true }), (micros, pixel) => {
        expect(Math.abs(snap(micros, pixel) - micros)).toBeLessThanOrEqual(pixel / 2)
        expect(Number.isInteger(snap(micros, pixel))).toBe(true)
      }),
      RUNS,
    )
  })

  test('goes where the playhead went, and stays when it is in sight', () => {
    const range = { from: 200_000, to: 300_000 }
    expect(reveal(range, 250_000, HORIZON)).toBe(range)
    for (const micros of [0, 199_999, 300_001, HORIZON]) {
      const { from, to } = reveal(range, micros, HORIZON)
      expect(micros >= from && micros <= to).toBe(true)
      expect(to - from).toBeCloseTo(100_000, 6)
    }
  })
})
