import { lazy } from 'react'
import type { GlyphKind } from './glyph-kind'
import { valueText } from './tally-reading'

export const TALLY_LINE = 15
export const TALLY_MAIN = 20

export const tally: GlyphKind<'tally'> = {
  size: ({ lines }, compact) => ({
    width: compact ? 104 : 132,
    height: lines.reduce((height, { isMain }) => height + (isMain === true ? TALLY_MAIN : TALLY_LINE), 0),
  }),
  Drawing: lazy(async () => ({ default: (await import('./tally-drawing')).TallyDrawing })),
  stepMarks: [],
  words: ({ lines }, reading) => lines.map(({ key, label }) => `${label} ${valueText(reading, key)}`),
}
