import { lazy } from 'react'
import { amountOf, hitRatio } from '../reading'
import { rowsAt } from './eviction-reading'
import type { GlyphKind } from './glyph-kind'

const EvictionDrawing = lazy(() => import('./eviction-drawing'))

export const eviction: GlyphKind<'eviction'> = {
  size: ({ rows }, compact) =>
    compact
      ? { width: 368, height: 14 + 22 * rows.filter(({ isCopy }) => isCopy !== true).length }
      : { width: 368, height: 18 + 32 * rows.length },
  Drawing: EvictionDrawing,
  stepMarks: ['hit', 'moved', 'inserted', 'spared', 'compared', 'adapted', 'aged', 'evicted', 'refused', 'expired'].map(
    (step) => `eviction/${step}`,
  ),
  words: ({ rows }, reading) => {
    const ratio = hitRatio(reading)
    const listed = rowsAt(rows, reading, null).map(
      ({ row, cells }) =>
        `${row.name}: ${cells.map((cell) => (cell.kind === 'entry' ? cell.key : 'more')).join(', ') || 'empty'}`,
    )
    return [
      ratio === null ? 'not asked yet' : `hit ratio ${ratio.toFixed(2)}`,
      `${amountOf(reading, 'entries')} entries`,
      ...listed,
    ]
  },
}
