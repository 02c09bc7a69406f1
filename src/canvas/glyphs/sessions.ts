import { lazy } from 'react'
import { amountOf, numberOf, type Reading } from '../reading'
import type { GlyphKind } from './glyph-kind'

/** Replicas that the reading of a primary tells of, and how many changes each is behind. */
export function behindOf(reading: Reading): readonly (readonly [replica: string, changes: number])[] {
  const keys = Object.keys(reading).filter((key) => key.startsWith('lag '))
  return keys.map((key) => [key.slice(4), numberOf(reading, key)])
}

export const sessions: GlyphKind<'sessions'> = {
  size: (_, compact) => ({ width: compact ? 140 : 170, height: 94 }),
  Drawing: lazy(async () => ({ default: (await import('./sessions-drawing')).SessionsDrawing })),
  stepMarks: [],
  words: ({ cores }, reading) => [
    `${amountOf(reading, 'active')} statements on ${cores} cores`,
    `the last one took ${numberOf(reading, 'stretch')} times as long as alone`,
    `${amountOf(reading, 'connections')} of ${amountOf(reading, 'limit')} connections`,
    `${amountOf(reading, 'refusals')} refused`,
    `log at ${amountOf(reading, 'position')}`,
    ...behindOf(reading).map(([name, changes]) => `${name} is ${changes} behind`),
  ],
}
