import { lazy } from 'react'
import { amountOf } from '../reading'
import type { GlyphKind } from './glyph-kind'
import { keyspaceOf, keyText } from './redis-reading'

export const REDIS_ROW = 22
/** Above the rows: the command. Below: what waits, and figures. */
export const REDIS_TOP = 34
export const REDIS_BOTTOM = 24

export const redis: GlyphKind<'redis'> = {
  size: ({ rows, isBrief }, compact) => ({
    width: isBrief ? 150 : compact ? 200 : 250,
    height: REDIS_TOP + rows * REDIS_ROW + (isBrief ? 6 : REDIS_BOTTOM),
  }),
  Drawing: lazy(async () => ({ default: (await import('./redis-drawing')).RedisDrawing })),
  stepMarks: ['redis/ran'],
  words: (_, reading) => [
    ...keyspaceOf(reading).map(keyText),
    `${amountOf(reading, 'keys')} keys`,
    `${amountOf(reading, 'queue')} commands in the queue`,
    `offset ${amountOf(reading, 'offset')}`,
  ],
}
