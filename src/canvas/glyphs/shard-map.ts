import { lazy } from 'react'
import type { GlyphKind } from './glyph-kind'
import { loadsText, moveText, percentAsked, shardsOf } from './shard-map-reading'

export const SHARD_ROW = 19
/** Above the rows: where the last key went. Below: what moves. */
export const SHARD_TOP = 24
export const SHARD_BOTTOM = 30

export const shardMap: GlyphKind<'shard-map'> = {
  size: ({ shards }, compact) => ({
    width: compact ? 204 : 270,
    height: SHARD_TOP + shards * SHARD_ROW + SHARD_BOTTOM,
  }),
  Drawing: lazy(async () => ({ default: (await import('./shard-map-drawing')).ShardMapDrawing })),
  stepMarks: ['shard/routed', 'shard/none', 'shard/scattered', 'fleet/asked', 'fleet/nobody'],
  words: ({ shows }, reading) => [
    ...shardsOf(reading).map(({ shard, owns }) =>
      owns === '' ? `${shard} stands by` : `${shard}: ${owns}, ${percentAsked(reading, shard)} of requests`,
    ),
    shows === 'move' ? moveText(reading) : loadsText(reading),
  ],
}
