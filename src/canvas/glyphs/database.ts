import { lazy } from 'react'
import { amountOf } from '../reading'
import type { GlyphKind } from './glyph-kind'

export const database: GlyphKind<'database'> = {
  size: (_, compact) => (compact ? { width: 92, height: 46 } : { width: 124, height: 56 }),
  Drawing: lazy(async () => ({ default: (await import('./database-drawing')).DatabaseDrawing })),
  stepMarks: [],
  words: ({ workers }, reading) => [
    `${amountOf(reading, 'busy')} of ${workers} workers busy`,
    `${amountOf(reading, 'queue')} in the queue`,
    `${amountOf(reading, 'rows')} rows`,
  ],
}
