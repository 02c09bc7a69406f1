/** Square pictures of one size, one after another; pixels as in `ImageData`, four bytes in one number. */
export interface Sprites {
  readonly size: number
  readonly pixels: Int32Array
  /** For every row of every sprite: its first pixel that shows and the one after its last. */
  readonly spans: Uint8Array
}

/** Sprites from their pixels. @param size below 256 */
export function spritesOf(size: number, pixels: Int32Array): Sprites {
  const rows = pixels.length / size
  const spans = new Uint8Array(rows * 2)
  for (let row = 0; row < rows; row++) {
    let from = 0
    let to = size
    while (from < size && pixels[row * size + from] === 0) from++
    while (to > from && pixels[row * size + to - 1] === 0) to--
    spans[row * 2] = from
    spans[row * 2 + 1] = to
  }
  return { size, pixels, spans }
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
  stamp({ size, pixels: sprite, spans }: Sprites, index: number, left: number, top: number): void {
    const fromX = Math.max(0, -left)
    const fromY = Math.max(0, -top)
    const toX = Math.min(size, this.width - left)
    const toY = Math.min(size, this.height - top)
    if (fromX >= toX || fromY >= toY) return
    this.cover(left + fromX, top + fromY, left + toX, top + toY)
    const { pixels, width } = this
    for (let y = fromY; y < toY; y++) {
      // Nearly half of a sprite's square is around its shape.
      const row = index * size + y
      const first = Math.max(fromX, spans[row * 2] as number)
      const end = Math.min(toX, spans[row * 2 + 1] as number)
      let source = row * size + first
      let target = (top + y) * width + left + first
      for (let x = first; x < end; x++, source++, target++) {
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
