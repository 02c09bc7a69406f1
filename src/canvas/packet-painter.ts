import type { PacketField } from './packet-field'
import { PacketRaster, type Sprites } from './packet-raster'
import { type PacketColours, PHASES, packetSprites, ringSprites, spriteIndex } from './packet-sprites'

/** Screen position of canvas point (0, 0), and screen pixels per canvas unit. */
export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** Radius of a dot in screen pixels. From so many packets on they are drawn smaller, so that a crowd stays a crowd. */
const DOT = 4.2
const CROWD = 1_500
const CROWD_DOT = 2.6
const RING = 9
const RING_LINE = 2

/** Puts the packets of a field on a canvas. Nothing is allocated for a frame while size, theme and zoom stay. */
export class PacketPainter {
  private readonly context: CanvasRenderingContext2D | null
  private image: ImageData | null = null
  private raster: PacketRaster | null = null
  private ratio = 1
  private colours: PacketColours | null = null
  /** Sprites by the radius they were made for. */
  private readonly dots = new Map<number, Sprites>()
  private readonly rings = new Map<number, Sprites>()

  constructor(private readonly canvas: HTMLCanvasElement) {
    // Pixels are put there by the processor, so a copy on the graphics card would only be moved to and fro.
    this.context = canvas.getContext('2d', { willReadFrequently: true })
  }

  /** Gives the canvas as many device pixels as it covers. @param width, @param height in pixels of the page */
  resize(width: number, height: number, ratio: number): void {
    const across = Math.max(1, Math.round(width * ratio))
    const down = Math.max(1, Math.round(height * ratio))
    if (ratio !== this.ratio) this.forgetSprites()
    this.ratio = ratio
    if (this.image?.width === across && this.image.height === down) return
    this.canvas.width = across
    this.canvas.height = down
    this.image = new ImageData(across, down)
    this.raster = new PacketRaster(across, down, new Int32Array(this.image.data.buffer))
  }

  /** Takes the colours of another theme. */
  recolour(colours: PacketColours): void {
    this.colours = colours
    this.forgetSprites()
  }

  paint(field: PacketField, viewport: Viewport): void {
    const { raster, image, context, colours, ratio } = this
    if (raster === null || image === null || context === null || colours === null) return
    const { left, top, right, bottom } = raster
    raster.clear()
    const near = Math.min(1.25, Math.max(0.75, viewport.zoom)) * ratio
    const dot = quarters((field.length > CROWD ? CROWD_DOT : DOT) * near)
    this.stampPackets(
      field,
      viewport,
      cached(this.dots, dot, () => packetSprites(colours, dot)),
      raster,
    )
    const reach = quarters(RING * near)
    const ring = cached(this.rings, reach, () => ringSprites(colours, reach, RING_LINE * ratio))
    this.stampRings(field, viewport, ring, raster)
    // What was there before must go, what is there now must come.
    const x = Math.min(left, raster.left)
    const y = Math.min(top, raster.top)
    const width = Math.max(right, raster.right) - x
    const height = Math.max(bottom, raster.bottom) - y
    if (width > 0 && height > 0) context.putImageData(image, 0, 0, x, y, width, height)
  }

  private stampPackets(field: PacketField, { x, y, zoom }: Viewport, sprites: Sprites, raster: PacketRaster): void {
    const { ratio } = this
    for (let index = 0; index < field.length; index++) {
      const across = ((field.x[index] as number) * zoom + x) * ratio
      const down = ((field.y[index] as number) * zoom + y) * ratio
      stampAt(raster, sprites, field.tone[index] as number, across, down)
    }
  }

  private stampRings(field: PacketField, { x, y, zoom }: Viewport, sprites: Sprites, raster: PacketRaster): void {
    const { ratio } = this
    for (let index = 0; index < field.length; index++) {
      if (field.ringed[index] !== 1) continue
      const across = ((field.x[index] as number) * zoom + x) * ratio
      const down = ((field.y[index] as number) * zoom + y) * ratio
      stampAt(raster, sprites, 0, across, down)
    }
  }

  private forgetSprites(): void {
    this.dots.clear()
    this.rings.clear()
  }
}

/** Stamps with the middle of the sprite at a place between pixels. */
function stampAt(raster: PacketRaster, sprites: Sprites, kind: number, x: number, y: number): void {
  const quarterX = Math.round((x - 0.5) * PHASES)
  const quarterY = Math.round((y - 0.5) * PHASES)
  const left = Math.floor(quarterX / PHASES)
  const top = Math.floor(quarterY / PHASES)
  const middle = (sprites.size - 1) / 2
  const index = spriteIndex(kind, quarterX - left * PHASES, quarterY - top * PHASES)
  raster.stamp(sprites, index, left - middle, top - middle)
}

/** Sizes go in quarters of a pixel, so that zooming makes few sprites. */
function quarters(pixels: number): number {
  return Math.round(pixels * 4) / 4
}

function cached(sprites: Map<number, Sprites>, size: number, make: () => Sprites): Sprites {
  const known = sprites.get(size)
  if (known !== undefined) return known
  const made = make()
  sprites.set(size, made)
  return made
}
