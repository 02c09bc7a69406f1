import type { Preset } from '../system'
import { OWN_WRITES } from './meta-checks'

/** What replicas do for reads, for writes, and to a session that looks at what it has saved. */
const SECOND = 1_000_000

const LOOKING = { rps: 50, writes: 40, look: true, 'look-time': 150_000, lag: 100_000 }
const READS = { rps: 300, writes: 5, pool: 8, apply: 5_000, timeout: 2 * SECOND }
const WRITES = { rps: 300, writes: 90, pool: 8, apply: 5_000, timeout: 2 * SECOND }

export const replicaPresets: readonly Preset[] = [
  {
    id: 'guide-stale',
    title: 'Saved, and gone at the next look',
    topic: 'Replicas',
    variant: 'guide',
    values: LOOKING,
    horizonMicros: 6 * SECOND,
    openAt: 2_010_343,
    watch:
      'Reads go to replicas, which scale them, and nothing is said of their lag. Who saves an order and looks at it a moment later finds the old one.',
    claims: ['stale-reads'],
    breaks: [OWN_WRITES],
  },
  {
    id: 'own-writes',
    title: 'Routing by log position',
    variant: 'replicas',
    values: { ...LOOKING, routing: 'position' },
    horizonMicros: 6 * SECOND,
    openAt: 2_002_410,
    watch:
      'A session brings the log position of its last write. A replica that is known to have come so far answers; otherwise the primary does.',
    claims: ['no-stale-reads', 'replicas-still-read'],
  },
  {
    id: 'reads-scale',
    title: 'Two replicas take the reads',
    variant: 'replicas',
    values: READS,
    horizonMicros: 4 * SECOND,
    openAt: 2_069_750,
    watch:
      'Three hundred requests a second are more than one database can do. With two replicas the reads are shared, and all are served.',
    claims: ['beyond-one-database'],
  },
  {
    id: 'writes-stay',
    title: 'Replicas do not help writes',
    variant: 'replicas',
    values: WRITES,
    horizonMicros: 4 * SECOND,
    openAt: 2_003_954,
    watch:
      'Nine of ten requests write, and the primary does all of them alone. Two replicas repeat every write and have hardly anything to read.',
    claims: ['primary-is-the-limit'],
  },
  {
    id: 'busy-replica',
    title: 'A busy replica falls behind',
    variant: 'replicas',
    values: { ...LOOKING, lag: 40_000, apply: 15_000, replicas: 1, rps: 150, writes: 30, pool: 16, hindrance: 200 },
    horizonMicros: 6 * SECOND,
    openAt: 4_036_612,
    watch:
      'One replica answers all reads and replays the log on the same cores. The busier it is, the longer the way of a write to those who look for it.',
    claims: ['lag-grows'],
    breaks: [OWN_WRITES],
  },
]
