import type { PacketField } from './packet-field'
import { PACKET_TONES, PacketTone } from './packet-tone'

/** Colours by tone, and of the ring, as the theme has them. */
export interface PacketColours {
  readonly tones: readonly string[]
  readonly ring: string
}

/** Screen position of canvas point (0, 0), and screen pixels per canvas unit. */
export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** Reach of a dot in screen pixels. From so many packets on they are drawn smaller, so that a crowd stays a crowd. */
const DOT = 4.2
const CROWD = 1_500
const CROWD_DOT = 2.6
const RING = 9
const TURN = Math.PI * 2

/** Draws the field on a cleared canvas: one path for each tone, so the cost is in the number of packets alone. */
export function paintPackets(
  context: CanvasRenderingContext2D,
  field: PacketField,
  { x, y, zoom }: Viewport,
  colours: PacketColours,
): void {
  const near = Math.min(1.25, Math.max(0.75, zoom))
  const dot = (field.length > CROWD ? CROWD_DOT : DOT) * near
  for (let tone = 0; tone < PACKET_TONES; tone++) {
    context.beginPath()
    if (addTone(context, field, tone as PacketTone, x, y, zoom, dot)) finish(context, tone as PacketTone, dot, colours)
  }
  paintRings(context, field, x, y, zoom, near, colours)
}

/** Adds every packet of one tone to the path; false when there is none. */
function addTone(
  context: CanvasRenderingContext2D,
  field: PacketField,
  tone: PacketTone,
  left: number,
  top: number,
  zoom: number,
  dot: number,
): boolean {
  let any = false
  for (let index = 0; index < field.length; index++) {
    if (field.tone[index] !== tone) continue
    any = true
    addShape(context, tone, (field.x[index] as number) * zoom + left, (field.y[index] as number) * zoom + top, dot)
  }
  return any
}

function addShape(context: CanvasRenderingContext2D, tone: PacketTone, x: number, y: number, dot: number): void {
  if (tone === PacketTone.request) {
    // A line of no length with round ends is a disc, and far cheaper than an arc.
    context.moveTo(x, y)
    context.lineTo(x, y)
  } else if (tone === PacketTone.answer) {
    const reach = dot * 1.2
    context.moveTo(x, y - reach)
    context.lineTo(x + reach, y)
    context.lineTo(x, y + reach)
    context.lineTo(x - reach, y)
    context.closePath()
  } else if (tone === PacketTone.probe) {
    const reach = dot * 0.68
    context.moveTo(x + reach, y)
    context.arc(x, y, reach, 0, TURN)
  } else {
    context.moveTo(x - dot, y - dot)
    context.lineTo(x + dot, y + dot)
    context.moveTo(x + dot, y - dot)
    context.lineTo(x - dot, y + dot)
  }
}

function finish(context: CanvasRenderingContext2D, tone: PacketTone, dot: number, colours: PacketColours): void {
  const colour = colours.tones[tone] as string
  context.lineCap = 'round'
  if (tone === PacketTone.answer) {
    context.fillStyle = colour
    context.fill()
    return
  }
  context.strokeStyle = colour
  if (tone === PacketTone.request) context.lineWidth = dot * 2
  else if (tone === PacketTone.probe) context.lineWidth = dot * 0.35
  else context.lineWidth = dot * 0.55
  context.globalAlpha = tone === PacketTone.fading ? 0.45 : 1
  context.stroke()
  context.globalAlpha = 1
}

function paintRings(
  context: CanvasRenderingContext2D,
  field: PacketField,
  left: number,
  top: number,
  zoom: number,
  near: number,
  colours: PacketColours,
): void {
  const reach = RING * near
  context.beginPath()
  for (let index = 0; index < field.length; index++) {
    if (field.ringed[index] !== 1) continue
    const x = (field.x[index] as number) * zoom + left
    const y = (field.y[index] as number) * zoom + top
    context.moveTo(x + reach, y)
    context.arc(x, y, reach, 0, TURN)
  }
  context.strokeStyle = colours.ring
  context.lineWidth = 2
  context.stroke()
}
