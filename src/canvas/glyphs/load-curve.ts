import { lazy } from 'react'
import type { GlyphKind } from './glyph-kind'
import { fitOf, pointsOf, pointText } from './load-curve-reading'
import { centsText, moneyText } from './money'

export const loadCurve: GlyphKind<'load-curve'> = {
  size: (_, compact) => (compact ? { width: 226, height: 150 } : { width: 300, height: 186 }),
  Drawing: lazy(async () => ({ default: (await import('./load-curve-drawing')).LoadCurveDrawing })),
  stepMarks: [],
  words({ axis }, reading) {
    const points = pointsOf(reading)
    const fit = fitOf(reading)
    const perMillion = points.at(-1)?.centsPerMillion
    return [
      ...points.map((point) => pointText(axis, point)),
      ...(fit === null ? [] : [`fit of ${fit.stages} stages: σ ${fit.sigma}, κ ${fit.kappa} / 10,000`]),
      ...(reading.centsPerHour === undefined ? [] : [`${moneyText(reading, 'centsPerHour')} an hour`]),
      ...(perMillion === undefined ? [] : [`${centsText(perMillion)} for a million requests`]),
    ]
  },
}
