import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellGrid, cellPlace } from '../../../../src/canvas/glyphs/cells'

describe('cells in a box', () => {
  test('never leave the box nor touch each other, however many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 60, max: 200 }),
        fc.integer({ min: 8, max: 30 }),
        fc.integer({ min: 1, max: 3 }),
        (count, width, height, maxRows) => {
          const grid = cellGrid(count, width, height, maxRows)
          if (grid === null) return
          const places = Array.from({ length: count }, (_, index) => cellPlace(grid, index))
          for (const { x, y } of places) {
            expect(x + grid.cellWidth).toBeLessThanOrEqual(width)
            expect(y + grid.cellHeight).toBeLessThanOrEqual(height + 1e-9)
          }
          expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(count)
          const second = places[1]
          if (second !== undefined && second.y === 0) expect(second.x).toBeGreaterThan(grid.cellWidth)
        },
      ),
      { seed: 7 },
    )
  })
  test('stand in one row while they are wide enough, then in more', () => {
    expect(cellGrid(8, 124, 18, 2)?.rows).toBe(1)
    expect(cellGrid(20, 124, 18, 2)?.rows).toBe(2)
  })
  test('give way to a bar when they would be slivers', () => {
    expect(cellGrid(200, 124, 18, 2)).toBeNull()
  })
})
