import { formatDuration } from '../../../workers/kernel/time'
import type { ShownPool } from '../../../workers/systems/glyphs'
import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf, type Reading } from '../reading'
import { CellRow } from './cell-row'
import { BRIEF_ROW, CELL_ROW, POOL_LINE } from './connection-pool'
import { CELLS_A_ROW, cellOf, lentText, linesOf, openOf, waitersOf, wordIn } from './connection-pool-reading'
import type { GlyphProps } from './glyph-kind'
import './connection-pool.css'

/** Width of a pool's name when several stand in rows, and of the number behind them. */
const NAME = 58
const FIGURE = 26
const GAP = 2.5
/** Times of those who wait that there is room for. */
const TIMES = 2

/** Connections as cells with the first word or letter of what has them, and under them who waits and for how long. */
export function ConnectionPoolDrawing({
  glyph,
  reading,
  lastMark,
  width,
  height,
  compact,
}: GlyphProps<'connection-pool'>) {
  const { pools, threads } = glyph
  const [first] = pools
  return (
    <>
      {pools.length === 1 && first !== undefined && compact && (
        <SmallPool pool={first} reading={reading} width={width} />
      )}
      {pools.length === 1 && first !== undefined && !compact && (
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
      {numberOf(reading, `bound:${name}`) > 0 && (
        <text x={0} y={10} className="glyph-faint">
          to {name}
        </text>
      )}
      <text x={width} y={10} className="glyph-end glyph-ink">
        {lentText(reading, name)}
      </text>
      <g transform={`translate(0 ${POOL_LINE})`}>
        <Cells pool={pool} reading={reading} width={width} height={linesOf(places) * CELL_ROW - GAP} />
      </g>
      <Line name={name} reading={reading} now={now} y={bottom + 12} />
    </>
  )
}

function SmallPool({ pool, reading, width }: { pool: ShownPool; reading: Reading; width: number }) {
  const { name, places } = pool
  const waiting = numberOf(reading, `waiting:${name}`)
  return (
    <>
      <text x={0} y={10} className="glyph-ink">
        {waiting > 0 ? lentText(reading, name).split(',', 1) : lentText(reading, name)}
      </text>
      {waiting > 0 && (
        <text x={width} y={10} className="glyph-end connection-waits">
          {waitText(waiting)}
        </text>
      )}
      <g transform={`translate(0 ${POOL_LINE})`}>
        <Cells pool={pool} reading={reading} width={width} height={linesOf(places) * CELL_ROW - GAP} />
      </g>
    </>
  )
}

function waitText(waiting: number): string {
  return `${groupDigits(waiting)} wait${waiting === 1 ? 's' : ''}`
}

/** Who waits: how many, and how long the first of them have waited. */
function Line({
  name,
  reading,
  now,
  y,
}: {
  readonly name: string
  readonly reading: Reading
  readonly now: number
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
    .slice(0, TIMES)
    .map(({ since }) => formatDuration(Math.round(Math.max(0, now - since) / 1000) * 1000))
  return (
    <text x={0} y={y} className="connection-waits">
      {waitText(waiting)}: {times.join(', ')}
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

function Cell({ state, word, width, height }: ReturnType<typeof cellOf> & { width: number; height: number }) {
  const shown = wordIn(word, width)
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
      {shown !== '' && (
        <text x={width / 2} y={height / 2 + 4} className="connection-letter glyph-middle">
          {shown}
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
