import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LABEL_GAP, labelPlace } from '../../../src/canvas/label-place'
import { covered } from '../../../src/canvas/word-places'

const SPACE = { width: 800, height: 500 }
const SIZE = { width: 180, height: 40 }

describe('the label of a packet', () => {
  test('stands above its packet where nothing is', () => {
    const { centre } = labelPlace({ x: 400, y: 250 }, SIZE, [], SPACE, null)
    expect(centre).toEqual({ x: 400, y: 250 - SIZE.height / 2 - LABEL_GAP })
  })

  test('covers no node as long as one side is free', () => {
    const above = { x: 400, y: 180, width: 200, height: 100 }
    const below = { x: 400, y: 320, width: 200, height: 100 }
    for (const boxes of [[above], [above, below]]) {
      const { centre } = labelPlace({ x: 400, y: 250 }, SIZE, boxes, SPACE, null)
      for (const box of boxes) expect(covered({ ...centre, ...SIZE }, box)).toBe(0)
    }
  })

  test('keeps its side while another one is not much better', () => {
    const nearly = { x: 400, y: 195, width: 300, height: 20 }
    const free = labelPlace({ x: 400, y: 250 }, SIZE, [nearly], SPACE, null)
    expect(free.side).not.toBe(0)
    const corner = { x: 495, y: 225, width: 30, height: 30 }
    expect(labelPlace({ x: 400, y: 250 }, SIZE, [corner], SPACE, 0).side).toBe(0)
    expect(labelPlace({ x: 400, y: 250 }, SIZE, [nearly], SPACE, 0).side).not.toBe(0)
  })

  test('is always within the picture and never over its packet, wherever that is', () => {
    const spot = fc.record({ x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 500 }) })
    const box = fc.record({
      x: fc.integer({ min: 0, max: 800 }),
      y: fc.integer({ min: 0, max: 500 }),
      width: fc.integer({ min: 60, max: 260 }),
      height: fc.integer({ min: 40, max: 200 }),
    })
    fc.assert(
      fc.property(spot, fc.array(box, { minLength: 1, maxLength: 10, size: 'max' }), (packet, boxes) => {
        const { centre } = labelPlace(packet, SIZE, boxes, SPACE, null)
        expect(Math.abs(centre.x - SPACE.width / 2)).toBeLessThanOrEqual((SPACE.width - SIZE.width) / 2)
        expect(Math.abs(centre.y - SPACE.height / 2)).toBeLessThanOrEqual((SPACE.height - SIZE.height) / 2)
        expect(covered({ ...centre, ...SIZE }, { ...packet, width: 2, height: 2 })).toBe(0)
      }),
      { seed: 5 },
    )
  })
})
