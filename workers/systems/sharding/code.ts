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
      'shard/second-write-failed': 'Router.#writeInTurn: if (!isSuccess(copy))',
      'shard/scattered': 'Router.#gather: const parts',
      'shard/gathered': 'Router.#gather: const rows',
      'shard/half-gathered': 'Router.#gather: if (first',
    },
  },
  {
    file: `${SYSTEM}/model-mover.ts`,
    marks: {
      'shard/switched': 'Mover.join',
      'shard/dual-begun': 'Mover.move: for (',
      'shard/copy-begun': 'Mover.move: yield* this.#copy',
      'shard/copied': 'Mover.#copyPage',
      'shard/verified': 'Mover.#compareOne',
      'shard/cut-over': 'Mover.move: cluster.adopt',
      'shard/cleaned': 'Mover.#clean',
    },
  },
]

export default code
