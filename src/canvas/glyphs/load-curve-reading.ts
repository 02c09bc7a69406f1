import { formatDuration } from '../../../workers/kernel/time'
import type { CurvePoint, TheoryCurve } from '../../../workers/systems/glyphs'
import type { Reading } from '../reading'

export type Axis = 'busy' | 'workers'

/** What was measured, the present stage last. */
export function pointsOf(reading: Reading): readonly CurvePoint[] {
  return Array.isArray(reading.points) ? (reading.points as unknown as readonly CurvePoint[]) : []
}

export function theoryOf(reading: Reading): readonly TheoryCurve[] {
  return Array.isArray(reading.theory) ? (reading.theory as unknown as readonly TheoryCurve[]) : []
}

/** `91.4 % busy: 265 ms`, or `16 workers: 58/s`. */
export function pointText(axis: Axis, point: CurvePoint): string {
  if (axis === 'busy') return `${point.busy} % busy: ${timeText(point.micros)}`
  return `${point.workers} ${point.workers === 1 ? 'worker' : 'workers'}: ${point.perSecond}/s`
}

/** Three digits are enough beside a point. */
export function timeText(micros: number): string {
  return formatDuration(micros < 10_000 ? Math.round(micros / 100) * 100 : Math.round(micros / 1_000) * 1_000)
}

/** Where x and y of a curve or a point lie, as fractions of the chart: from the left and from the bottom. */
export interface Scale {
  x(value: number): number
  y(value: number): number
  /** y at the upper edge. */
  readonly top: number
}

const MOST_WORKERS = 128

/**
 * Right is how busy the machines are, from 0 to 100 %, or workers, each doubling as wide as the other. The height of the
 * chart changes only by doubling, so that it seldom jumps.
 */
export function scaleOf(axis: Axis, theory: readonly TheoryCurve[], points: readonly CurvePoint[]): Scale {
  if (axis === 'workers') {
    const highest = Math.max(...theory.flatMap(({ y, limit }) => [...y, limit ?? 0]), 1)
    const top = Math.max(1.12 * highest, ...points.map(({ perSecond }) => 1.05 * perSecond))
    return { x: (workers) => Math.log2(Math.max(1, workers)) / Math.log2(MOST_WORKERS), y: (rate) => rate / top, top }
  }
  const least = Math.min(...theory.map(({ y }) => y[0] ?? 1), 1_000_000_000)
  const most = Math.max(least, ...points.map(({ micros }) => micros))
  let top = 8 * least
  while (top < 1.15 * most) top *= 2
  return { x: (busy) => busy / 100, y: (micros) => Math.min(1.05, micros / top), top }
}

/** An SVG path in a box of this size; what lies above its upper edge is cut. */
export function curvePath(curve: TheoryCurve, scale: Scale, width: number, height: number): string {
  const steps: string[] = []
  for (const [index, x] of curve.x.entries()) {
    const y = scale.y(curve.y[index] ?? 0)
    steps.push(`${index === 0 ? 'M' : 'L'}${(scale.x(x) * width).toFixed(1)} ${(height * (1 - y)).toFixed(1)}`)
    if (y > 1) break
  }
  return steps.join('')
}
