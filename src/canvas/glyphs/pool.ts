import { lazy } from 'react'
import { amountOf } from '../reading'
import type { GlyphKind } from './glyph-kind'

export const POOL_ROW = 15
/** Above the rows: how it chooses, and the one queue. */
export const POOL_TOP = 18
export const POOL_QUEUE = 22

export const pool: GlyphKind<'pool'> = {
  size: ({ servers, hasQueue }, compact) => ({
    width: compact ? 150 : 164,
    height: POOL_TOP + (hasQueue ? POOL_QUEUE : 0) + POOL_ROW * servers.length,
  }),
  Drawing: lazy(async () => ({ default: (await import('./pool-drawing')).PoolDrawing })),
  stepMarks: [],
  words: ({ servers, hasQueue }, reading) => [
    ...(hasQueue ? [`${amountOf(reading, 'queue')} in the queue`] : []),
    ...servers.map((server) => {
      const out = reading[`healthy:${server}`] === 0 ? ', gets nothing' : ''
      return `${amountOf(reading, `open:${server}`)} open at ${server}${out}`
    }),
  ],
}
