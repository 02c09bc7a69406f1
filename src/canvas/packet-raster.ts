/** Square pictures of one size, one after another; pixels as in `ImageData`, four bytes in one number. */
export interface Sprites {
  readonly size: number
  readonly pixels: Int32Array
}

/**
 * A picture in memory on which small sprites are stamped. Thousands of paths, images or rectangles a frame cost a
 * browser without a graphics card ten times as much (tests/bench/packets.bench.ts); copying their pixels is all that
 * stamping does. Only what was stamped is cleared and shown again.
 *
 * The numbers are taken for little-endian (alpha in the highest byte), as on every machine that has a browser today;
 * signed ones, as engines keep those in registers.
 */
export class PacketRaster {
  /** What the last stamps cover: `right` and `bottom` are not part of it; empty when `left` ≥ `right`. */
  left = 0
  top = 0
  right = 0
  bottom = 0

  /** @param pixels `width` × `height` of them, all transparent */
  constructor(
    readonly width: number,
    readonly height: number,
    readonly pixels: Int32Array,
  ) {
    this.forget()
  }

  /** Makes everything transparent again. */
  clear(): void {
    for (let y = this.top; y < this.bottom; y++)
      this.pixels.fill(0, y * this.width + this.left, y * this.width + this.right)
    this.forget()
  }

  /** Puts sprite number `index` with its upper left corner at (`left`, `top`), whole pixels; what is outside is cut off. */
  stamp({ size, pixels: sprite }: Sprites, index: number, left: number, top: number): void {
    const fromX = Math.max(0, -left)
    const fromY = Math.max(0, -top)
    const toX = Math.min(size, this.width - left)
    const toY = Math.min(size, this.height - top)
    if (fromX >= toX || fromY >= toY) return
    this.cover(left + fromX, top + fromY, left + toX, top + toY)
    const { pixels, width } = this
    for (let y = fromY; y < toY; y++) {
      let source = (index * size + y) * size + fromX
      let target = (top + y) * width + left + fromX
      for (let x = fromX; x < toX; x++, source++, target++) {
        const above = sprite[source] as number
        if (above === 0) continue
        const below = pixels[target] as number
        pixels[target] = below === 0 || above >>> 24 === 255 ? above : over(above, below)
      }
    }
  }

  private cover(left: number, top: number, right: number, bottom: number): void {
    if (left < this.left) this.left = left
    if (top < this.top) this.top = top
    if (right > this.right) this.right = right
    if (bottom > this.bottom) this.bottom = bottom
  }

  private forget(): void {
    this.left = this.width
    this.top = this.height
    this.right = 0
    this.bottom = 0
  }
}

/**
 * One colour over another (Porter and Duff 1984), both with alpha that is not multiplied in. Red and blue are mixed in
 * one product, as each has eight free bits above it.
 */
export function over(above: number, below: number): number {
  const alphaAbove = above >>> 24
  const alphaBelow = below >>> 24
  const behind = (alphaBelow * (255 - alphaAbove) + 127) / 255
  const alpha = Math.min(255, Math.trunc(alphaAbove + behind))
  if (alpha === 0) return 0
  // Shares of 256, so that a shift divides.
  const share = alphaBelow === 255 ? alphaAbove + (alphaAbove >>> 7) : Math.trunc((alphaAbove * 256) / alpha)
  const rest = 256 - share
  const redBlue = (Math.imul(above & 0xff00ff, share) + Math.imul(below & 0xff00ff, rest)) >>> 8
  const green = (Math.imul(above & 0x00ff00, share) + Math.imul(below & 0x00ff00, rest)) >>> 8
  return (alpha << 24) | (redBlue & 0xff00ff) | (green & 0x00ff00)
}
