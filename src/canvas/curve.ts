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
/** Points at which a curve is asked whether it runs behind a box, and how near is too near. */
const PROBES = 24
const CLEARANCE = 5

/**
 * The curve from box `a` to box `b`. It leaves and arrives at right angles to facing sides: left and right, or top and
 * bottom when `narrow`. Where that would hide it behind a box of `others`, other sides are taken.
 */
export function curveBetween(a: Box, b: Box, narrow: boolean, others: readonly Box[] = []): Curve {
  const across = Math.abs(b.x - a.x) - (a.width + b.width) / 2
  const down = Math.abs(b.y - a.y) - (a.height + b.height) / 2
  const sideways = joined(sideTowards(a, b, false), sideTowards(b, a, false))
  const upright = joined(sideTowards(a, b, true), sideTowards(b, a, true))
  const downAndAcross = joined(sideTowards(a, b, true), sideTowards(b, a, false))
  const acrossAndDown = joined(sideTowards(a, b, false), sideTowards(b, a, true))
  const isUpright = narrow ? down >= LEAST_GAP || across < LEAST_GAP : across < LEAST_GAP && down > across
  const candidates = isUpright
    ? [upright, downAndAcross, acrossAndDown, sideways]
    : [sideways, upright, acrossAndDown, downAndAcross]
  const obstacles = [...others, a, b]
  let best = candidates[0] as Curve
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const hidden = hiddenPoints(candidate, obstacles)
    if (hidden >= least) continue
    least = hidden
    best = candidate
  }
  return best
}

/** Where a curve meets a box, and the direction in which it leaves from there. */
interface End extends Point {
  readonly upright: boolean
}

function sideTowards(from: Box, to: Box, upright: boolean): End {
  if (upright) return { x: from.x, y: from.y + (to.y >= from.y ? 0.5 : -0.5) * from.height, upright }
  return { x: from.x + (to.x >= from.x ? 0.5 : -0.5) * from.width, y: from.y, upright }
}

/** Both controls stand half of the way along when the ends point alike, and further where the curve turns a corner. */
function joined(start: End, end: End): Curve {
  const reach = start.upright === end.upright ? 0.5 : 0.7
  const dx = (end.x - start.x) * reach
  const dy = (end.y - start.y) * reach
  return [
    start.x,
    start.y,
    start.x + (start.upright ? 0 : dx),
    start.y + (start.upright ? dy : 0),
    end.x - (end.upright ? 0 : dx),
    end.y - (end.upright ? dy : 0),
    end.x,
    end.y,
  ]
}

function hiddenPoints(curve: Curve, boxes: readonly Box[]): number {
  let hidden = 0
  for (let probe = 1; probe < PROBES; probe++) {
    const { x, y } = curvePoint(curve, probe / PROBES)
    const isHidden = boxes.some((box, index) => {
      // The last two are the ends themselves, which a curve touches.
      const margin = index >= boxes.length - 2 ? -1 : CLEARANCE
      return Math.abs(x - box.x) < box.width / 2 + margin && Math.abs(y - box.y) < box.height / 2 + margin
    })
    if (isHidden) hidden++
  }
  return hidden
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
