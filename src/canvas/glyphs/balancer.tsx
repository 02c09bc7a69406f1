import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf, type Reading, textOf } from '../reading'
import { CellRow } from './cell-row'
import type { GlyphKind, GlyphProps } from './glyph-kind'

const NAME = 30
/** Room for a count of open requests, or for the word that says why there are no new ones. */
const FIGURE = 46

export const balancer: GlyphKind<'balancer'> = {
  size: ({ targets }, compact) => ({
    width: compact ? 172 : 176,
    height: topOf(compact) + rowOf(compact) * Math.max(1, targets.length),
  }),
  Drawing: BalancerGlyph,
  stepMarks: [],
  words: ({ targets }, reading) =>
    targets.map((target) => {
      const state = stateOf(reading, target)
      return `${amountOf(reading, `open:${target}`)} open at ${target}${state === '' ? '' : `, ${WORDS[state]}`}`
    }),
}

type State = '' | 'drain' | 'ejected' | 'out'

const WORDS = { drain: 'drained', ejected: 'ejected', out: 'taken out' } as const

/** Why a target gets nothing new; empty when it does. */
function stateOf(reading: Reading, target: string): State {
  if (reading[`draining:${target}`] === 1) return 'drain'
  if (reading[`ejected:${target}`] === 1) return 'ejected'
  return reading[`healthy:${target}`] === 0 ? 'out' : ''
}

/** Height of a target's row, and of what stands above the first. */
function rowOf(compact: boolean): number {
  return compact ? 13 : 15
}
function topOf(compact: boolean): number {
  return compact ? 15 : 18
}

/** How it chooses, and a row a target: the requests that are open there, whether it gets any, and its weight. */
function BalancerGlyph({ glyph, reading, width, compact }: GlyphProps<'balancer'>) {
  return (
    <>
      <text x={0} y={9}>
        {textOf(reading, 'policy')}
      </text>
      {reading.panic === 1 && (
        <text x={width} y={9} className="glyph-bad glyph-end">
          panic
        </text>
      )}
      {glyph.targets.map((target, index) => (
        <g key={target} transform={`translate(0 ${topOf(compact) + index * rowOf(compact)})`}>
          <Row
            target={target}
            reading={reading}
            rowMax={glyph.rowMax}
            width={width}
            weighted={glyph.weighted ?? false}
          />
        </g>
      ))}
    </>
  )
}

function Row({
  target,
  reading,
  rowMax,
  width,
  weighted,
}: {
  readonly target: string
  readonly reading: Reading
  readonly rowMax: number
  readonly width: number
  readonly weighted: boolean
}) {
  const open = numberOf(reading, `open:${target}`)
  const state = stateOf(reading, target)
  const tone = state === '' ? '' : state === 'drain' ? 'glyph-faint' : 'glyph-bad'
  const left = NAME + (weighted ? 36 : 0)
  return (
    <>
      <text x={0} y={9} className={state === '' ? 'glyph-ink' : `${tone} glyph-struck`}>
        {target}
      </text>
      {weighted && (
        <text x={NAME - 6} y={9} className="glyph-faint">
          ×{Math.round(100 * numberOf(reading, `weight:${target}`)) / 100}
        </text>
      )}
      <CellRow x={left} y={1} width={width - left - FIGURE} height={9} count={rowMax} filled={open} />
      <text x={width} y={9} className={`${tone} glyph-end`}>
        {state === 'drain' ? 'drains' : state || groupDigits(open)}
      </text>
    </>
  )
}
