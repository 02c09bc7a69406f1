import { lazy } from 'react'
import type { GlyphKind } from './glyph-kind'

export const searchResults: GlyphKind<'search-results'> = {
  size: ({ rows }, compact) => ({
    width: compact ? 236 : 250,
    height: (compact ? 30 : 36) + rows * (compact ? 16 : 20),
  }),
  Drawing: lazy(() => import('./search-results-drawing').then((file) => ({ default: file.SearchResultsDrawing }))),
  stepMarks: ['search/analysed', 'search/gathered', 'search/merged', 'search/answered'],
  words: () => ['merges what the shards find into one list'],
}
