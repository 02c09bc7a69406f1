import type { Glyph } from '../../../workers/systems/glyphs'
import type { GlyphKind } from './glyph-kind'

type GlyphType = Glyph['type']

/** One kind for each type of glyph, fetched with the system that draws it: the compiler names the one that is missing. */
const LOADERS: { readonly [T in GlyphType]: () => Promise<GlyphKind<T>> } = {
  client: async () => (await import('./client')).client,
  server: async () => (await import('./server')).server,
  balancer: async () => (await import('./balancer')).balancer,
  placement: async () => (await import('./placement')).placement,
  cache: async () => (await import('./cache')).cache,
  'cache-level': async () => (await import('./cache-level')).cacheLevel,
  series: async () => (await import('./series')).series,
  eviction: async () => (await import('./eviction')).eviction,
  'hit-ratios': async () => (await import('./hit-ratios')).hitRatios,
  'search-index': async () => (await import('./search-index')).searchIndex,
  'search-results': async () => (await import('./search-results')).searchResults,
  breaker: async () => (await import('./breaker')).breaker,
  limiter: async () => (await import('./limiter')).limiter,
  'shadow-gateway': async () => (await import('./shadow-gateway')).shadowGateway,
  redis: async () => (await import('./redis')).redis,
  log: async () => (await import('./log')).log,
  arrivals: async () => (await import('./arrivals')).arrivals,
  'edge-cache': async () => (await import('./edge-cache')).edgeCache,
  'connection-pool': async () => (await import('./connection-pool')).connectionPool,
  sessions: async () => (await import('./sessions')).sessions,
  replica: async () => (await import('./replica')).replica,
  tally: async () => (await import('./tally')).tally,
  pool: async () => (await import('./pool')).pool,
  machine: async () => (await import('./machine')).machine,
  'load-curve': async () => (await import('./load-curve')).loadCurve,
  autoscaler: async () => (await import('./autoscaler')).autoscaler,
  database: async () => (await import('./database')).database,
  'shard-map': async () => (await import('./shard-map')).shardMap,
}

const loaded = new Map<GlyphType, GlyphKind<GlyphType>>()

/** Fetches the kinds of these types, after which `kindOf` has them. Rejects when a file cannot be loaded. */
export async function loadKinds(types: readonly GlyphType[]): Promise<void> {
  await Promise.all(types.map(async (type) => loaded.set(type, (await LOADERS[type]()) as GlyphKind<GlyphType>)))
}

/**
 * The kind of a glyph whose type was loaded.
 * @throws Error when it was not: the `glyphs` of the system's view do not name it
 */
export function kindOf(glyph: Glyph): GlyphKind<GlyphType> {
  const kind = loaded.get(glyph.type)
  if (kind === undefined) throw new Error(`The glyph “${glyph.type}” is not loaded: no view that is open names it.`)
  return kind
}
