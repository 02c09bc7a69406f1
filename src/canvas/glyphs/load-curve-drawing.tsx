import { groupDigits } from '../../../workers/trace/sentence'
import type { GlyphProps } from './glyph-kind'
import {
  type Axis,
  curvePath,
  pointsOf,
  pointText,
  type Scale,
  scaleOf,
  theoryOf,
  timeText,
} from './load-curve-reading'
import { Bill } from './scaling-bill'
import './scaling.css'

const CHART = { x: 40, y: 22, width: 252, height: 124 }
/** From here on each further percent costs more than the one before. */
const KNEE = { from: 80, to: 95 }
const TICKS: Readonly<Record<Axis, readonly number[]>> = { busy: [0, 50, 80, 95], workers: [1, 4, 16, 64] }

/** The curve of theory, and on it the points that this run has measured; the present one is named. */
export function LoadCurveDrawing({ glyph, reading, width, height }: GlyphProps<'load-curve'>) {
  const { axis } = glyph
  const theory = theoryOf(reading)
  const points = pointsOf(reading)
  const scale = scaleOf(axis, theory, points)
  const last = points.at(-1)
  return (
    <>
      <text x={0} y={10} className={last === undefined ? 'glyph-faint' : 'glyph-strong'}>
        {last === undefined ? 'nothing measured yet' : pointText(axis, last)}
      </text>
      <g transform={`translate(${CHART.x} ${CHART.y})`}>
        {axis === 'busy' && (
          <rect
            className="curve-knee"
            x={scale.x(KNEE.from) * CHART.width}
            y={0}
            width={(scale.x(KNEE.to) - scale.x(KNEE.from)) * CHART.width}
            height={CHART.height}
          />
        )}
        <path className="curve-axis" d={`M0 0V${CHART.height}H${CHART.width}`} />
        <Guides theory={theory} scale={scale} />
        {theory.map((curve, index) => (
          <path
            key={curve.name}
            className={index === 0 ? 'curve-theory' : 'curve-theory curve-other'}
            d={curvePath(curve, scale, CHART.width, CHART.height)}
          />
        ))}
        {points.map((point, index) => {
          const [x, y] = axis === 'busy' ? [point.busy, point.micros] : [point.workers, point.perSecond]
          const isLast = index === points.length - 1
          return (
            <circle
              // biome-ignore lint/suspicious/noArrayIndexKey: a point is its stage
              key={index}
              className={isLast ? 'curve-point curve-now' : 'curve-point'}
              cx={0}
              cy={0}
              r={isLast ? 5 : 3.6}
              transform={`translate(${scale.x(x) * CHART.width} ${CHART.height * (1 - scale.y(y))})`}
            />
          )
        })}
        <Labels axis={axis} scale={scale} theory={theory} />
      </g>
      <Bill reading={reading} width={width} y={height - 3} />
    </>
  )
}

function Guides({ theory, scale }: { readonly theory: ReturnType<typeof theoryOf>; readonly scale: Scale }) {
  return theory.map(({ name, limit, peak }) => (
    <g key={name}>
      {limit !== undefined && (
        <>
          <path className="curve-guide" d={`M0 ${CHART.height * (1 - scale.y(limit))}H${CHART.width}`} />
          <text x={CHART.width} y={CHART.height * (1 - scale.y(limit)) - 3} className="glyph-end curve-label">
            {`1 / σ: ${limit}/s`}
          </text>
        </>
      )}
      {peak !== undefined && (
        <>
          <path className="curve-guide" d={`M${scale.x(peak) * CHART.width} 0V${CHART.height}`} />
          <text x={scale.x(peak) * CHART.width + 4} y={CHART.height - 5} className="curve-label">
            {`N* = ${peak}`}
          </text>
        </>
      )}
    </g>
  ))
}

function Labels({
  axis,
  scale,
  theory,
}: {
  readonly axis: Axis
  readonly scale: Scale
  readonly theory: ReturnType<typeof theoryOf>
}) {
  const { width, height } = CHART
  const toText = axis === 'busy' ? timeText : (rate: number) => `${groupDigits(rate)}/s`
  return (
    <>
      {[scale.top, scale.top / 2].map((value) => (
        <text key={value} x={-5} y={height * (1 - value / scale.top) + 4} className="glyph-end curve-label">
          {toText(value)}
        </text>
      ))}
      {TICKS[axis].map((tick) => (
        <text key={tick} x={scale.x(tick) * width} y={height + 13} className="glyph-middle curve-label">
          {axis === 'busy' ? `${tick} %${tick === 50 ? ' busy' : ''}` : `${tick}${tick === 64 ? ' workers' : ''}`}
        </text>
      ))}
      {theory.map(({ name }, index) => (
        <g key={name} transform={`translate(8 ${(axis === 'busy' ? 12 : 32) + index * 14})`}>
          <path className={index === 0 ? 'curve-theory' : 'curve-theory curve-other'} d="M0 -3.5H16" />
          <text x={21} y={0} className="curve-label">
            {name}
          </text>
        </g>
      ))}
    </>
  )
}
