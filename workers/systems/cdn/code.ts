import type { SystemCode } from '../source-passage'

const CACHING = 'workers/network/http/caching'
const SOUND = ['edges', 'shield', 'tiered', 'swr', 'pop']

const code: SystemCode = [
  {
    file: 'workers/systems/cdn/model-guide-edge.ts',
    variants: ['guide'],
    marks: {
      'guide-edge/hit': 'GuideEdge.handle: if (copy !== undefined)',
      'guide-edge/miss': 'GuideEdge.load',
      'guide-edge/kept': 'GuideEdge.keep',
    },
  },
  {
    file: `${CACHING}/reuse.ts`,
    variants: SOUND,
    marks: {
      'http-cache/hit': 'reuseVerdict',
      'http-cache/renews': 'reuseVerdict',
      'http-cache/stale-on-error': 'mayServeOnError',
    },
  },
  {
    file: `${CACHING}/http-cache.ts`,
    variants: SOUND,
    marks: { 'http-cache/forwards': 'HttpCache.lookup', 'http-cache/keeps': 'HttpCache.keep' },
  },
  { file: `${CACHING}/storable.ts`, variants: SOUND, marks: { 'http-cache/passes': 'storageVerdict' } },
  {
    file: 'workers/components/caching-proxy.ts',
    variants: SOUND,
    marks: {
      'http-cache/collapses': 'CachingProxy.answer',
      'http-cache/purged': 'CachingProxy.purge',
      'http-cache/overtaken': 'CachingProxy.purge',
      'http-cache/falls-back': 'CachingProxy.askUpstreams',
    },
  },
  { file: 'workers/algorithms/eviction/lru.ts', variants: SOUND, marks: { 'http-cache/evicted': 'Lru.set' } },
  {
    file: 'workers/systems/cdn/model-routes.ts',
    marks: {
      'cdn/routed': 'Routes.choose',
      'cdn/withdrawn': 'Routes.look',
      'cdn/announced': 'Routes.look',
      'cdn/spills': 'Routes.balance',
    },
  },
  {
    file: 'workers/systems/cdn/model-pop.ts',
    variants: ['pop'],
    marks: { 'pop/sent': 'PopDoor.choose', 'pop/none': 'PopDoor.handle' },
  },
  {
    file: 'workers/systems/cdn/model-purge.ts',
    marks: { 'cdn/purge-lost': 'PurgeSender.to', 'cdn/purge-again': 'PurgeSender.to' },
  },
]

export default code
