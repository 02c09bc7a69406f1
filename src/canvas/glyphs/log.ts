import { lazy } from 'react'
import { amountOf, textOf } from '../reading'
import type { GlyphKind } from './glyph-kind'
import { entriesOf, epochWord, lagsOf } from './log-reading'

/** A cell is large enough for a value of three characters. */
const CELL = { roomy: 29, compact: 24.5 }

/** Lags that stand in one line. */
export const LAGS_IN_LINE = 2

/** A replicated log. A short one is that of a larger group, whose lags take two lines. */
export const log: GlyphKind<'log'> = {
  size: ({ entries }, compact) => ({
    width: Math.round(entries * CELL[compact ? 'compact' : 'roomy']),
    height: entries < 8 ? 109 : 96,
  }),
  Drawing: lazy(async () => ({ default: (await import('./log-drawing')).LogDrawing })),
  stepMarks: [],
  words: (_, reading) => [
    textOf(reading, 'role'),
    `${epochWord(reading)} ${amountOf(reading, 'epoch')}`,
    `log to position ${amountOf(reading, 'position')}`,
    `committed to ${amountOf(reading, 'committed')}`,
    `applied to ${amountOf(reading, 'applied')}`,
    ...entriesOf(reading).map(({ position, epoch, text }) => `${position}: ${text} of ${epoch}`),
    ...lagsOf(reading).map(({ replica, changes }) => `${replica} ${changes === 0 ? 'has all' : `lacks ${changes}`}`),
  ],
}
