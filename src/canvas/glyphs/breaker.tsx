import { lazy } from 'react'
import { amountOf } from '../reading'
import { countedText, stateOf } from './breaker-reading'
import type { GlyphKind } from './glyph-kind'

export const breaker: GlyphKind<'breaker'> = {
  size: ({ isBrief }, compact) => {
    if (isBrief) return { width: compact ? 166 : 176, height: 94 }
    return compact ? { width: 232, height: 164 } : { width: 244, height: 176 }
  },
  Drawing: lazy(async () => ({ default: (await import('./breaker-drawing')).BreakerDrawing })),
  stepMarks: [
    'breaker/counted',
    'breaker/opened',
    'breaker/half-open',
    'breaker/probe',
    'breaker/probed',
    'breaker/closed',
    'breaker/closed-late',
    'breaker/refused',
    'breaker/late',
    'breaker/pushed',
  ],
  words: ({ threads }, reading) => {
    const state = stateOf(reading)
    return [
      state === 'none' ? 'no breaker' : `breaker ${state}`,
      countedText(reading),
      `${amountOf(reading, 'sent')} calls sent`,
      `${amountOf(reading, 'callsRefused')} refused here`,
      `${amountOf(reading, 'busy')} of ${threads} threads taken`,
    ]
  },
}
