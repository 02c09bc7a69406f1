import { lazy } from 'react'
import type { Glyph } from '../../../workers/systems/glyphs'
import { entryOf, entryWords } from './cache-level-reading'
import type { GlyphKind } from './glyph-kind'
import { valueText } from './tally-reading'

type LevelGlyph = Extract<Glyph, { type: 'cache-level' }>

export const LEVEL_ROW = 22
export const LEVEL_FIGURES = 18
/** A row of those who are served and those who wait. */
export const LEVEL_CROWD = 13

export function shownKeys({ keys, compactKeys }: LevelGlyph, compact: boolean): readonly string[] {
  return compact ? keys.slice(0, compactKeys) : keys
}

export const cacheLevel: GlyphKind<'cache-level'> = {
  size: (glyph, compact) => ({
    width: compact ? 166 : 172,
    height: shownKeys(glyph, compact).length * LEVEL_ROW + (glyph.crowd === null ? 0 : LEVEL_CROWD) + LEVEL_FIGURES,
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
