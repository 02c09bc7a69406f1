import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Box,
  type Curve,
  curveBetween,
  curvePoint,
  pathText,
  SAMPLES,
  sampleCurve,
  tableX,
  tableY,
} from '../../../src/canvas/curve'

const LEFT: Box = { x: 0, y: 0, width: 100, height: 60 }
const RIGHT: Box = { x: 300, y: 120, width: 100, height: 60 }
const coordinate = fc.integer({ min: -500, max: 500 })
const curves: fc.Arbitrary<Curve> = fc.tuple(
  coordinate,
  coordinate,
  coordinate,
  coordinate,
  coordinate,
  coordinate,
  coordinate,
  coordinate,
)

describe('a curve between two boxes', () => {
  test('leaves and arrives sideways when the picture is wide', () => {
    const [x0, y0, , y1, , y2, x3, y3] = curveBetween(LEFT, RIGHT, false)
    expect([x0, y0, x3, y3]).toEqual([50, 0, 250, 120])
    expect([y1, y2]).toEqual([y0, y3])
  })
  test('leaves and arrives upright when it is narrow', () => {
    const [x0, y0, x1, , x2, , x3, y3] = curveBetween(LEFT, RIGHT, true)
    expect([x0, y0, x3, y3]).toEqual([0, 30, 300, 90])
    expect([x1, x2]).toEqual([x0, x3])
  })
  test('goes upright between boxes that stand above each other, also when the picture is wide', () => {
    const [x0, y0, , , , , x3, y3] = curveBetween(LEFT, { ...RIGHT, x: 0 }, false)
    expect([x0, y0, x3, y3]).toEqual([0, 30, 0, 90])
  })
  test('takes other sides rather than to run behind a third box', () => {
    const target: Box = { x: -80, y: 300, width: 100, height: 60 }
    const between: Box = { x: -80, y: 180, width: 100, height: 60 }
    const curve = curveBetween(LEFT, target, true, [between])
    for (let step = 0; step <= 100; step++) {
      const { x, y } = curvePoint(curve, step / 100)
      expect(Math.abs(x - between.x) < 50 && Math.abs(y - between.y) < 30).toBe(false)
    }
  })
  test('is the same path in SVG', () => {
    expect(pathText([0, 1, 2, 3, 4, 5, 6, 7])).toBe('M0 1C2 3 4 5 6 7')
  })
})

describe('the table of a curve', () => {
  test('begins and ends where the curve does', () => {
    fc.assert(
      fc.property(curves, (curve) => {
        const table = sampleCurve(curve)
        expect(tableX(table, 0)).toBeCloseTo(curve[0], 3)
        expect(tableY(table, 0)).toBeCloseTo(curve[1], 3)
        expect(tableX(table, 1)).toBeCloseTo(curve[6], 3)
        expect(tableY(table, 1)).toBeCloseTo(curve[7], 3)
      }),
      { seed: 7 },
    )
  })
  test('keeps within half a unit of the curve drawn between two boxes', () => {
    const curve = curveBetween(LEFT, RIGHT, false)
    const table = sampleCurve(curve)
    const fine = Array.from({ length: 4001 }, (_, step) => curvePoint(curve, step / 4000))
    for (let step = 0; step <= 500; step++) {
      const x = tableX(table, step / 500)
      const y = tableY(table, step / 500)
      expect(Math.min(...fine.map((point) => Math.hypot(point.x - x, point.y - y)))).toBeLessThan(0.5)
    }
  })
  test('moves evenly: its pieces differ by less than two in a hundred', () => {
    const table = sampleCurve(curveBetween(LEFT, RIGHT, false))
    const pieces = Array.from({ length: SAMPLES }, (_, piece) =>
      Math.hypot(
        tableX(table, (piece + 1) / SAMPLES) - tableX(table, piece / SAMPLES),
        tableY(table, (piece + 1) / SAMPLES) - tableY(table, piece / SAMPLES),
      ),
    )
    expect(Math.max(...pieces) / Math.min(...pieces)).toBeLessThan(1.02)
  })
  test('stays in place when both ends are one point', () => {
    const table = sampleCurve([5, 6, 5, 6, 5, 6, 5, 6])
    expect([tableX(table, 0.4), tableY(table, 0.4)]).toEqual([5, 6])
  })
})
