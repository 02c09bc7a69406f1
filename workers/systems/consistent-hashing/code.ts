import type { SystemCode } from '../source-passage'

const HASHING = 'workers/algorithms/hashing'

const code: SystemCode = [
  {
    file: `${HASHING}/guide-ring.ts`,
    variants: ['guide-ring'],
    marks: {
      'placement/probed': 'GuideRing.#scan',
      'placement/located': 'GuideRing.explain: return {',
      'placement/changed': 'pointsOf',
    },
  },
  {
    file: `${HASHING}/point-table.ts`,
    variants: ['ring', 'ketama'],
    marks: { 'placement/probed': 'PointTable.explain: const bucket', 'placement/located': 'PointTable.#bisect' },
  },
  { file: `${HASHING}/ring.ts`, variants: ['ring'], marks: { 'placement/changed': 'Ring.add' } },
  {
    file: `${HASHING}/modulo.ts`,
    variants: ['modulo'],
    marks: { 'placement/located': 'Modulo.explain', 'placement/changed': 'stayingFraction' },
  },
  {
    file: `${HASHING}/bounded-load.ts`,
    variants: ['bounded'],
    marks: { 'placement/walked': 'BoundedLoad.#put', 'placement/located': 'BoundedLoad.#put' },
  },
  {
    file: `${HASHING}/rendezvous.ts`,
    variants: ['rendezvous'],
    marks: { 'placement/located': 'Rendezvous.locate', 'placement/changed': 'Rendezvous.#deal' },
  },
  {
    file: `${HASHING}/jump.ts`,
    variants: ['jump'],
    marks: { 'placement/jumped': 'jumpHash: while (', 'placement/located': 'jumpHash: return bucket' },
  },
  {
    file: `${HASHING}/maglev.ts`,
    variants: ['maglev'],
    marks: { 'placement/located': 'Maglev.explain', 'placement/changed': 'fillTable' },
  },
  {
    file: `${HASHING}/redis-slots.ts`,
    variants: ['slots'],
    marks: { 'placement/located': 'keySlot', 'placement/changed': 'RedisSlots.add' },
  },
]

export default code
