import { lazy } from 'react'
import { amountOf } from '../reading'
import type { GlyphKind } from './glyph-kind'

export const series: GlyphKind<'series'> = {
  size: (_, compact) => (compact ? { width: 262, height: 156 } : { width: 300, height: 186 }),
  Drawing: lazy(() => import('./series-drawing')),
  stepMarks: [
    'series/sealed',
    'series/late',
    'series/refused',
    'series/selected',
    'series/part',
    'series/answered',
    'guide/moved',
    'guide/answered',
  ],
  words: (_, reading) => [`${amountOf(reading, 'points')} points in ${amountOf(reading, 'series')} series`],
}
