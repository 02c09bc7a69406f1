import { groupDigits } from '../../../workers/trace/sentence'
import { balancerRow, balancerTop } from '../node-size'
import { numberOf, type Reading, textOf } from '../state-text'
import { CellRow } from './cell-row'
import type { GlyphProps } from './glyph-view'

const NAME = 30
const FIGURE = 26

/** How it chooses, and a row a target: the requests that are open there, whether it gets any, and its weight. */
export function BalancerGlyph({ glyph, reading, width, compact }: GlyphProps<'balancer'>) {
  const weighted = glyph.targets.some((target) => (reading[`weight:${target}`] ?? 1) !== 1)
  return (
    <>
      <text x={0} y={9}>
        {textOf(reading, 'policy')}
      </text>
      {glyph.targets.map((target, index) => (
        <g key={target} transform={`translate(0 ${balancerTop(compact) + index * balancerRow(compact)})`}>
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
