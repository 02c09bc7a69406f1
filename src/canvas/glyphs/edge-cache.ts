import { lazy } from 'react'
import { amountOf } from '../reading'
import { classRatios, copyText, rowsOf } from './edge-cache-reading'
import type { GlyphKind } from './glyph-kind'

export const EDGE_ROW = 22
/** Below the rows: the classes of popularity, and figures. */
export const EDGE_CLASSES = 37
export const EDGE_FIGURES = 18

export const edgeCache: GlyphKind<'edge-cache'> = {
  size: ({ rows, isTier }, compact) => ({
    width: compact ? 102 : isTier ? 130 : 152,
    height:
      (compact ? rows.length - 1 : rows.length) * EDGE_ROW + (isTier || compact ? 0 : EDGE_CLASSES) + EDGE_FIGURES,
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
  words: ({ rows, isTier }, reading) => [
    ...rowsOf(rows, reading, null).map(copyText),
    `${amountOf(reading, 'stored')} objects stored`,
    `${amountOf(reading, 'queue')} requests wait for a worker`,
    ...(isTier ? [] : classRatios(reading).map(({ name, text }) => `${name} ${text}`)),
  ],
}
