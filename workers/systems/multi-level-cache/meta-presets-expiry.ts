import type { Preset } from '../system'
import { NOT_LONGER, NOT_OLDER, ONE_LOAD } from './meta-checks'

const SECOND = 1_000_000
/** One popular key, a slow query, and a shared cache whose entry ends every second. */
const ONE_KEY = { levels: 'shared', keys: 1, rps: 400, ttl: SECOND, query: 100_000, queue: 200, timeout: 3 * SECOND }
const WARM = {
  levels: 'shared',
  keys: 150,
  zipf: 30,
  rps: 600,
  ttl: 1_500_000,
  warm: true,
  queue: 200,
  timeout: 2 * SECOND,
} as const
const OUTAGE = { keys: 40, rps: 600, ttl: 3 * SECOND, warm: true } as const
const CRASH = [{ at: 1_500_000, kind: 'crash', node: 'redis' }] as const

/** Presets about reading: what ends, what is loaded, what is not there. */
export const expiryPresets: readonly Preset[] = [
  {
    id: 'levels',
    title: 'Memory, shared cache, database',
    topic: 'Levels and times to live',
    variant: 'read-through',
    openAt: 1_510_046,
    watch:
      'Each app answers most from its own memory. What ended there comes from the shared cache, and only what ended there too from the database.',
    claims: ['memory-most', 'database-least'],
  },
  {
    id: 'hit-law',
    title: 'A time to live decides the hit ratio',
    variant: 'read-through',
    values: { levels: 'memory', apps: 1, keys: 10, 'memory-ttl': 300_000, query: 2_000, rps: 200 },
    horizonMicros: 10 * SECOND,
    openAt: 3_122_266,
    watch:
      'One memory and no other cache. Every key is loaded once, hit until its time is over, and loaded again: popular keys hit often, rare ones hardly.',
    claims: ['hit-ratio-law'],
  },
  {
    id: 'backfill-guide',
    title: 'A 2 s entry lives for an hour',
    variant: 'guide',
    values: { keys: 4, rps: 60 },
    script: [{ at: SECOND, kind: 'act', action: 'write', target: 'users-2' }],
    horizonMicros: 5 * SECOND,
    openAt: 4_065_553,
    watch:
      'What an app finds in the shared cache it keeps in its memory for the default hour, however little time was left. After a write the other app goes on answering the old value.',
    claims: ['outlives-below', 'older-than-ttl'],
    breaks: [NOT_OLDER, NOT_LONGER],
  },
  {
    id: 'backfill-bounded',
    title: 'A copy that knows how long it may live',
    variant: 'read-through',
    values: { keys: 4, rps: 60, 'memory-ttl': 3_600 * SECOND, invalidation: 'none' },
    script: [{ at: SECOND, kind: 'act', action: 'write', target: 'users-1' }],
    horizonMicros: 5 * SECOND,
    openAt: 1_419_877,
    watch:
      'The memory may keep an hour here too. But the end stands in the entry of the shared cache, and no copy goes beyond it: the old value is gone 2 s after it was loaded.',
    claims: ['copies-bounded', 'never-older-than-ttl'],
  },
  {
    id: 'dog-pile-guide',
    title: 'One entry ends, and everybody loads it',
    topic: 'When an entry ends',
    variant: 'guide',
    values: ONE_KEY,
    openAt: 2_002_989,
    watch:
      'A query takes 100 ms, and meanwhile every request finds nothing. Each of them asks the database for the same row.',
    claims: ['pile'],
    breaks: [ONE_LOAD],
  },
  {
    id: 'dog-pile-flight',
    title: 'One load for all who wait',
    variant: 'read-through',
    values: ONE_KEY,
    openAt: 1_090_971,
    watch: 'The first to miss loads, the others of its app wait for the same answer: one load for each app.',
    claims: ['one-per-app', 'many-join'],
  },
  {
    id: 'dog-pile-lease',
    title: 'One lease in all',
    variant: 'read-through',
    values: { ...ONE_KEY, flight: 'lease' },
    openAt: 1_055_277,
    watch:
      'The shared cache gives the first app a lease and tells the other one to wait: one load an end, however many apps.',
    claims: ['one-in-all'],
  },
  {
    id: 'stale-while-revalidate',
    title: 'Nobody waits',
    variant: 'read-through',
    values: { ...ONE_KEY, flight: 'lease', swr: 500_000 },
    openAt: 1_050_240,
    watch: 'For half a second what has ended is still answered, at once, while one load renews it beside.',
    claims: ['nobody-waits', 'one-in-all'],
  },
  {
    id: 'early-refresh',
    title: 'By lot, before it ends',
    variant: 'read-through',
    values: { ...ONE_KEY, beta: 100, ttl: 300_000, query: 30_000, rps: 500 },
    horizonMicros: 5 * SECOND,
    openAt: 1_119_299,
    watch:
      'Every reader draws a lot. Near the end, and the nearer the longer a load takes, one of them loads the key anew while the others still hit.',
    claims: ['never-ends', 'early-as-expected'],
  },
  {
    id: 'together',
    title: 'What came together ends together',
    variant: 'read-through',
    values: WARM,
    openAt: 1_656_239,
    watch:
      'A deploy has filled the cache with 150 keys at once. All of them end in the same moment, and the queue grows.',
    claims: ['queue-piles-up'],
  },
  {
    id: 'jitter',
    title: 'The same deploy with jitter',
    variant: 'read-through',
    values: { ...WARM, jitter: 40 },
    openAt: 1_662_255,
    watch: 'Each time to live is drawn from 40 % less to 40 % more. The same loads come, one after the other.',
    claims: ['queue-stays-short'],
  },
  {
    id: 'null-guide',
    title: 'There is nothing, again and again',
    topic: 'What is not there',
    variant: 'guide',
    values: { keys: 10, unknown: 60, rps: 200, zipf: 60 },
    openAt: 2_523_545,
    watch:
      'Users ask for keys that do not exist. The answer is even stored, as null, and null is read as a miss: every such request goes to the database.',
    claims: ['nothing-always-loaded'],
    breaks: [ONE_LOAD, NOT_LONGER],
  },
  {
    id: 'negative',
    title: '“There is nothing” is an answer',
    variant: 'read-through',
    values: { keys: 10, unknown: 60, rps: 200, zipf: 60, negative: SECOND },
    openAt: 2_522_544,
    watch: 'The same users. That there is no x1 is kept for a second, like any other answer.',
    claims: ['nothing-seldom-loaded'],
  },
  {
    id: 'half-a-second',
    title: 'Half a second is no number of seconds',
    variant: 'guide',
    values: { levels: 'shared', ttl: 500_000, keys: 10, rps: 150 },
    openAt: 1_001_362,
    watch:
      'SETEX takes whole seconds and refuses 0.5. The error is caught, so nothing is ever cached, and nobody is told.',
    claims: ['nothing-cached'],
    breaks: [ONE_LOAD],
  },
  {
    id: 'outage-guide',
    title: 'Redis goes, and the database after it',
    topic: 'The cache goes away',
    variant: 'guide',
    values: { ...OUTAGE, levels: 'shared' },
    script: CRASH,
    openAt: 2_201_369,
    watch: 'A Redis that is down looks like a miss. All 600 requests a second go to a database that can do 200.',
    claims: ['outage-fails'],
    breaks: [ONE_LOAD],
  },
  {
    id: 'outage-held',
    title: 'The same outage, held',
    variant: 'read-through',
    values: { ...OUTAGE, 'memory-ttl': 300_000, sie: 10 * SECOND, loads: 2 },
    script: CRASH,
    openAt: 2_209_696,
    watch:
      'Each app loads a key once for all who wait, two keys at a time, and what cannot be loaded is answered from memory although it is over.',
    claims: ['outage-held', 'stale-stands-in'],
  },
]
