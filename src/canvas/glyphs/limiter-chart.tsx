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
  const line = lineOf(step, glyph)
  const end = line.start + (line.limit * whole) / glyph.windowMicros
  const corners = step === null ? [] : stairs(step.chart)
  const top = Math.max(end, corners.at(-1)?.y ?? 0) * 1.02
  const y = (units: number): number => height * (1 - units / top)
  const isOver =
    line.isDrawn && corners.some((corner) => corner.y > line.start + (end - line.start) * corner.x + ROUNDING)
  const path = corners.map((corner, index) => `${index === 0 ? 'M' : 'L'}${corner.x * width} ${y(corner.y)}`).join('')
  return (
    <>
      <path className="limiter-axis" d={`M0 0V${height}H${width}`} />
      {line.isDrawn && (
        <>
          <path className="limiter-line" d={`M0 ${y(line.start)}L${width} ${y(end)}`} />
          <text x={width} y={-5} className={`glyph-end limiter-label ${isOver ? 'glyph-bad' : ''}`}>
            {isOver ? `over ${line.name}` : line.name}
          </text>
        </>
      )}
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

/** Where the line begins: at the burst of a bucket, one for a shaper, the limit of a window. None bounds what is open. */
function lineOf(step: LimiterStep | null, glyph: Extract<Glyph, { type: 'limiter' }>) {
  const { burst, limit } = glyph
  switch (step?.memory.kind) {
    case 'queue':
      return { start: 1, limit, isDrawn: true, name: '1 + r·t' }
    case 'window':
    case 'weighted':
    case 'log':
      return { start: limit, limit, isDrawn: true, name: 'L + r·t' }
    case 'open':
      return { start: limit, limit, isDrawn: false, name: '' }
    default:
      return { start: burst, limit, isDrawn: true, name: 'b + r·t' }
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
