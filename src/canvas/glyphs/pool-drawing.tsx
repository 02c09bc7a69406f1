import { groupDigits } from '../../../workers/trace/sentence'
import { numberOf, type Reading, textOf } from '../reading'
import { CellRow } from './cell-row'
import type { GlyphProps } from './glyph-kind'
import { POOL_QUEUE, POOL_ROW, POOL_TOP } from './pool'
import { Queue } from './server'
import './scaling.css'

const NAME = 24
const FIGURE = 24

/** How it chooses, the one queue if there is one, and a row a server: what is open there, or that it gets nothing. */
export function PoolDrawing({ glyph, reading, width }: GlyphProps<'pool'>) {
  const top = POOL_TOP + (glyph.hasQueue ? POOL_QUEUE : 0)
  return (
    <>
      <text x={0} y={9}>
        {textOf(reading, 'policy')}
      </text>
      {glyph.hasQueue && (
        <Queue length={numberOf(reading, 'queue')} capacity={0} width={width} y={POOL_TOP + POOL_QUEUE - 10} />
      )}
      {glyph.servers.map((server, index) => (
        <g key={server} transform={`translate(0 ${top + index * POOL_ROW})`}>
          <Row server={server} reading={reading} rowMax={glyph.rowMax} width={width} />
        </g>
      ))}
    </>
  )
}

function Row({
  server,
  reading,
  rowMax,
  width,
}: {
  readonly server: string
  readonly reading: Reading
  readonly rowMax: number
  readonly width: number
}) {
  const open = numberOf(reading, `open:${server}`)
  const isMember = reading[`healthy:${server}`] !== 0
  return (
    <>
      <text x={0} y={9} className={isMember ? 'glyph-ink' : 'glyph-faint'}>
        {server}
      </text>
      {isMember || open > 0 ? (
        <CellRow x={NAME} y={1} width={width - NAME - FIGURE} height={9} count={rowMax} filled={open} />
      ) : (
        <path className="pool-none" d={`M${NAME} 5.5H${width - FIGURE - 6}`} />
      )}
      <text x={width} y={9} className={isMember ? 'glyph-end' : 'glyph-end glyph-faint'}>
        {isMember || open > 0 ? groupDigits(open) : '–'}
      </text>
    </>
  )
}
