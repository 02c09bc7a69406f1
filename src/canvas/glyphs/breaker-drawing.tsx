import { formatDuration } from '../../../workers/kernel/time'
import { groupDigits } from '../../../workers/trace/sentence'
import type { Mark } from '../../../workers/trace/trace'
import { amountOf, numberOf, type Reading, textOf } from '../reading'
import { BreakerCells } from './breaker-cells'
import { type BreakerStateName, countedText, stateOf } from './breaker-reading'
import './breaker-drawing.css'
import type { GlyphProps } from './glyph-kind'

/** What is counted as cells and in words, the three states with the present one ringed, and what the caller has at work. */
export function BreakerDrawing(props: GlyphProps<'breaker'>) {
  const { glyph, reading, width, height } = props
  const counted = countedText(reading)
  const middle = width / 2
  const foot = (
    <>
      <text x={0} y={height - 3}>
        <tspan className="glyph-ink">{amountOf(reading, 'busy')}</tspan>
        {glyph.isBrief ? ' busy' : ` of ${groupDigits(glyph.threads)} threads`}
      </text>
      <text x={width} y={height - 3} className="glyph-end">
        <tspan className="glyph-ink">{amountOf(reading, 'sent')}</tspan> sent,{' '}
        <tspan className="glyph-ink">{amountOf(reading, 'callsRefused')}</tspan> refused
      </text>
    </>
  )
  return (
    <>
      <BreakerCells reading={reading} width={width} height={glyph.isBrief ? 9 : 13} />
      <text x={middle} y={glyph.isBrief ? 23 : 29} className="glyph-strong glyph-middle">
        {counted}
      </text>
      {!glyph.isBrief && (
        <text x={middle} y={43} className="glyph-faint glyph-middle">
          {textOf(reading, 'rule')}
        </text>
      )}
      {glyph.isBrief ? <BriefStates {...props} /> : <States {...props} />}
      {foot}
    </>
  )
}

const COLOURS: Readonly<Record<BreakerStateName, string>> = {
  none: '',
  closed: 'breaker-closed',
  open: 'breaker-open',
  'half-open': 'breaker-half-open',
}

/** Which arrow the last mark of a change goes along. */
const ARROWS: Readonly<Record<string, string>> = {
  'breaker/half-open': 'open to half-open',
  'breaker/closed': 'half-open to closed',
  'breaker/closed-late': 'open to closed',
}

function lastArrow(lastMark: Mark | null): string {
  if (lastMark?.name === 'breaker/opened') return 'probes' in lastMark.details ? 'half-open to open' : 'closed to open'
  return ARROWS[lastMark?.name ?? ''] ?? ''
}

const RADIUS = 30

/** Quadratic curves between the circles: start, control and end, from the places of the circles. */
function arrowsBetween(left: number, right: number, top: number, low: number): readonly ArrowShape[] {
  const middle = (left + right) / 2
  return [
    { name: 'closed to open', points: [left + 25, top - 18, middle, top - 36, right - 26, top - 18] },
    { name: 'open to half-open', points: [right - 8, top + 29, right - 12, low + 9, middle + 33, low + 8] },
    { name: 'half-open to open', points: [middle + 26, low - 17, right - 44, low - 22, right - 31, top + 5] },
    { name: 'half-open to closed', points: [middle - 30, low + 6, left + 14, low + 8, left + 8, top + 32] },
  ]
}

function States({ reading, lastMark, width, height }: GlyphProps<'breaker'>) {
  const state = stateOf(reading)
  if (state === 'none') return <NoBreaker reading={reading} width={width} y={height / 2 + 8} />
  const [left, right, top, low] = [34, width - 34, 85, height - 51]
  const places = { closed: { x: left, y: top }, open: { x: right, y: top }, 'half-open': { x: width / 2, y: low } }
  const last = lastArrow(lastMark)
  const late: ArrowShape = {
    name: 'open to closed',
    points: [right - 31, top - 5, width / 2, top - 11, left + 33, top - 5],
  }
  const arrows = arrowsBetween(left, right, top, low)
  return (
    <>
      {(last === late.name ? [...arrows, late] : arrows).map((shape) => (
        <Arrow key={shape.name} {...shape} isLast={shape.name === last} />
      ))}
      {(['closed', 'open', 'half-open'] as const).map((name) => (
        <StateCircle key={name} name={name} isPresent={state === name} r={RADIUS} {...places[name]} />
      ))}
      <OpenTime reading={reading} lastMark={lastMark} x={width} y={low + 27} />
    </>
  )
}

function BriefStates({ reading, width }: GlyphProps<'breaker'>) {
  const state = stateOf(reading)
  if (state === 'none') return <NoBriefBreaker reading={reading} width={width} />
  return (['closed', 'half-open', 'open'] as const).map((name, index) => {
    const x = width * (0.16 + 0.34 * index)
    const isPresent = state === name
    return (
      <g key={name}>
        <circle className={`breaker-state ${isPresent ? COLOURS[name] : ''}`} cx={x} cy={42} r={10} />
        {isPresent && <circle className={`breaker-dot ${COLOURS[name]}`} cx={x} cy={42} r={4} />}
        <text x={x} y={66} className={isPresent ? 'glyph-strong glyph-middle' : 'glyph-faint glyph-middle'}>
          {name}
        </text>
      </g>
    )
  })
}

function StateCircle({
  name,
  isPresent,
  x,
  y,
  r,
}: {
  readonly name: 'closed' | 'open' | 'half-open'
  readonly isPresent: boolean
  readonly x: number
  readonly y: number
  readonly r: number
}) {
  return (
    <>
      <circle className={`breaker-state ${isPresent ? COLOURS[name] : ''}`} cx={x} cy={y} r={r} />
      <text x={x} y={y + 4} className={`breaker-name glyph-middle ${isPresent ? 'glyph-strong' : 'glyph-faint'}`}>
        {name}
      </text>
    </>
  )
}

interface ArrowShape {
  readonly name: string
  readonly points: readonly [x0: number, y0: number, cx: number, cy: number, x1: number, y1: number]
}

function Arrow({ points: [x0, y0, cx, cy, x1, y1], isLast }: ArrowShape & { readonly isLast: boolean }) {
  const length = Math.hypot(x1 - cx, y1 - cy)
  const [alongX, alongY] = [((x1 - cx) / length) * 6, ((y1 - cy) / length) * 6]
  const side = (sign: number) => `${x1 - alongX - sign * alongY * 0.55} ${y1 - alongY + sign * alongX * 0.55}`
  return (
    <path
      className={isLast ? 'breaker-arrow breaker-arrow-last' : 'breaker-arrow'}
      d={`M${x0} ${y0}Q${cx} ${cy} ${x1} ${y1}M${side(1)}L${x1} ${y1}L${side(-1)}`}
    />
  )
}

/** How long it still refuses, as of the last thing that happened to it. */
function OpenTime({
  reading,
  lastMark,
  x,
  y,
}: {
  readonly reading: Reading
  readonly lastMark: Mark | null
  readonly x: number
  readonly y: number
}) {
  if (stateOf(reading) !== 'open' || lastMark === null) return null
  return (
    <text x={x} y={y} className="glyph-ink glyph-end">
      probe in {formatDuration(Math.max(0, numberOf(reading, 'openUntilMicros') - lastMark.atMicros))}
    </text>
  )
}

function NoBreaker({ reading, width, y }: { readonly reading: Reading; readonly width: number; readonly y: number }) {
  const figures = [
    ['answered', 'callsOk'],
    ['failed', 'callsFailed'],
    ['tried again', 'retries'],
  ] as const
  return (
    <>
      <text x={width / 2} y={y - 26} className="glyph-faint glyph-middle">
        no breaker: every call goes out
      </text>
      {figures.map(([label, key], index) => (
        <g key={key} transform={`translate(${width * (0.17 + 0.33 * index)} ${y})`}>
          <text y={10} className="glyph-strong glyph-middle breaker-figure">
            {amountOf(reading, key)}
          </text>
          <text y={26} className="glyph-faint glyph-middle">
            {label}
          </text>
        </g>
      ))}
    </>
  )
}

function NoBriefBreaker({ reading, width }: { readonly reading: Reading; readonly width: number }) {
  return (
    <>
      <text x={width / 2} y={46} className="glyph-faint glyph-middle">
        no breaker
      </text>
      <text x={width / 2} y={63} className="glyph-middle">
        <tspan className="glyph-ink">{amountOf(reading, 'retries')}</tspan> tried again
      </text>
    </>
  )
}
