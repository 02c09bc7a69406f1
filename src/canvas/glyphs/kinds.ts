import type { Glyph } from '../../../workers/systems/glyphs'
import { arrivals } from './arrivals'
import { autoscaler } from './autoscaler'
import { balancer } from './balancer'
import { breaker } from './breaker'
import { cache } from './cache'
import { cacheLevel } from './cache-level'
import { client } from './client'
import { connectionPool } from './connection-pool'
import { database } from './database'
import { edgeCache } from './edge-cache'
import { eviction } from './eviction'
import type { GlyphKind } from './glyph-kind'
import { hitRatios } from './hit-ratios'
import { limiter } from './limiter'
import { loadCurve } from './load-curve'
import { log } from './log'
import { machine } from './machine'
import { placement } from './placement'
import { pool } from './pool'
import { redis } from './redis'
import { replica } from './replica'
import { searchIndex } from './search-index'
import { searchResults } from './search-results'
import { series } from './series'
import { server } from './server'
import { sessions } from './sessions'
import { shadowGateway } from './shadow-gateway'
import { shardMap } from './shard-map'
import { tally } from './tally'

/** One kind for each type of glyph: the compiler names the one that is missing. */
const KINDS: { readonly [T in Glyph['type']]: GlyphKind<T> } = {
  client,
  server,
  balancer,
  placement,
  cache,
  'cache-level': cacheLevel,
  series,
  eviction,
  'hit-ratios': hitRatios,
  'search-index': searchIndex,
  'search-results': searchResults,
  breaker,
  limiter,
  'shadow-gateway': shadowGateway,
  redis,
  log,
  arrivals,
  'edge-cache': edgeCache,
  'connection-pool': connectionPool,
  sessions,
  replica,
  tally,
  pool,
  machine,
  'load-curve': loadCurve,
  autoscaler,
  database,
  'shard-map': shardMap,
}

export function kindOf(glyph: Glyph): GlyphKind<Glyph['type']> {
  return KINDS[glyph.type] as GlyphKind<Glyph['type']>
}
