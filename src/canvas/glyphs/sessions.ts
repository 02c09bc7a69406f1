import { lazy } from 'react'
import { amountOf, numberOf, type Reading } from '../reading'
import type { GlyphKind } from './glyph-kind'

/** Replicas that the reading of a primary tells of, and how many changes each is behind. */
export function behindOf(reading: Reading): readonly (readonly [replica: string, changes: number])[] {
  const keys = Object.keys(reading).filter((key) => key.startsWith('lag '))
  return keys.map((key) => [key.slice(4), numberOf(reading, key)])
}

/** Lines under the bar of connections: how many, those that were refused where there is room, and the log. */
export const SESSIONS_LINE = 14
const FIRST_LINE = 63
const LAST = 4

export const sessions: GlyphKind<'sessions'> = {
  size: ({ hasLog }, compact) => ({
    width: compact ? 124 : 170,
    height: FIRST_LINE + LAST + SESSIONS_LINE * ((compact ? 0 : 1) + (hasLog ? 1 : 0)),
  }),
  Drawing: lazy(async () => ({ default: (await import('./sessions-drawing')).SessionsDrawing })),
  stepMarks: [],
  words: ({ cores, hasLog }, reading) => [
    `${amountOf(reading, 'busy')} at work on ${cores} cores`,
    `the last one took ${numberOf(reading, 'stretch')} times as long as alone`,
    `${amountOf(reading, 'connections')} of ${amountOf(reading, 'limit')} connections`,
    `${amountOf(reading, 'refusals')} refused`,
    ...(hasLog ? [`log at ${amountOf(reading, 'position')}`] : []),
    ...behindOf(reading).map(([name, changes]) => `${name} is ${changes} behind`),
  ],
}
