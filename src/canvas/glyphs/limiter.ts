import { lazy } from 'react'
import { amountOf } from '../reading'
import type { GlyphKind } from './glyph-kind'

/** Marks that are steps of a limiter. They stand here, so that what reads them comes with the drawing. */
export const LIMITER_STEPS: readonly string[] = ['limiter/moved', 'limiter/passed', 'limiter/refused', 'limiter/left']

/** The whole drawing; and the one for a small place among several, without the memory. */
export const ROOMY = { width: 252, height: 124 }
const SMALL = { width: 134, height: 90 }
const ALONE_SCALE = 1.25

export const limiter: GlyphKind<'limiter'> = {
  size: ({ isAlone }, compact) => {
    if (isAlone) return compact ? ROOMY : { width: ROOMY.width * ALONE_SCALE, height: ROOMY.height * ALONE_SCALE }
    return compact ? SMALL : ROOMY
  },
  Drawing: lazy(async () => ({ default: (await import('./limiter-drawing')).LimiterDrawing })),
  stepMarks: LIMITER_STEPS,
  words: (_, reading) => [
    `${amountOf(reading, 'passed')} passed`,
    `${amountOf(reading, 'refused')} refused`,
    `${amountOf(reading, 'keys')} keys remembered`,
  ],
}
