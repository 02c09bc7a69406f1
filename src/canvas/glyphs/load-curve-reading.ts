import { formatDuration } from '../../../workers/kernel/time'
import type { CurveFit, CurvePoint, Glyph, TheoryCurve } from '../../../workers/systems/glyphs'
import type { Reading } from '../reading'

export type Axis = Extract<Glyph, { type: 'load-curve' }>['axis']

/** What was measured, the present stage last. */
export function pointsOf(reading: Reading): readonly CurvePoint[] {
  return Array.isArray(reading.points) ? (reading.points as unknown as readonly CurvePoint[]) : []
}

export function theoryOf(reading: Reading): readonly TheoryCurve[] {
  return Array.isArray(reading.theory) ? (reading.theory as unknown as readonly TheoryCurve[]) : []
}

export function fitOf(reading: Reading): CurveFit | null {
  return (reading.fit ?? null) as unknown as CurveFit | null
}

/** `91.4 % busy: 265 ms`, `16 workers: 58/s`, or `8 connections: 140/s, 457 ms`. */
export function pointText(axis: Axis, point: CurvePoint): string {
  if (axis === 'busy') return `${point.busy} % busy: ${timeText(point.micros)}`
  const text = `${point.workers} ${axis.slice(0, point.workers === 1 ? -1 : undefined)}: ${point.perSecond}/s`
  return axis === 'workers' ? text : `${text}, ${timeText(point.micros)}`
}

/** `fit: σ 5 %, N* 15.4`: what the stages so far say of the workers. */
export function fitText({ sigma, peak }: CurveFit): string {
  return `fit: σ ${Math.round(1_000 * sigma) / 10} %${peak === null ? '' : `, N* ${peak}`}`
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
/** Above a peak there is room for the names of the curves. */
const ROOM_ABOVE = 1.5

/**
 * Right is how busy the machines are, from 0 to 100 %, or workers, each doubling as wide as the other. The first curve is
 * the one that is wholly seen; the height of the chart changes only by doubling, so that it seldom jumps.
 */
export function scaleOf(axis: Axis, theory: readonly TheoryCurve[], points: readonly CurvePoint[]): Scale {
  const [own] = theory
  if (axis === 'busy') {
    const starts = theory.map(({ y }) => y[0] ?? 1)
    const most = Math.max(1, ...points.map(({ micros }) => micros))
    // The others begin in its lower quarter, so that their names have room above them.
    let top = Math.max(8 * (starts[0] ?? 100_000), 4 * Math.max(1, ...starts.slice(1)))
    while (top < 1.15 * most) top *= 2
    return { x: (busy) => busy / 100, y: (micros) => micros / top, top }
  }
  const highest = Math.max(...(own?.y ?? []), own?.limit ?? 0, 1)
  const wanted = own?.limit === undefined ? ROOM_ABOVE * highest : 1.12 * highest
  const top = Math.max(wanted, ...points.map(({ perSecond }) => 1.05 * perSecond))
  return { x: (workers) => Math.log2(Math.max(1, workers)) / Math.log2(MOST_WORKERS), y: (rate) => rate / top, top }
}

/** An SVG path in a box of this size; it ends where it leaves it at the upper edge. */
export function curvePath(curve: TheoryCurve, scale: Scale, width: number, height: number): string {
  const steps: string[] = []
  let [beforeX, beforeY] = [0, 0]
  for (const [index, value] of curve.x.entries()) {
    const [x, y] = [scale.x(value), scale.y(curve.y[index] ?? 0)]
    if (y > 1 && index === 0) return ''
    const share = y > 1 ? (1 - beforeY) / (y - beforeY) : 1
    const [toX, toY] = [beforeX + share * (x - beforeX), Math.min(1, y)]
    steps.push(`${index === 0 ? 'M' : 'L'}${(toX * width).toFixed(1)} ${(height * (1 - toY)).toFixed(1)}`)
    if (y > 1) break
    beforeX = x
    beforeY = y
  }
  return steps.join('')
}
