import { formatDuration } from '../../../workers/kernel/time'
import type { Glyph } from '../../../workers/systems/glyphs'
import { CHART_SPANS, type LimiterStep, stairs } from './limiter-reading'

/** Below the axis: crosses, and the time. */
const CROSSES = 6
const TIME = 17
const CROSS = 2.2
/** Stairs that touch the line are not over it. */
const ROUNDING = 1e-6

/**
 * Time to the right since the last pause, units that passed upwards, a cross under the axis for each span with refusals.
 * The dashed line is burst + rate · t. Both scales change only when the time on the axis doubles.
 */
export function LimiterChart({
  step,
  glyph,
  width,
  height,
}: {
  readonly step: LimiterStep | null
  readonly glyph: Extract<Glyph, { type: 'limiter' }>
  readonly width: number
  readonly height: number
}) {
  const whole =
    step === null || step.chart.spanMicros === 0 ? 2 * glyph.windowMicros : CHART_SPANS * step.chart.spanMicros
  const seconds = whole / 1_000_000
  const { name, lines } = linesOf(step, glyph)
  const ends = lines.map((line) => line.start + line.perSecond * seconds)
  const corners = step === null ? [] : stairs(step.chart)
  const top = Math.max(1, ...ends, corners.at(-1)?.y ?? 0) * 1.02
  const y = (units: number): number => height * (1 - units / top)
  const isOver = corners.some((corner) =>
    lines.some((line) => corner.y > line.start + line.perSecond * seconds * corner.x + ROUNDING),
  )
  const path = corners.map((corner, index) => `${index === 0 ? 'M' : 'L'}${corner.x * width} ${y(corner.y)}`).join('')
  const ways = lines.map((line, index) => `M0 ${y(line.start)}L${width} ${y(ends[index] ?? 0)}`)
  return (
    <>
      <path className="limiter-axis" d={`M0 0V${height}H${width}`} />
      <path className="limiter-line" d={ways.join('')} />
      <text x={width} y={-5} className={`glyph-end limiter-label ${isOver ? 'glyph-bad' : ''}`}>
        {isOver ? `over ${name}` : name}
      </text>
      <path className={isOver ? 'limiter-stairs limiter-stairs-over' : 'limiter-stairs'} d={path} />
      {step !== null && <Refusals step={step} width={width} y={height + CROSSES} />}
      <text x={width} y={height + TIME} className="glyph-faint glyph-end limiter-label">
        {formatDuration(whole)}
      </text>
      <text x={0} y={height + TIME} className="glyph-faint limiter-label">
        0
      </text>
    </>
  )
}

interface Line {
  readonly start: number
  readonly perSecond: number
}

/**
 * What may have passed by a time: a bucket's burst and its rate, a line for each of several buckets, one at once for a
 * shaper, the limit of a window. Nothing bounds what a concurrency limit lets through in time.
 */
function linesOf(
  step: LimiterStep | null,
  { burst, limit, windowMicros }: Extract<Glyph, { type: 'limiter' }>,
): { readonly name: string; readonly lines: readonly Line[] } {
  const perSecond = (limit * 1_000_000) / windowMicros
  const memory = step?.memory
  switch (memory?.kind) {
    case 'buckets':
      return {
        name: 'b + r·t, both',
        lines: memory.capacities.map((start, index) => ({ start, perSecond: memory.perSecond[index] ?? 0 })),
      }
    case 'queue':
      return { name: '1 + r·t', lines: [{ start: 1, perSecond }] }
    case 'window':
    case 'weighted':
    case 'log':
      return { name: 'L + r·t', lines: [{ start: limit, perSecond }] }
    case 'open':
      return { name: '', lines: [] }
    default:
      return { name: 'b + r·t', lines: [{ start: burst, perSecond }] }
  }
}

function Refusals({ step, width, y }: { readonly step: LimiterStep; readonly width: number; readonly y: number }) {
  const { refused, spanMicros, sinceMicros } = step.chart
  const whole = CHART_SPANS * spanMicros
  const crosses = refused.map((count, index) => {
    if (count === 0) return ''
    const from = index * spanMicros
    const x = ((from + Math.min(from + spanMicros, sinceMicros)) / 2 / whole) * width
    return `M${x - CROSS} ${y - CROSS}l${2 * CROSS} ${2 * CROSS}m0 ${-2 * CROSS}l${-2 * CROSS} ${2 * CROSS}`
  })
  return <path className="limiter-crosses" d={crosses.join('')} />
}
