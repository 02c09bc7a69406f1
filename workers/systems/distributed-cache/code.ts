import type { SystemCode } from '../source-passage'

const ALGORITHMS = 'workers/algorithms'
const SYSTEM = 'workers/systems/distributed-cache'

const code: SystemCode = [
  {
    file: `${ALGORITHMS}/caching/lease-table.ts`,
    marks: {
      'lease/given': 'LeaseTable.claim: const token',
      'lease/out': 'LeaseTable.claim: if (lease',
      'lease/refused': 'LeaseTable.redeem',
      'lease/deleted': 'LeaseTable.revoke',
    },
  },
  {
    file: `${ALGORITHMS}/hashing/guide-ring.ts`,
    variants: ['guide'],
    marks: { 'fleet/asked': 'GuideRing.#scan', 'fleet/remapped': 'pointsOf' },
  },
  { file: `${ALGORITHMS}/hashing/modulo.ts`, variants: ['modulo'], marks: { 'fleet/remapped': 'stayingFraction' } },
  {
    file: `${SYSTEM}/model-fleet.ts`,
    marks: { 'fleet/remapped': 'Fleet.set', 'fleet/covered': 'Fleet.homes' },
  },
  {
    file: `${SYSTEM}/model-cache-reader.ts`,
    marks: {
      'fleet/asked': 'CacheReader.#candidates',
      'fleet/failed': 'CacheReader.read: for (',
      'fleet/waits': 'CacheReader.#wait',
      'fleet/loads': 'CacheReader.#load',
      'fleet/copied-over': 'CacheReader.#fill',
    },
  },
  {
    file: `${SYSTEM}/model-app.ts`,
    marks: {
      'fleet/near': 'CacheApp.#read: if (near',
      'fleet/invalidated': 'CacheApp.#write: const homes',
      'fleet/delete-failed': 'CacheApp.#forget',
      'fleet/returned': 'CacheApp.#takesBack',
    },
  },
]

export default code
