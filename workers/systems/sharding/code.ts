import type { SystemCode } from '../source-passage'

const ALGORITHMS = 'workers/algorithms'
const SYSTEM = 'workers/systems/sharding'

const code: SystemCode = [
  {
    file: `${ALGORITHMS}/sharding/guide-ranges.ts`,
    variants: ['guide-range'],
    marks: { 'shard/routed': 'guideRangeOf: for (', 'shard/none': 'guideRangeOf: return null' },
  },
  {
    file: `${ALGORITHMS}/hashing/guide-string-hash.ts`,
    variants: ['guide-hash'],
    marks: { 'shard/routed': 'guideStringHash' },
  },
  {
    file: `${ALGORITHMS}/hashing/modulo.ts`,
    variants: ['hash', 'guide-hash'],
    marks: {
      'shard/routed': 'Modulo.explain',
      'shard/switched': 'stayingFraction',
      'shard/dual-begun': 'stayingFraction',
    },
  },
  { file: `${ALGORITHMS}/hashing/point-table.ts`, variants: ['ring'], marks: { 'shard/routed': 'PointTable.#bisect' } },
  { file: `${ALGORITHMS}/hashing/redis-slots.ts`, variants: ['slots'], marks: { 'shard/routed': 'keySlot' } },
  {
    file: `${ALGORITHMS}/sharding/range-map.ts`,
    variants: ['range'],
    marks: { 'shard/routed': 'RangeMap.explain: while (' },
  },
  {
    file: `${SYSTEM}/model-router.ts`,
    marks: {
      'shard/written-twice': 'Router.#writeInTurn',
      'shard/second-write-failed': 'Router.#writeInTurn: if (cluster.map.locate(key) === second)',
      'shard/scattered': 'Router.#gather: const parts',
      'shard/spanned': 'Router.#gather: const asked',
      'shard/gathered': 'Router.#gather: const rows',
      'shard/half-gathered': 'Router.#gather: if (first',
    },
  },
  {
    file: `${SYSTEM}/model-mover.ts`,
    marks: {
      'shard/switched': 'Mover.#begin',
      'shard/dual-begun': 'Mover.#moveIn: yield* this.#drain',
      'shard/copy-begun': 'Mover.#moveIn: yield* this.#copier.copy',
      'shard/cut-over': 'Mover.#moveIn: cluster.adopt',
      'shard/abandoned': 'Mover.#goBack',
      'shard/rolled-back': 'Mover.#goBack: if (cluster.map === move.to)',
      'shard/cleaned': 'Mover.#clean',
    },
  },
  {
    file: `${SYSTEM}/model-copier.ts`,
    marks: {
      'shard/copied': 'Copier.#copyPage',
      'shard/verified': 'Copier.#compareOne',
      'shard/copies-dropped': 'Copier.clear',
    },
  },
]

export default code
