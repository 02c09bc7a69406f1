import type { Preset } from '../system'
import { NOT_OLDER } from './meta-checks'

const SECOND = 1_000_000
const QUIET = { keys: 1, rps: 20, arrivals: 'steady' } as const
/** The first app reads the row and stands still before it can store it; meanwhile the other one writes. */
const LATE_SET = [
  { at: 60_000, kind: 'act', action: 'read', target: 'users-1' },
  { at: 75_000, kind: 'pause', node: 'app-1', forMicros: 300_000 },
  { at: 150_000, kind: 'act', action: 'write', target: 'users-2' },
] as const
/** Two writes in short order; the answer of the first to the shared cache takes a detour. */
const TWO_WRITES = [
  { at: 400_000, kind: 'delay', link: ['app-1', 'redis'], extraMicros: 60_000 },
  { at: 500_000, kind: 'act', action: 'write', target: 'users-1' },
  { at: 506_000, kind: 'act', action: 'write', target: 'users-2' },
  { at: 700_000, kind: 'delay', link: ['app-1', 'redis'], extraMicros: 0 },
] as const

/** Presets about two that happen at once. */
export const racePresets: readonly Preset[] = [
  {
    id: 'late-set',
    title: 'A late set brings back what was deleted',
    topic: 'Races of reads and writes',
    variant: 'cache-aside',
    values: { ...QUIET, flight: 'none', invalidation: 'delete', compare: false },
    script: LATE_SET,
    horizonMicros: 3 * SECOND,
    openAt: 1_000_500,
    watch:
      'app-1 has read v1 and pauses. app-2 writes v2 and deletes v1. Then app-1 wakes up and stores the v1 that it has in its hand.',
    claims: ['old-comes-back'],
    breaks: [NOT_OLDER],
  },
  {
    id: 'late-set-lease',
    title: 'The delete takes the lease away',
    variant: 'cache-aside',
    values: { ...QUIET, flight: 'lease', invalidation: 'delete', compare: false },
    script: LATE_SET,
    horizonMicros: 3 * SECOND,
    openAt: 376_008,
    watch: 'Who misses gets a lease and stores only with it. The delete of the write has ended that of app-1.',
    claims: ['late-set-refused'],
  },
  {
    id: 'late-set-versions',
    title: 'The older version is refused',
    variant: 'cache-aside',
    values: { ...QUIET, flight: 'none', invalidation: 'delete' },
    script: LATE_SET,
    horizonMicros: 3 * SECOND,
    openAt: 376_008,
    watch:
      'Every entry carries the version of its row. By now app-2 has loaded v2, and the shared cache does not go back.',
    claims: ['late-set-refused'],
  },
  {
    id: 'late-set-names',
    title: 'A new name for every generation',
    variant: 'cache-aside',
    values: { ...QUIET, flight: 'none', invalidation: 'versioned', compare: false },
    script: LATE_SET,
    horizonMicros: 3 * SECOND,
    openAt: 501_501,
    watch:
      'The write makes k1#1 the name of the key. The late set goes to k1#0, which nobody asks for any more. The price: each read asks Redis for the generation first.',
    claims: ['never-old', 'asks-for-generation'],
  },
  {
    id: 'update-race',
    title: 'Two writers set, and the wrong one is last',
    variant: 'write-through',
    values: { ...QUIET, compare: false },
    script: TWO_WRITES,
    horizonMicros: 3 * SECOND,
    openAt: 900_500,
    watch:
      'The database takes v2 and then v3. On the way to the shared cache v2 is overtaken, comes last and stays there until it ends.',
    claims: ['cache-differs'],
    breaks: [NOT_OLDER],
  },
  {
    id: 'update-versions',
    title: 'Two writers set, and versions are compared',
    variant: 'write-through',
    values: QUIET,
    script: TWO_WRITES,
    horizonMicros: 3 * SECOND,
    openAt: 642_508,
    watch: 'v2 comes last as before, and the shared cache, which has v3, does not take it.',
    claims: ['late-set-refused', 'never-old'],
  },
  {
    id: 'delete-race',
    title: 'Two writers delete',
    variant: 'read-through',
    values: QUIET,
    script: TWO_WRITES,
    horizonMicros: 3 * SECOND,
    openAt: 642_501,
    watch: 'Deletes may come in any order: after either of them the next reader loads what the database has.',
    claims: ['never-old'],
  },
]
