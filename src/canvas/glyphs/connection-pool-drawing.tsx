import { formatDuration } from '../../../workers/kernel/time'
import type { ShownPool } from '../../../workers/systems/glyphs'
import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf, type Reading } from '../reading'
import { CellRow } from './cell-row'
import { BRIEF_ROW, CELL_ROW, POOL_LINE } from './connection-pool'
import { CELLS_A_ROW, cellOf, lentText, linesOf, openOf, waitersOf } from './connection-pool-reading'
import type { GlyphProps } from './glyph-kind'
import './connection-pool.css'

/** Width of a pool's name when several stand in rows, and of the number behind them. */
const NAME = 58
const FIGURE = 26
const GAP = 2.5
/** Below this width there is room for one time only. */
const NARROW = 170

/** Connections as cells with the first letter of what has them, and under them who waits and for how long. */
export function ConnectionPoolDrawing({ glyph, reading, lastMark, width, height }: GlyphProps<'connection-pool'>) {
  const { pools, threads } = glyph
  const [first] = pools
  return (
    <>
      {pools.length === 1 && first !== undefined && (
        <OnePool pool={first} reading={reading} now={lastMark?.atMicros ?? 0} width={width} />
      )}
      {pools.length > 1 &&
        pools.map((pool, index) => (
          <g key={pool.name} transform={`translate(0 ${index * BRIEF_ROW})`}>
            <BriefPool pool={pool} reading={reading} width={width} />
          </g>
        ))}
      {threads > 0 && <Threads reading={reading} threads={threads} width={width} y={height - 3} />}
    </>
  )
}

function OnePool({ pool, reading, now, width }: { pool: ShownPool; reading: Reading; now: number; width: number }) {
  const { name, places } = pool
  const bottom = POOL_LINE + linesOf(places) * CELL_ROW
  return (
    <>
      <text x={0} y={10} className="glyph-faint">
        to {name}
      </text>
      <text x={width} y={10} className="glyph-end glyph-ink">
        {lentText(reading, name)}
      </text>
      <g transform={`translate(0 ${POOL_LINE})`}>
        <Cells pool={pool} reading={reading} width={width} height={linesOf(places) * CELL_ROW - GAP} />
      </g>
      <Line name={name} reading={reading} now={now} times={width < NARROW ? 1 : 2} y={bottom + 12} />
    </>
  )
}

/** Who waits: how many, and how long the first of them have waited. */
function Line({
  name,
  reading,
  now,
  times: most,
  y,
}: {
  readonly name: string
  readonly reading: Reading
  readonly now: number
  /** How many times there is room for. */
  readonly times: number
  readonly y: number
}) {
  const waiting = numberOf(reading, `waiting:${name}`)
  if (waiting === 0)
    return (
      <text x={0} y={y} className="glyph-faint">
        nobody waits
      </text>
    )
  const times = waitersOf(reading, name)
    .slice(0, most)
    .map(({ since }) => formatDuration(Math.round(Math.max(0, now - since) / 1000) * 1000))
  return (
    <text x={0} y={y} className="connection-waits">
      {groupDigits(waiting)} wait{waiting === 1 ? 's' : ''}: {times.join(', ')}
      {waiting > times.length ? ' …' : ''}
    </text>
  )
}

function BriefPool({ pool, reading, width }: { pool: ShownPool; reading: Reading; width: number }) {
  const waiting = numberOf(reading, `waiting:${pool.name}`)
  return (
    <>
      <text x={0} y={12} className="glyph-faint">
        {pool.name}
      </text>
      <g transform={`translate(${NAME} 0)`}>
        <Cells pool={pool} reading={reading} width={width - NAME - FIGURE} height={CELL_ROW - GAP} />
      </g>
      <text x={width} y={12} className={waiting > 0 ? 'glyph-end connection-waits' : 'glyph-end glyph-faint'}>
        {waiting > 0 ? `+${groupDigits(waiting)}` : '–'}
      </text>
    </>
  )
}

function Cells({
  pool,
  reading,
  width,
  height,
}: {
  readonly pool: ShownPool
  readonly reading: Reading
  readonly width: number
  readonly height: number
}) {
  const { name, places } = pool
  const bound = numberOf(reading, `bound:${name}`)
  const count = bound > 0 ? bound : Math.max(places, openOf(reading, name))
  if (count > places)
    return (
      <CellRow x={0} y={0} width={width} height={height} count={bound} filled={numberOf(reading, `lent:${name}`)} />
    )
  const columns = Math.min(CELLS_A_ROW, Math.max(count, 8))
  const cellWidth = (width + GAP) / columns - GAP
  return Array.from({ length: count }, (_, index) => (
    <g
      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its connection
      key={index}
      transform={`translate(${(index % columns) * (cellWidth + GAP)} ${Math.floor(index / columns) * CELL_ROW})`}
    >
      <Cell {...cellOf(reading, name, index + 1)} width={cellWidth} height={CELL_ROW - GAP} />
    </g>
  ))
}

function Cell({ state, letter, width, height }: ReturnType<typeof cellOf> & { width: number; height: number }) {
  return (
    <>
      <rect
        className={`connection-cell connection-${state}`}
        x={0.5}
        y={0.5}
        width={width - 1}
        height={height - 1}
        rx={3}
      />
      {letter !== '' && width >= 9 && (
        <text x={width / 2} y={height / 2 + 4} className="connection-letter glyph-middle">
          {letter}
        </text>
      )}
      {state === 'opening' && <circle className="connection-dot" cx={width / 2} cy={height / 2} r={1.8} />}
    </>
  )
}

function Threads({ reading, threads, width, y }: { reading: Reading; threads: number; width: number; y: number }) {
  const backlog = numberOf(reading, 'backlog')
  const isFull = numberOf(reading, 'busy') >= threads
  return (
    <>
      <text x={0} y={y} className={isFull ? 'glyph-bad' : undefined}>
        <tspan className={isFull ? 'glyph-bad' : 'glyph-ink'}>{amountOf(reading, 'busy')}</tspan> of{' '}
        {groupDigits(threads)} threads
      </text>
      {backlog > 0 && (
        <text x={width} y={y} className="glyph-end glyph-bad">
          {groupDigits(backlog)} wait
        </text>
      )}
    </>
  )
}
