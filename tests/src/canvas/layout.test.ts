import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Box } from '../../../src/canvas/curve'
import { layOut } from '../../../src/canvas/layout'

const SPACE = { width: 800, height: 600 }
const spot = fc.record({ x: fc.integer({ min: 0, max: 12 }), y: fc.integer({ min: 0, max: 12 }) })
const places = fc.uniqueArray(spot, { minLength: 1, maxLength: 12, selector: ({ x, y }) => `${x} ${y}` })
const size = fc.record({ width: fc.integer({ min: 40, max: 300 }), height: fc.integer({ min: 30, max: 240 }) })

function gapBetween(a: Box, b: Box): number {
  const across = Math.abs(a.x - b.x) - (a.width + b.width) / 2
  const down = Math.abs(a.y - b.y) - (a.height + b.height) / 2
  return Math.max(across, down)
}

describe('a layout', () => {
  test('leaves space between any two boxes, whatever their places, sizes and the space', () => {
    fc.assert(
      fc.property(
        places,
        fc.array(size, { minLength: 12, maxLength: 12 }),
        size,
        fc.boolean(),
        (at, sizes, space, narrow) => {
          const centres = at.map(({ x, y }) => ({ x: x * 40, y: y * 40 }))
          const { boxes } = layOut(centres, sizes.slice(0, at.length), [], space, narrow)
          boxes.forEach((one, index) => {
            for (const two of boxes.slice(index + 1)) expect(gapBetween(one, two)).toBeGreaterThan(17.9)
          })
        },
      ),
      { seed: 7 },
    )
  })
  test('keeps linked boxes in a row far enough apart for packets to be seen', () => {
    const box = { width: 100, height: 60 }
    const { boxes } = layOut(
      [
        { x: 0, y: 0 },
        { x: 130, y: 0 },
      ],
      [box, box],
      [{ from: 0, to: 1 }],
      SPACE,
      false,
    )
    expect(gapBetween(boxes[0] as Box, boxes[1] as Box)).toBeGreaterThanOrEqual(104)
  })
  test('draws a picture that is too wide together and stretches it upwards, towards the shape of the space', () => {
    const box = { width: 60, height: 40 }
    const corners = [
      { x: 0, y: 0 },
      { x: 900, y: 0 },
      { x: 0, y: 300 },
      { x: 900, y: 300 },
    ]
    const { bounds } = layOut(corners, [box, box, box, box], [], { width: 600, height: 400 }, false)
    expect(bounds.width / bounds.height).toBeCloseTo(1.5, 1)
  })
  test('gives both directions between two nodes one curve, the second one against it', () => {
    const box = { width: 60, height: 40 }
    const links = [
      { from: 1, to: 0 },
      { from: 0, to: 1 },
      { from: 1, to: 2 },
    ]
    const centres = [0, 300, 600].map((x) => ({ x, y: 0 }))
    const { pairs, pairOfLink, against } = layOut(centres, [box, box, box], links, SPACE, false)
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([
      [1, 0],
      [1, 2],
    ])
    expect([...pairOfLink]).toEqual([0, 0, 1])
    expect([...against]).toEqual([0, 1, 0])
  })
  test('has bounds even without nodes', () => {
    expect(layOut([], [], [], SPACE, false).bounds).toEqual({ x: 0, y: 0, width: 1, height: 1 })
  })
})
