import { describe, expect, test } from 'vitest'
import { dotsOfLand, isLand } from '../../../src/canvas/world-land'

describe('the map of the world', () => {
  test('has land where there is land, and sea where there is sea', () => {
    const land = [
      [40, -90],
      [-10, -60],
      [10, 20],
      [50, 20],
      [60, 100],
      [20, 78],
      [-25, 135],
      [65, -45],
      [-20, 47],
    ] as const
    const sea = [
      [0, -140],
      [35, -40],
      [-30, -10],
      [-20, 80],
      [0, 170],
      [35, 18],
      [58, -85],
      [-50, 100],
    ] as const
    for (const place of land) expect(isLand(place), place.join(' ')).toBe(true)
    for (const place of sea) expect(isLand(place), place.join(' ')).toBe(false)
  })
  test('has dots that are equally far apart, whatever the picture is stretched to', () => {
    for (const degree of [
      { width: 2, height: 2 },
      { width: 3.4, height: 2.2 },
    ]) {
      const dots = dotsOfLand(degree, 9, () => true)
      const [north, west] = dots[0] as readonly [number, number]
      const apart = dots
        .slice(1)
        .map(([latitude, longitude]) =>
          Math.hypot((latitude - north) * degree.height, (longitude - west) * degree.width),
        )
      expect(Math.min(...apart)).toBeGreaterThan(8.5)
      expect(Math.min(...apart)).toBeLessThan(9.5)
    }
  })
})
