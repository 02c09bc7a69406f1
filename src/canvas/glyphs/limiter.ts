import { lazy } from 'react'
import { amountOf } from '../reading'
import type { GlyphKind } from './glyph-kind'
import { LIMITER_STEPS } from './limiter-reading'

export const limiter: GlyphKind<'limiter'> = {
  size: (_, compact) => (compact ? { width: 156, height: 98 } : { width: 252, height: 124 }),
  Drawing: lazy(async () => ({ default: (await import('./limiter-drawing')).LimiterDrawing })),
  stepMarks: LIMITER_STEPS,
  words: (_, reading) => [
    `${amountOf(reading, 'passed')} passed`,
    `${amountOf(reading, 'refused')} refused`,
    `${amountOf(reading, 'keys')} keys remembered`,
  ],
}
