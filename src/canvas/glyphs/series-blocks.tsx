import type { BlockPicture } from '../../../workers/systems/glyphs'
import { groupDigits } from '../../../workers/trace/sentence'
import { bitPaths } from './series-chart'
import type { Role } from './series-reading'

/** Places in the row of blocks; the last is the head's. */
export const PLACES = 6
const GAP = 6
const COLUMNS = 10

const ROLE_WORDS = { sealed: 'new', summary: 'Σ', read: 'read' } as const

interface RowSize {
  readonly width: number
  /** Height of a block's box. */
  readonly height: number
  readonly rows: number
}

/** The blocks sealed last, the newest beside the head. A block that is sealed moves the others to the left. */
export function BlockRow({
  blocks,
  roleOf,
  head,
  heads,
  size,
  compact,
}: {
  readonly blocks: readonly BlockPicture[]
  readonly roleOf: (order: number) => Role
  /** Points in the heads of all series. */
  readonly head: number
  readonly heads: number
  readonly size: RowSize
  readonly compact: boolean
}) {
  const box = (size.width - GAP * (PLACES - 1)) / PLACES
  const names = new Set(blocks.map(({ series }) => series))
  return (
    <>
      {blocks.length === 0 && (
        <text y={size.height / 2 + 4} className="glyph-faint">
          no block is sealed yet
        </text>
      )}
      {blocks.map((block, index) => (
        <g
          key={block.order}
          className="series-slide"
          style={{ transform: `translate(${(PLACES - 1 - blocks.length + index) * (box + GAP)}px, 0)` }}
        >
          <Block
            block={block}
            role={roleOf(block.order)}
            isNamed={names.size > 1}
            box={box}
            size={size}
            unit={compact ? 'B' : 'B/pt'}
          />
        </g>
      ))}
      <g transform={`translate(${(PLACES - 1) * (box + GAP)} 0)`}>
        <rect className="series-head" width={box} height={size.height} rx={5} />
        <text x={box / 2} y={size.height / 2 - 1} className="glyph-ink glyph-middle">
          {groupDigits(head)}
        </text>
        <text x={box / 2} y={size.height / 2 + 11} className="series-small glyph-middle">
          points
        </text>
        <text
          x={heads > 1 ? box : box / 2}
          y={size.height + 12}
          className={heads > 1 ? 'series-small glyph-end' : 'series-small glyph-middle'}
        >
          {heads > 1 ? `${groupDigits(heads)} heads` : 'head'}
        </text>
      </g>
    </>
  )
}

function Block({
  block,
  role,
  isNamed,
  box,
  size,
  unit,
}: {
  readonly block: BlockPicture
  readonly role: Role
  readonly isNamed: boolean
  readonly box: number
  readonly size: RowSize
  /** Of a figure that is bytes a point. */
  readonly unit: string
}) {
  const { height, rows } = size
  const { set, clear } = bitPaths(block.bits, COLUMNS, rows, box - 7, height - 7)
  return (
    <>
      <rect
        className={role === null ? 'series-block' : `series-block series-${role}`}
        width={box}
        height={height}
        rx={5}
      />
      <g transform="translate(4 4)">
        <path className="series-clear" d={clear} />
        <path className="series-set" d={set} />
      </g>
      {isNamed && (
        <text y={-4} className="series-small">
          {block.series}
        </text>
      )}
      {role !== null && (
        <text x={box} y={-4} className={`series-small series-word-${role} glyph-end`}>
          {ROLE_WORDS[role]}
        </text>
      )}
      <text x={box / 2} y={height + 12} className="series-each glyph-middle">
        {block.each} {unit}
      </text>
    </>
  )
}
