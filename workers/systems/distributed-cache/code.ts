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
    file: `${ALGORITHMS}/sharding/slot-redirection.ts`,
    variants: ['cluster'],
    marks: {
      'fleet/asked': 'SlotRedirection.route',
      'cluster/ask': 'SlotRedirection.route: if (to !== undefined && isMissing',
      'cluster/moved': 'SlotRedirection.route: return owner',
      'cluster/hands-over': 'SlotRedirection.leaves',
      'cluster/handed-over': 'SlotRedirection.settles',
    },
  },
  {
    file: `${SYSTEM}/model-cluster-health.ts`,
    variants: ['cluster'],
    marks: {
      'cluster/election': 'ClusterHealth.#election',
      'cluster/voted': 'ClusterHealth.votes',
      'cluster/vote-refused': 'ClusterHealth.votes',
      'cluster/down': 'ClusterHealth.serves',
    },
  },
  {
    file: `${SYSTEM}/model-cluster-node.ts`,
    variants: ['cluster'],
    marks: {
      'cluster/promoted': 'ClusterNode.replaces',
      'cluster/unconfirmed': 'ClusterNode.#run: if (!options.waits',
      'cluster/demoted': 'ClusterNode.copies',
    },
  },
  {
    file: 'workers/components/leased-store.ts',
    marks: { 'lease/evicted': 'LeasedStore.#makesRoom' },
  },
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
