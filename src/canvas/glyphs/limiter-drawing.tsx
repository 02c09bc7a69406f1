import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf, type Reading, textOf } from '../reading'
import type { GlyphProps } from './glyph-kind'
import { ROOMY } from './limiter'
import { LimiterChart } from './limiter-chart'
import { LimiterMemory } from './limiter-memory'
import { type LimiterStep, limiterStepOf, memoryText } from './limiter-reading'
import { shortKey } from './placement-reading'
import './limiter.css'

const MEMORY = { x: 0, y: 17, width: 92, height: 85 }
const CHART = { x: 110, y: 19, width: 142, height: 70 }

/** What it remembers of one key, and beside it the staircase of what passed below the line that the limit draws. */
export function LimiterDrawing({ glyph, reading, lastMark, width, height, compact }: GlyphProps<'limiter'>) {
  const step = limiterStepOf(lastMark)
  if (compact && !glyph.isAlone)
    return <SmallDrawing glyph={glyph} reading={reading} step={step} width={width} height={height} />
  return (
    <g transform={`scale(${width / ROOMY.width})`}>
      <text x={0} y={9}>
        {textOf(reading, 'algorithm')}
        <tspan className="glyph-strong" dx={7}>
          {shortKey(step?.key ?? '')}
        </tspan>
      </text>
      <g transform={`translate(${MEMORY.x} ${MEMORY.y})`}>
        {step === null ? (
          <text x={MEMORY.width / 2} y={MEMORY.height / 2} className="glyph-faint glyph-middle">
            not asked yet
          </text>
        ) : (
          <LimiterMemory step={step} width={MEMORY.width} height={MEMORY.height} />
        )}
      </g>
      <g transform={`translate(${CHART.x} ${CHART.y})`}>
        <LimiterChart step={step} glyph={glyph} width={CHART.width} height={CHART.height} />
      </g>
      <Counts reading={reading} width={ROOMY.width} y={ROOMY.height - 3} compact={false} />
    </g>
  )
}

/** Among several on a narrow screen: the memory in words, and the staircase. */
function SmallDrawing({
  glyph,
  reading,
  step,
  width,
  height,
}: {
  readonly glyph: GlyphProps<'limiter'>['glyph']
  readonly reading: Reading
  readonly step: LimiterStep | null
  readonly width: number
  readonly height: number
}) {
  return (
    <>
      <text x={0} y={9} className="glyph-strong">
        {step === null ? 'not asked yet' : memoryText(step.memory)}
      </text>
      <g transform="translate(0 17)">
        <LimiterChart step={step} glyph={glyph} width={width} height={height - 50} />
      </g>
      <Counts reading={reading} width={width} y={height - 2} compact />
    </>
  )
}

/** Counts of all keys together, with the shapes that packets have. */
function Counts({
  reading,
  width,
  y,
  compact,
}: {
  readonly reading: Reading
  readonly width: number
  readonly y: number
  readonly compact: boolean
}) {
  const refused = numberOf(reading, 'refused')
  const keys = numberOf(reading, 'keys')
  const second = compact ? 46 : 84
  return (
    <>
      <path className="glyph-good" d={`M4 ${y - 8}l4 4-4 4-4-4z`} />
      <text x={12} y={y} className="glyph-ink">
        {amountOf(reading, 'passed')}
        {!compact && <tspan className="glyph-faint"> passed</tspan>}
      </text>
      <path className="glyph-cross" d={`M${second} ${y - 7}l6 6m0-6l-6 6`} opacity={refused === 0 ? 0.35 : 1} />
      <text x={second + 11} y={y} className={refused === 0 ? 'glyph-faint' : 'glyph-bad'}>
        {groupDigits(refused)}
        {!compact && <tspan className="glyph-faint"> refused</tspan>}
      </text>
      <text x={width} y={y} className="glyph-end">
        {groupDigits(keys)}
        <tspan className="glyph-faint">{keys === 1 ? ' key' : ' keys'}</tspan>
      </text>
    </>
  )
}
