import { lazy } from 'react'
import { amountOf } from '../reading'
import { arrivedText } from './arrivals-reading'
import type { GlyphKind } from './glyph-kind'

export const arrivals: GlyphKind<'arrivals'> = {
  size: (_, compact) => ({ width: compact ? 210 : 250, height: 98 }),
  Drawing: lazy(async () => ({ default: (await import('./arrivals-drawing')).ArrivalsDrawing })),
  stepMarks: [],
  words: ({ workers }, reading) => [
    arrivedText(reading),
    `at most ${amountOf(reading, 'most')}`,
    `${amountOf(reading, 'busy')} of ${workers} workers busy`,
    `${amountOf(reading, 'queue')} in the queue`,
  ],
}
