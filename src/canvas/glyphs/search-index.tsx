import { lazy } from 'react'
import { amountOf } from '../reading'
import type { GlyphKind } from './glyph-kind'

export const searchIndex: GlyphKind<'search-index'> = {
  size: (_, compact) => (compact ? { width: 170, height: 74 } : { width: 300, height: 102 }),
  Drawing: lazy(() => import('./search-index-drawing').then((file) => ({ default: file.SearchIndexDrawing }))),
  stepMarks: ['search/walked', 'search/pruned', 'search/scored', 'search/none'],
  words: (_, reading) => [
    `${amountOf(reading, 'documents')} documents are seen`,
    `${amountOf(reading, 'waiting')} wait for a refresh`,
    `${amountOf(reading, 'segments')} segments`,
  ],
}
