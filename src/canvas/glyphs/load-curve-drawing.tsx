import type { TheoryCurve } from '../../../workers/systems/glyphs'
import { groupDigits } from '../../../workers/trace/sentence'
import type { GlyphProps } from './glyph-kind'
import {
  type Axis,
  curvePath,
  fitOf,
  fitText,
  pointsOf,
  pointText,
  type Scale,
  scaleOf,
  theoryOf,
  timeText,
} from './load-curve-reading'
import { centsText } from './money'
import { Bill } from './scaling-bill'
import './scaling.css'

const ROOMY = { x: 40, y: 22, width: 252, height: 124 }
const COMPACT = { x: 38, y: 22, width: 182, height: 92 }
type Chart = typeof ROOMY
/** Height that the bill takes; without a price the chart is higher by it. */
const BILL = 18
/** From here on each further percent costs more than the one before. */
const KNEE = { from: 80, to: 95 }
const TICKS: Readonly<Record<Axis, readonly (readonly [at: number, text: string])[]>> = {
  busy: [
    [0, '0 %'],
    [50, '50 % busy'],
    [(KNEE.from + KNEE.to) / 2, `${KNEE.from}–${KNEE.to} %`],
  ],
  workers: doublings('workers'),
  connections: doublings('connections'),
}

/** The curves of theory, and on them the points that this run has measured; the present one is named. */
export function LoadCurveDrawing({ glyph, reading, width, height, compact }: GlyphProps<'load-curve'>) {
  const { axis } = glyph
  const theory = theoryOf(reading)
  const points = pointsOf(reading)
  const fit = fitOf(reading)
  const scale = scaleOf(axis, theory, points)
  const last = points.at(-1)
  const hasPrice = reading.centsPerHour !== undefined
  const base = compact ? COMPACT : ROOMY
  const chart = hasPrice ? base : { ...base, height: base.height + BILL }
  return (
    <>
      <text x={0} y={10} className={last === undefined ? 'glyph-faint' : 'glyph-strong'}>
        {last === undefined ? 'nothing measured yet' : pointText(axis, last)}
      </text>
      {fit !== null && (
        <text x={width} y={10} className="glyph-end">
          {fitText(fit)}
        </text>
      )}
      <g transform={`translate(${chart.x} ${chart.y})`}>
        {axis === 'busy' && (
          <rect
            className="curve-knee"
            x={scale.x(KNEE.from) * chart.width}
            y={0}
            width={(scale.x(KNEE.to) - scale.x(KNEE.from)) * chart.width}
            height={chart.height}
          />
        )}
        <path className="curve-axis" d={`M0 0V${chart.height}H${chart.width}`} />
        <Guides theory={theory} scale={scale} chart={chart} />
        {theory.map((curve, index) => (
          <path key={curve.name} className={lineOf(index)} d={curvePath(curve, scale, chart.width, chart.height)} />
        ))}
        <Labels axis={axis} scale={scale} chart={chart} />
        <Names axis={axis} theory={theory} chart={chart} compact={compact} />
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
              transform={`translate(${scale.x(x) * chart.width} ${chart.height * (1 - scale.y(y))})`}
            />
          )
        })}
      </g>
      {hasPrice && (
        <Bill
          reading={reading}
          perMillion={last?.centsPerMillion ?? null}
          width={width}
          y={height - 3}
          compact={compact}
        />
      )}
    </>
  )
}

/** The curve that is meant to hold is a line, the others are dashes and dots. */
function lineOf(index: number): string {
  return ['curve-theory', 'curve-theory curve-other', 'curve-theory curve-third'][Math.min(2, index)] as string
}

interface Inside {
  readonly theory: readonly TheoryCurve[]
  readonly scale: Scale
  readonly chart: Chart
}

function Guides({ theory, scale, chart: { width, height } }: Inside) {
  return theory.map(({ name, limit, peak, peakText }) => (
    <g key={name}>
      {limit !== undefined && (
        <>
          <path className="curve-guide" d={`M0 ${height * (1 - scale.y(limit))}H${width}`} />
          <text x={width} y={height * (1 - scale.y(limit)) - 3} className="glyph-end curve-label">
            {`1 / σ: ${limit}/s`}
          </text>
        </>
      )}
      {peak !== undefined && (
        <>
          <path className="curve-guide" d={`M${scale.x(peak) * width} 0V${height}`} />
          <text x={scale.x(peak) * width + 4} y={height - 5} className="curve-label">
            {peakText ?? `N* = ${peak}`}
          </text>
        </>
      )}
    </g>
  ))
}

function Labels({ axis, scale, chart: { width, height } }: Omit<Inside, 'theory'> & { readonly axis: Axis }) {
  const toText = axis === 'busy' ? timeText : (rate: number) => `${groupDigits(rate)}/s`
  return (
    <>
      {[scale.top, scale.top / 2].map((value) => (
        <text key={value} x={-5} y={height * (1 - value / scale.top) + 4} className="glyph-end curve-label">
          {toText(value)}
        </text>
      ))}
      {TICKS[axis].map(([at, text]) => (
        <text key={at} x={scale.x(at) * width} y={height + 13} className="glyph-middle curve-label">
          {text}
        </text>
      ))}
    </>
  )
}

function doublings(what: string): readonly (readonly [at: number, text: string])[] {
  return [1, 4, 16, 64].map((count) => [count, count === 16 ? `${count} ${what}` : String(count)])
}

const NAME_LINE = 14
/** Where a name stands beside its line, and what a letter of it takes. */
const NAME_AT = 21
const LETTER = 5.6

/** What each curve is, where no curve runs: left of a knee, right above a peak, right below a ceiling. */
function Names({
  axis,
  theory,
  chart: { width, height },
  compact,
}: Omit<Inside, 'scale'> & { readonly axis: Axis; readonly compact: boolean }) {
  const hasPeak = theory.some(({ peak }) => peak !== undefined)
  const longest = Math.max(...theory.map(({ name }) => name.length))
  const x = axis === 'busy' ? 8 : width - NAME_AT - LETTER * longest
  const y = axis === 'busy' || hasPeak ? 10 : height - NAME_LINE * theory.length + 4
  return theory.map(({ name, centsPerHour }, index) => (
    <g key={name} transform={`translate(${x} ${y + index * NAME_LINE})`}>
      <path className={lineOf(index)} d="M0 -3.5H16" />
      <text x={NAME_AT} y={0} className="curve-label">
        {name}
        {centsPerHour !== undefined && !compact && (
          <tspan className="glyph-faint">{` ${centsText(centsPerHour)}/h`}</tspan>
        )}
      </text>
    </g>
  ))
}
