import { lazy } from 'react'
import { amountOf } from '../reading'
import { linesOf, poolText } from './connection-pool-reading'
import type { GlyphKind } from './glyph-kind'

/** A row of cells, the line of a pool's name, and that of who waits; in a small one they are one line. */
export const CELL_ROW = 19
export const POOL_LINE = 17
/** A pool among several: all in one row. */
export const BRIEF_ROW = 22
export const FOOT = 16

export const connectionPool: GlyphKind<'connection-pool'> = {
  size: ({ pools, threads }, compact) => {
    const rows = pools[0] === undefined ? 0 : linesOf(pools[0].places)
    const lines = compact ? 1 : 2
    const own = pools.length > 1 ? BRIEF_ROW * pools.length : lines * POOL_LINE + CELL_ROW * rows
    return { width: compact ? 150 : 184, height: own + (threads > 0 ? FOOT : 0) }
  },
  Drawing: lazy(async () => ({ default: (await import('./connection-pool-drawing')).ConnectionPoolDrawing })),
  stepMarks: [
    'pool/lent',
    'pool/waits',
    'pool/handed',
    'pool/line-full',
    'pool/timed-out',
    'pool/opens',
    'pool/opened',
    'pool/not-opened',
    'pool/returned',
    'pool/closes',
    'pool/leaked',
  ],
  words: ({ pools, threads }, reading) => [
    ...pools.map(({ name }) => poolText(reading, name)),
    ...(threads > 0 ? [`${amountOf(reading, 'busy')} of ${threads} threads taken`] : []),
  ],
}
