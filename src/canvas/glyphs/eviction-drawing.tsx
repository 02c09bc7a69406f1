import type { EvictionRow } from '../../../workers/systems/glyphs'
import { hitRatio } from '../reading'
import './eviction.css'
import { type Cell, countText, rowsAt, type ShownRow, stepOf } from './eviction-reading'
import type { GlyphProps } from './glyph-kind'

/** Cells of a row, as many as its text has words at most. */
const CELLS = 10
const SIZES = {
  roomy: { label: 58, pitch: 28, cell: 26, top: 18, row: 32, height: 27 },
  compact: { label: 58, pitch: 28, cell: 26, top: 14, row: 22, height: 19 },
} as const
/** Letters of a key that fit at full size, and at nearly that; longer ones are written smaller. */
const FULL = 3
const NEARLY = 4
type Sizes = (typeof SIZES)['roomy' | 'compact']

/**
 * The rows of a policy with their entries from the head to the end. Entries slide to their new places; the key of the
 * last step is ringed, the hand points at its entry, and who left in this access stands outside at the end.
 */
export default function EvictionDrawing({ glyph, reading, lastMark, width, compact }: GlyphProps<'eviction'>) {
  const sizes = compact ? SIZES.compact : SIZES.roomy
  const ratio = hitRatio(reading)
  if (reading.capacity === undefined && reading.misses !== undefined) return <Off top={sizes.top} />
  const all = rowsAt(glyph.rows, reading, lastMark)
  const rows = compact ? all.filter(({ row }) => row.isCopy !== true) : all
  const step = stepOf(lastMark)
  const end = sizes.label + CELLS * sizes.pitch
  return (
    <>
      <text x={0} y={10} className={ratio === null ? 'glyph-faint' : 'glyph-strong'}>
        {ratio === null ? 'no look-ups yet' : `hits ${ratio.toFixed(2)}`}
      </text>
      <text x={sizes.label + 6} y={10} className="glyph-faint">
        {ratio === null ? '' : glyph.ends[0]}
      </text>
      <text x={end - 3} y={10} className="glyph-faint glyph-end">
        {glyph.ends[1]}
      </text>
      {rows.map((shown, index) => (
        <RowLabel
          key={shown.row.name}
          shown={shown}
          top={sizes.top + index * sizes.row}
          sizes={sizes}
          compact={compact}
        />
      ))}
      {placed(rows, sizes).map(({ id, cell, row, x, y, isNext }) => (
        <EntryCell
          key={id}
          cell={cell}
          row={row}
          x={x}
          y={y}
          sizes={sizes}
          compact={compact}
          isNext={isNext}
          keys={step.keys}
        />
      ))}
      <Out keys={step.out} x={end} width={width - end} sizes={sizes} />
    </>
  )
}

function Off({ top }: { readonly top: number }) {
  return (
    <>
      <text x={0} y={10} className="glyph-bad">
        refuses its capacity
      </text>
      <text x={0} y={top + 16} className="glyph-faint">
        nothing is cached, every request goes to the database
      </text>
    </>
  )
}

function RowLabel({
  shown,
  top,
  sizes,
  compact,
}: {
  readonly shown: ShownRow
  readonly top: number
  readonly sizes: Sizes
  readonly compact: boolean
}) {
  const { row, length, room } = shown
  return (
    <>
      <text x={0} y={top + (compact ? 13 : 11)} className={row.isCopy ? 'glyph-faint' : 'glyph-ink'}>
        {row.name}
      </text>
      {!compact && (
        <text x={0} y={top + 23} className="glyph-faint">
          {room === null ? length : `${length} of ${room}`}
        </text>
      )}
      {length === 0 && (
        <text x={sizes.label + 3} y={top + 16} className="glyph-faint">
          empty
        </text>
      )}
    </>
  )
}

interface Placed {
  readonly id: string
  readonly cell: Cell
  readonly row: EvictionRow
  readonly x: number
  readonly y: number
  /** The last of its row. */
  readonly isNext: boolean
}

/** In order of their keys, so that an entry stays the same element wherever it moves, and its way can be seen. */
function placed(rows: readonly ShownRow[], sizes: Sizes): Placed[] {
  const all = rows.flatMap(({ row, cells }, index) =>
    cells.map((cell, place): Placed => {
      const name = cell.kind === 'gap' ? `… ${row.name}` : cell.key
      return {
        // A copy may stand twice in its row.
        id: row.isCopy ? `${row.name} ${place}` : name,
        cell,
        row,
        x: sizes.label + place * sizes.pitch,
        y: sizes.top + index * sizes.row,
        isNext: place === cells.length - 1,
      }
    }),
  )
  return all.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function EntryCell({
  cell,
  row,
  x,
  y,
  sizes,
  compact,
  isNext,
  keys,
}: {
  readonly cell: Cell
  readonly row: EvictionRow
  readonly x: number
  readonly y: number
  readonly sizes: Sizes
  readonly compact: boolean
  readonly isNext: boolean
  readonly keys: readonly string[]
}) {
  const style = { transform: `translate(${x}px, ${y}px)` }
  const middle = sizes.cell / 2
  if (cell.kind === 'gap')
    return (
      <text style={style} x={middle} y={16} className="eviction-cell glyph-faint glyph-middle">
        …
      </text>
    )
  const isMeant = keys.includes(cell.key)
  const classes = ['eviction-box']
  if (row.isCopy) classes.push('eviction-copy')
  if (isMeant) classes.push('eviction-meant')
  // Where there is little height, only what a hand looks at stays.
  const figure = compact ? '' : countText(cell.count, row.counts)
  const keyY = compact ? (row.counts === 'bit' ? 11 : 13.5) : row.counts === 'none' ? 17.5 : 11.5
  return (
    <g style={style} className="eviction-cell">
      <rect className={classes.join(' ')} width={sizes.cell} height={sizes.height} rx={5} />
      <text
        x={middle}
        y={keyY}
        style={keyStyle(cell.key)}
        className={`eviction-key glyph-middle ${isMeant || (isNext && !row.isCopy) ? 'glyph-strong' : row.isCopy ? 'glyph-faint' : 'glyph-ink'}`}
      >
        {cell.key}
      </text>
      {row.counts === 'bit' && (
        <circle
          className={cell.count === 1 ? 'glyph-busy' : 'eviction-unset'}
          cx={middle}
          cy={compact ? 15.5 : 20}
          r={compact ? 2 : 3}
        />
      )}
      {figure !== '' && (
        <text x={middle} y={22.5} className="eviction-count glyph-middle glyph-faint">
          {figure}
        </text>
      )}
      {cell.isAtHand && <path className="eviction-hand" d={`M${middle - 4} -4.5h8l-4 5z`} />}
    </g>
  )
}

/** Who left: at the end of the rows, struck and named. */
function Out({
  keys,
  x,
  width,
  sizes,
}: {
  readonly keys: readonly string[]
  readonly x: number
  readonly width: number
  readonly sizes: Sizes
}) {
  if (keys.length === 0) return null
  return (
    <>
      <text x={x + width / 2} y={10} className="glyph-bad glyph-middle">
        out
      </text>
      <g transform={`translate(${x + 2} ${sizes.top})`}>
        <rect className="eviction-box eviction-out" width={width - 3} height={sizes.height} rx={5} />
        <text
          x={(width - 3) / 2}
          y={sizes.height / 2 + 3.5}
          style={keyStyle(keys.at(-1) ?? '')}
          className="eviction-key glyph-middle glyph-bad glyph-struck"
        >
          {keys.at(-1)}
        </text>
      </g>
    </>
  )
}

function keyStyle(key: string): { fontSize: string } {
  return { fontSize: key.length <= FULL ? '11px' : key.length <= NEARLY ? '10.5px' : '8.5px' }
}
