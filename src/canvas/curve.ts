/**
 * The path between two nodes: one cubic curve, drawn by the graph and walked by the packets, so that both come from here.
 * All coordinates are canvas units.
 */
import type { Point } from '../../workers/systems/system'

/** A rounded box by its centre. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** Start, two control points, end: x and y of each in turn. */
export type Curve = readonly [
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  x3: number,
  y3: number,
]

/** Pieces of equal length in a table; a packet is placed between two of its points. */
export const SAMPLES = 64
/** Points of the curve from which lengths are measured. */
const MEASURED = 256
/** Facing sides must be this far apart for a curve to leave from them. */
const LEAST_GAP = 12

/**
 * The curve from box `a` to box `b`. It leaves and arrives at right angles to facing sides: left and right, or top and
 * bottom when `narrow` or when the boxes stand above each other.
 */
export function curveBetween(a: Box, b: Box, narrow: boolean): Curve {
  const across = Math.abs(b.x - a.x) - (a.width + b.width) / 2
  const down = Math.abs(b.y - a.y) - (a.height + b.height) / 2
  const vertical = narrow ? down >= LEAST_GAP || across < LEAST_GAP : across < LEAST_GAP && down > across
  return vertical ? verticalCurve(a, b) : horizontalCurve(a, b)
}

function horizontalCurve(a: Box, b: Box): Curve {
  const side = b.x >= a.x ? 0.5 : -0.5
  const start = a.x + side * a.width
  const end = b.x - side * b.width
  const middle = (start + end) / 2
  return [start, a.y, middle, a.y, middle, b.y, end, b.y]
}

function verticalCurve(a: Box, b: Box): Curve {
  const side = b.y >= a.y ? 0.5 : -0.5
  const start = a.y + side * a.height
  const end = b.y - side * b.height
  const middle = (start + end) / 2
  return [a.x, start, a.x, middle, b.x, middle, b.x, end]
}

/** The curve as SVG path data. */
export function pathText([x0, y0, x1, y1, x2, y2, x3, y3]: Curve): string {
  return `M${x0} ${y0}C${x1} ${y1} ${x2} ${y2} ${x3} ${y3}`
}

/** The point at parameter `t` from 0 to 1; equal steps of `t` are not equal lengths. */
export function curvePoint([x0, y0, x1, y1, x2, y2, x3, y3]: Curve, t: number): Point {
  const u = 1 - t
  const a = u * u * u
  const b = 3 * u * u * t
  const c = 3 * u * t * t
  const d = t * t * t
  return { x: a * x0 + b * x1 + c * x2 + d * x3, y: a * y0 + b * y1 + c * y2 + d * y3 }
}

/**
 * `SAMPLES` + 1 points at equal lengths along the curve, x and y in turn: a packet that needs equal times for equal
 * lengths moves evenly through the table.
 */
export function sampleCurve(curve: Curve): Float32Array {
  const lengths = new Float64Array(MEASURED + 1)
  let before = curvePoint(curve, 0)
  for (let step = 1; step <= MEASURED; step++) {
    const point = curvePoint(curve, step / MEASURED)
    lengths[step] = (lengths[step - 1] as number) + Math.hypot(point.x - before.x, point.y - before.y)
    before = point
  }
  const whole = lengths[MEASURED] as number
  const table = new Float32Array((SAMPLES + 1) * 2)
  let step = 1
  for (let sample = 0; sample <= SAMPLES; sample++) {
    const wanted = (whole * sample) / SAMPLES
    while (step < MEASURED && (lengths[step] as number) < wanted) step++
    const from = lengths[step - 1] as number
    const piece = (lengths[step] as number) - from
    const t = (step - 1 + (piece > 0 ? (wanted - from) / piece : 0)) / MEASURED
    const point = curvePoint(curve, t)
    table[sample * 2] = point.x
    table[sample * 2 + 1] = point.y
  }
  return table
}

/** x at `progress` (0 to 1) of the length. Two functions instead of one point: packets are placed without an allocation. */
export function tableX(table: Float32Array, progress: number): number {
  return tableValue(table, progress, 0)
}
/** y at `progress` (0 to 1) of the length. */
export function tableY(table: Float32Array, progress: number): number {
  return tableValue(table, progress, 1)
}

function tableValue(table: Float32Array, progress: number, offset: 0 | 1): number {
  const place = progress * SAMPLES
  const sample = Math.min(SAMPLES - 1, Math.floor(place))
  const from = table[sample * 2 + offset] as number
  const to = table[sample * 2 + 2 + offset] as number
  return from + (to - from) * (place - sample)
}
