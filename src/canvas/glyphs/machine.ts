import { lazy } from 'react'
import { amountOf, textOf } from '../reading'
import type { GlyphKind } from './glyph-kind'
import { moneyText } from './money'

export const machine: GlyphKind<'machine'> = {
  size: (_, compact) => (compact ? { width: 84, height: 31 } : { width: 120, height: 42 }),
  Drawing: lazy(async () => ({ default: (await import('./machine-drawing')).MachineDrawing })),
  stepMarks: [],
  words: (_, reading) => [
    textOf(reading, 'power'),
    `${amountOf(reading, 'busy')} of ${amountOf(reading, 'workers')} workers busy`,
    `${amountOf(reading, 'queue')} in the queue`,
    `${moneyText(reading, 'centsPerHour')} an hour`,
  ],
}
