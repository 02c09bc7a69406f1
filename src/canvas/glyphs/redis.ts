import { lazy } from 'react'
import { amountOf, numberOf } from '../reading'
import type { GlyphKind } from './glyph-kind'
import { inService, keyspaceOf, keysText, keyText } from './redis-reading'

export const REDIS_ROW = 22
/** Above the rows: the command. Below: two lines of figures. */
export const REDIS_TOP = 34
export const REDIS_BOTTOM = 38

export const redis: GlyphKind<'redis'> = {
  size: ({ rows, isBrief }, compact) => ({
    width: isBrief ? 150 : compact ? 200 : 250,
    height: REDIS_TOP + rows * REDIS_ROW + (isBrief ? 6 : REDIS_BOTTOM),
  }),
  Drawing: lazy(async () => ({ default: (await import('./redis-drawing')).RedisDrawing })),
  stepMarks: ['redis/ran'],
  words: (_, reading) => [
    inService(reading) === null ? 'no command in service' : `${inService(reading)} is in service`,
    ...keyspaceOf(reading).map(keyText),
    keysText(numberOf(reading, 'keys')),
    `${amountOf(reading, 'bytes')} bytes`,
    `${amountOf(reading, 'evicted')} evicted`,
    `${amountOf(reading, 'queue')} commands in the queue`,
    `offset ${amountOf(reading, 'offset')}`,
  ],
}
