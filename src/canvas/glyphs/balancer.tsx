import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf, type Reading, textOf } from '../reading'
import { CellRow } from './cell-row'
import type { GlyphKind, GlyphProps } from './glyph-kind'

const NAME = 30
const FIGURE = 26

export const balancer: GlyphKind<'balancer'> = {
  size: ({ targets }, compact) => ({
    width: compact ? 172 : 156,
    height: topOf(compact) + rowOf(compact) * Math.max(1, targets.length),
  }),
  Drawing: BalancerGlyph,
  stepMarks: [],
  words: ({ targets }, reading) =>
    targets.map((target) => {
      const out = reading[`healthy:${target}`] === 0 ? ', taken out' : ''
      return `${amountOf(reading, `open:${target}`)} open at ${target}${out}`
    }),
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
  const weighted = glyph.targets.some((target) => (reading[`weight:${target}`] ?? 1) !== 1)
  return (
    <>
      <text x={0} y={9}>
        {textOf(reading, 'policy')}
      </text>
      {glyph.targets.map((target, index) => (
        <g key={target} transform={`translate(0 ${topOf(compact) + index * rowOf(compact)})`}>
          <Row target={target} reading={reading} rowMax={glyph.rowMax} width={width} weighted={weighted} />
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
  const isOut = reading[`healthy:${target}`] === 0
  const left = NAME + (weighted ? 22 : 0)
  return (
    <>
      <text x={0} y={9} className={isOut ? 'glyph-bad glyph-struck' : 'glyph-ink'}>
        {target}
      </text>
      {weighted && (
        <text x={NAME - 4} y={9} className="glyph-faint">
          ×{numberOf(reading, `weight:${target}`)}
        </text>
      )}
      <CellRow x={left} y={1} width={width - left - FIGURE} height={9} count={rowMax} filled={open} />
      <text x={width} y={9} className={isOut ? 'glyph-bad glyph-end' : 'glyph-end'}>
        {isOut ? 'out' : groupDigits(open)}
      </text>
    </>
  )
}
