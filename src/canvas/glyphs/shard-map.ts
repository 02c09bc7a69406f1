import { lazy } from 'react'
import type { GlyphKind, GlyphProps } from './glyph-kind'
import { loadsText, moveText, percentAsked, shardsOf } from './shard-map-reading'

/** Above the rows: where the last key went. */
export const SHARD_TOP = 24
const LINE = 19
/** With a second line that shows where in the order of keys a shard's lie. */
const TWO_LINES = 29
/** Below the rows: the ends of that order, what moves, and its stages; or one line. */
export const SHARD_BOTTOM = { move: 64, loads: 30 } as const

/** The height of a shard's row. A small glyph shows where its keys lie instead of what it owns. */
export function shardRow({ shows }: GlyphProps<'shard-map'>['glyph'], compact: boolean): number {
  return shows === 'move' && !compact ? TWO_LINES : LINE
}

export const shardMap: GlyphKind<'shard-map'> = {
  size: (glyph, compact) => ({
    width: compact ? 204 : 270,
    height: SHARD_TOP + glyph.shards * shardRow(glyph, compact) + SHARD_BOTTOM[glyph.shows],
  }),
  Drawing: lazy(async () => ({ default: (await import('./shard-map-drawing')).ShardMapDrawing })),
  stepMarks: ['shard/routed', 'shard/none', 'shard/scattered', 'shard/spanned', 'fleet/asked', 'fleet/nobody'],
  words: ({ shows }, reading) => [
    ...shardsOf(reading).map(({ shard, owns }) =>
      owns === '' ? `${shard} stands by` : `${shard}: ${owns}, ${percentAsked(reading, shard)} of requests`,
    ),
    shows === 'move' ? moveText(reading) : loadsText(reading),
  ],
}
