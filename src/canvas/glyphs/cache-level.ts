import { lazy } from 'react'
import { entryOf, entryWords } from './cache-level-reading'
import type { GlyphKind } from './glyph-kind'
import { valueText } from './tally-reading'

export const LEVEL_ROW = 22
export const LEVEL_FIGURES = 18

export const cacheLevel: GlyphKind<'cache-level'> = {
  size: ({ keys }, compact) => ({
    width: compact ? 148 : 172,
    height: keys.length * LEVEL_ROW + LEVEL_FIGURES,
  }),
  Drawing: lazy(async () => ({ default: (await import('./cache-level-drawing')).CacheLevelDrawing })),
  stepMarks: [
    'level/hit',
    'level/stale',
    'level/stale-on-error',
    'level/missed',
    'level/loads',
    'level/loaded',
    'level/copied',
    'level/outlives',
    'level/dropped',
    'level/invalidated',
    'level/refused',
    'level/early',
    'level/joined',
    'guide/null-is-a-miss',
    'write/behind',
    'database/wrote',
  ],
  words: ({ keys, figures }, reading) => [
    ...keys.map((key) => entryWords(key, entryOf(reading, key))),
    ...figures.map(({ key, label }) => `${label} ${valueText(reading, key)}`),
  ],
}
