import { lazy } from 'react'
import { amountOf, textOf } from '../reading'
import type { GlyphKind } from './glyph-kind'
import { entriesOf, epochWord, lagText } from './log-reading'

/** A replicated log: large enough for values of three characters in eight cells. */
export const log: GlyphKind<'log'> = {
  size: (_, compact) => ({ width: compact ? 196 : 232, height: 96 }),
  Drawing: lazy(async () => ({ default: (await import('./log-drawing')).LogDrawing })),
  stepMarks: [],
  words: (_, reading) => [
    textOf(reading, 'role'),
    `${epochWord(reading)} ${amountOf(reading, 'epoch')}`,
    `log to position ${amountOf(reading, 'position')}`,
    `committed to ${amountOf(reading, 'committed')}`,
    `applied to ${amountOf(reading, 'applied')}`,
    ...entriesOf(reading).map(({ position, epoch, text }) => `${position}: ${text} of ${epoch}`),
    ...lagText(reading),
  ],
}
