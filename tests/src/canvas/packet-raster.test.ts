import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { over, PacketRaster, spritesOf } from '../../../src/canvas/packet-raster'

const WIDTH = 24
const HEIGHT = 16
const OPAQUE = 0xff336699 | 0
/** Two sprites of 3 × 3: a full one and a cross with transparent corners. */
const SPRITES = spritesOf(
  3,
  Int32Array.from([
    ...Array.from({ length: 9 }, () => OPAQUE),
    ...[0, 1, 0, 1, 1, 1, 0, 1, 0].map((bit) => (bit === 1 ? 0x80ff0000 | 0 : 0)),
  ]),
)

function emptyRaster(): PacketRaster {
  return new PacketRaster(WIDTH, HEIGHT, new Int32Array(WIDTH * HEIGHT))
}

const stamps = fc.array(
  fc.record({
    index: fc.nat(1),
    left: fc.integer({ min: -5, max: WIDTH + 2 }),
    top: fc.integer({ min: -5, max: HEIGHT + 2 }),
  }),
  { maxLength: 20 },
)

describe('a raster', () => {
  test('shows each sprite where it was stamped, the later above, and cuts off what is outside', () => {
    fc.assert(
      fc.property(stamps, (all) => {
        const raster = emptyRaster()
        const naive = new Map<string, number>()
        for (const { index, left, top } of all) {
          raster.stamp(SPRITES, index, left, top)
          for (let y = 0; y < 3; y++)
            for (let x = 0; x < 3; x++) {
              const colour = SPRITES.pixels[index * 9 + y * 3 + x] as number
              const place = `${left + x} ${top + y}`
              if (colour !== 0) naive.set(place, over(colour, naive.get(place) ?? 0))
            }
        }
        for (let y = 0; y < HEIGHT; y++)
          for (let x = 0; x < WIDTH; x++) expect(raster.pixels[y * WIDTH + x]).toBe(naive.get(`${x} ${y}`) ?? 0)
      }),
      { seed: 7 },
    )
  })
  test('is empty again after clearing, whatever was stamped', () => {
    fc.assert(
      fc.property(stamps, (all) => {
        const raster = emptyRaster()
        for (const { index, left, top } of all) raster.stamp(SPRITES, index, left, top)
        raster.clear()
        expect(raster.pixels.every((pixel) => pixel === 0)).toBe(true)
        expect(raster.left).toBeGreaterThanOrEqual(raster.right)
      }),
      { seed: 7 },
    )
  })
  test('knows what it covers, so that only that is shown anew', () => {
    const raster = emptyRaster()
    raster.stamp(SPRITES, 0, 4, 5)
    raster.stamp(SPRITES, 0, -2, 9)
    expect([raster.left, raster.top, raster.right, raster.bottom]).toEqual([0, 5, 7, 12])
  })
})

describe('one colour over another', () => {
  const channel = (colour: number, shift: number): number => (colour >>> shift) & 255
  const colour = fc.integer({ min: -0x80000000, max: 0x7fffffff })
  test('is itself when it is opaque, the other when it is transparent', () => {
    fc.assert(
      fc.property(colour, colour, (above, below) => {
        const opaque = above | 0xff000000
        expect(over(opaque, below)).toBe(opaque)
      }),
      { seed: 7 },
    )
    expect(over(0x00ffffff, OPAQUE)).toBe(OPAQUE)
  })
  test('is within 4 of 255 of the exact mixture in every channel, where there is much to see', () => {
    fc.assert(
      fc.property(colour, colour, (above, below) => {
        const a = channel(above, 24) / 255
        const b = (channel(below, 24) / 255) * (1 - a)
        fc.pre(a + b > 0.5)
        const mixed = over(above, below)
        expect(Math.abs(channel(mixed, 24) - (a + b) * 255)).toBeLessThanOrEqual(4)
        for (const shift of [0, 8, 16]) {
          const exact = (channel(above, shift) * a + channel(below, shift) * b) / (a + b)
          expect(Math.abs(channel(mixed, shift) - exact)).toBeLessThanOrEqual(4)
        }
      }),
      { seed: 7 },
    )
  })
})
