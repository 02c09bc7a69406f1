import { amountOf, numberOf } from '../reading'
import { CellRow } from './cell-row'
import type { GlyphProps } from './glyph-kind'
import { Queue } from './server'

const LINE = 16

/** Workers as cells, busy ones filled; who waits; and how many rows it has. */
export function DatabaseDrawing({ glyph, reading, width, height, compact }: GlyphProps<'database'>) {
  return (
    <>
      <CellRow
        x={0}
        y={0}
        width={width}
        height={compact ? 13 : 18}
        count={glyph.workers}
        filled={numberOf(reading, 'busy')}
        maxRows={1}
      />
      <Queue length={numberOf(reading, 'queue')} capacity={glyph.queueCapacity} width={width} y={height - 4 - LINE} />
      <text x={0} y={height - 4} className="glyph-faint">
        rows
      </text>
      <text x={width} y={height - 4} className="glyph-ink glyph-end">
        {amountOf(reading, 'rows')}
      </text>
    </>
  )
}
