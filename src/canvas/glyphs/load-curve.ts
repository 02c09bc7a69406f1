import { lazy } from 'react'
import type { GlyphKind } from './glyph-kind'
import { pointsOf, pointText } from './load-curve-reading'
import { moneyText } from './money'

export const loadCurve: GlyphKind<'load-curve'> = {
  size: () => ({ width: 300, height: 186 }),
  Drawing: lazy(async () => ({ default: (await import('./load-curve-drawing')).LoadCurveDrawing })),
  stepMarks: [],
  words: ({ axis }, reading) => [
    ...pointsOf(reading).map((point) => pointText(axis, point)),
    `${moneyText(reading, 'centsPerHour')} an hour`,
    `${moneyText(reading, 'centsPerMillion')} for a million requests`,
  ],
}
