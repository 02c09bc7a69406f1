import { type Sprites, spritesOf } from './packet-raster'
import { PACKET_TONES, PacketTone } from './packet-tone'

/** Colours by tone, and of the ring, as the theme has them. */
export interface PacketColours {
  readonly tones: readonly string[]
  readonly ring: string
}

/** Places within a pixel, in each direction, for which there is a sprite: slow packets glide instead of jumping. */
export const PHASES = 4
const TURN = Math.PI * 2

/** Number of the sprite of a tone at a place within a pixel. */
export function spriteIndex(tone: number, phaseX: number, phaseY: number): number {
  return (tone * PHASES + phaseY) * PHASES + phaseX
}

/** Sprites of all tones. @param dot radius of a dot in device pixels */
export function packetSprites({ tones }: PacketColours, dot: number): Sprites {
  const size = 2 * Math.ceil(dot * 1.35 + 1) + 1
  return rasterise(size, PACKET_TONES, (context, tone) => {
    drawPacket(context, tone as PacketTone, dot, tones[tone] ?? '')
  })
}

/** Sprites of the ring around a selected packet. @param reach its radius, @param line its width, in device pixels */
export function ringSprites({ ring }: PacketColours, reach: number, line: number): Sprites {
  const size = 2 * Math.ceil(reach + line + 1) + 1
  return rasterise(size, 1, (context) => {
    context.strokeStyle = ring
    context.lineWidth = line
    context.beginPath()
    context.arc(0, 0, reach, 0, TURN)
    context.stroke()
  })
}

/** Lets the browser draw every sprite once, the origin in its middle, and keeps the pixels. */
function rasterise(
  size: number,
  kinds: number,
  draw: (context: OffscreenCanvasRenderingContext2D, kind: number) => void,
): Sprites {
  const count = kinds * PHASES * PHASES
  const canvas = new OffscreenCanvas(size, size * count)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return spritesOf(size, new Int32Array(size * size * count))
  const middle = (size - 1) / 2
  for (let kind = 0; kind < kinds; kind++)
    for (let phaseY = 0; phaseY < PHASES; phaseY++)
      for (let phaseX = 0; phaseX < PHASES; phaseX++) {
        const top = spriteIndex(kind, phaseX, phaseY) * size
        context.setTransform(1, 0, 0, 1, middle + 0.5 + phaseX / PHASES, top + middle + 0.5 + phaseY / PHASES)
        draw(context, kind)
      }
  return spritesOf(size, new Int32Array(context.getImageData(0, 0, size, size * count).data.buffer))
}

function drawPacket(context: OffscreenCanvasRenderingContext2D, tone: PacketTone, dot: number, colour: string): void {
  context.fillStyle = colour
  context.strokeStyle = colour
  context.lineCap = 'round'
  context.globalAlpha = tone === PacketTone.fading ? 0.45 : 1
  context.beginPath()
  if (tone === PacketTone.request) {
    context.arc(0, 0, dot, 0, TURN)
    context.fill()
  } else if (tone === PacketTone.answer) {
    const reach = dot * 1.25
    context.moveTo(0, -reach)
    context.lineTo(reach, 0)
    context.lineTo(0, reach)
    context.lineTo(-reach, 0)
    context.fill()
  } else if (tone === PacketTone.probe) {
    context.lineWidth = Math.max(1, dot * 0.35)
    context.arc(0, 0, dot * 0.68, 0, TURN)
    context.stroke()
  } else {
    context.lineWidth = dot * 0.55
    context.moveTo(-dot, -dot)
    context.lineTo(dot, dot)
    context.moveTo(dot, -dot)
    context.lineTo(-dot, dot)
    context.stroke()
  }
}
