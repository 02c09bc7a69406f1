import { lazy } from 'react'
import { amountOf } from '../reading'
import { classRatios, copiesOf, copyText, rowsOf } from './edge-cache-reading'
import type { GlyphKind } from './glyph-kind'

export const EDGE_ROW = 22
/** Below the rows: the classes of popularity, and figures. */
export const EDGE_CLASSES = 37
export const EDGE_FIGURES = 18
/** Cells of objects: so many in a row, and how high a row is. */
export const CELLS_A_ROW = 20
export const CELL_ROW = 8

export const edgeCache: GlyphKind<'edge-cache'> = {
  size: ({ rows, isTier, cells = 0 }, compact) => ({
    width: compact ? 102 : isTier ? 130 : 152,
    height:
      shownRows(rows, cells, compact) * EDGE_ROW +
      Math.ceil(cells / CELLS_A_ROW) * CELL_ROW +
      (isTier || compact ? 0 : EDGE_CLASSES) +
      EDGE_FIGURES,
  }),
  Drawing: lazy(async () => ({ default: (await import('./edge-cache-drawing')).EdgeCacheDrawing })),
  stepMarks: [
    'http-cache/hit',
    'http-cache/forwards',
    'http-cache/collapses',
    'http-cache/renews',
    'http-cache/keeps',
    'http-cache/passes',
    'http-cache/stale-on-error',
    'http-cache/purged',
    'guide-edge/hit',
    'guide-edge/miss',
    'guide-edge/kept',
  ],
  words: ({ rows, isTier, cells = 0 }, reading) => [
    ...rowsOf(rows, reading, null).map(copyText),
    ...(cells === 0 ? [] : [`copies of ${copiesOf(reading).length} of the first ${cells} objects`]),
    `${amountOf(reading, 'stored')} objects stored`,
    `${amountOf(reading, 'queue')} requests wait for a worker`,
    ...(isTier ? [] : classRatios(reading).map(({ name, text }) => `${name} ${text}`)),
  ],
}

/** With little room one row less is drawn, unless cells are what it is about. */
export function shownRows(rows: readonly string[], cells: number, compact: boolean): number {
  return compact && cells === 0 ? rows.length - 1 : rows.length
}
