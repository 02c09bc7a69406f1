import { lazy } from 'react'
import type { GlyphKind } from './glyph-kind'

export const searchResults: GlyphKind<'search-results'> = {
  size: ({ rows }, compact) =>
    compact ? { width: 228, height: 31 + Math.min(3, rows) * 19 } : { width: 250, height: 36 + rows * 20 },
  Drawing: lazy(() => import('./search-results-drawing').then((file) => ({ default: file.SearchResultsDrawing }))),
  stepMarks: ['search/analysed', 'search/gathered', 'search/merged', 'search/answered'],
  words: () => ['merges what the shards find into one list'],
}
