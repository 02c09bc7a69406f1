import { lazy } from 'react'
import type { GlyphKind } from './glyph-kind'
import { rowsOf, standingText, wordsOf } from './replica-reading'

export const REPLICA_ROW = 17
/** Below the rows: how many copies are behind, and what is kept for others. */
export const REPLICA_BOTTOM = 18

export const replica: GlyphKind<'replica'> = {
  size: ({ rows }, compact) => ({ width: compact ? 129 : 148, height: rows * REPLICA_ROW + REPLICA_BOTTOM }),
  Drawing: lazy(async () => ({ default: (await import('./replica-drawing')).ReplicaDrawing })),
  stepMarks: [],
  words: ({ rows }, reading) => [...rowsOf(reading).slice(0, rows).map(wordsOf), standingText(reading)],
}
