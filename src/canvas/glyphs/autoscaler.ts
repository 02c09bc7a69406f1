import { lazy } from 'react'
import { amountOf } from '../reading'
import type { GlyphKind } from './glyph-kind'
import { moneyText } from './money'

export const autoscaler: GlyphKind<'autoscaler'> = {
  size: (_, compact) => (compact ? { width: 226, height: 150 } : { width: 300, height: 206 }),
  Drawing: lazy(async () => ({ default: (await import('./autoscaler-drawing')).AutoscalerDrawing })),
  stepMarks: [],
  words: ({ target }, reading) => [
    `${amountOf(reading, 'utilisation')} % busy, target ${target} %`,
    `${amountOf(reading, 'machines')} machines, ${amountOf(reading, 'booting')} of them boot`,
    `${amountOf(reading, 'wanted')} wanted`,
    `${moneyText(reading, 'centsPerHour')} an hour`,
    `${moneyText(reading, 'centsPerMillionSoFar')} for a million requests`,
  ],
}
