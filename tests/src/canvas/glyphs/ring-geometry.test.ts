import { describe, expect, test } from 'vitest'
import { angleOf, onCircle, ownedArcs, pointTicks, wayOfLookup } from '../../../../src/canvas/glyphs/ring-geometry'
import type { PlacementPicture } from '../../../../workers/systems/glyphs'

const SPACE = 400
const picture: PlacementPicture = {
  kind: 'ring',
  cells: [],
  tableSize: 0,
  hashSpace: SPACE,
  nodes: [
    { name: 'a', share: 0.75 },
    { name: 'b', share: 0.25 },
  ],
  points: [
    { hash: 100, node: 0 },
    { hash: 200, node: 1 },
    { hash: 300, node: 0 },
  ],
}

describe('the ring', () => {
  test('begins at the top and goes clockwise', () => {
    const quarter = onCircle(angleOf(100, SPACE), 10)
    expect(quarter.x).toBeCloseTo(10)
    expect(quarter.y).toBeCloseTo(0)
    expect(onCircle(0, 10).y).toBeCloseTo(-10)
  })
  test('gives a node the part before each of its points, the first one across the top', () => {
    const [a, b] = ownedArcs(picture) as [string, string]
    expect(a.match(/M/g)).toHaveLength(2)
    expect(b.match(/M/g)).toHaveLength(1)
    // From 300 over the top to 100 is half of the ring: its outer edge runs from the far left to the far right.
    expect(a.startsWith('M-78,')).toBe(true)
  })
  test('gives everything to the one node of a ring with one point', () => {
    const [whole] = ownedArcs({ ...picture, nodes: [{ name: 'a', share: 1 }], points: [{ hash: 7, node: 0 }] })
    expect(whole).toContain('A78,78,0,1,1')
  })
  test('has one stroke a point', () => {
    expect(pointTicks(picture).match(/M/g)).toHaveLength(3)
  })
  test('leads a key clockwise to its point, also across the top', () => {
    expect(wayOfLookup(350, 100, SPACE, 10)).toBe('M-7.07 -7.07A10 10 0 0 1 10.00 -0.00')
    expect(wayOfLookup(110, 100, SPACE, 10)).toContain('A10 10 0 1 1')
  })
})
