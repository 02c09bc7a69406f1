import type { Preset } from '../system'
import { NOT_OLD, ONE_LOAD } from './meta-checks'

const CRASH = [{ at: 1_000_000, kind: 'crash', node: 'cache-2' }] as const
/** One key, found expired by all who come while it is loaded. */
const EXPIRY = { ttl: 1_000_000, hot: 90, keys: 10, writes: 0, query: 60_000, 'query-spread': 'fixed' } as const
const HOT = { hot: 55, 'cache-work': 1_800, rps: 700, writes: 0 } as const
/** Writes of a few keys while slow queries bring their old rows. */
const RACE = { keys: 10, writes: 30, rps: 150, query: 25_000, workers: 6, 'cache-work': 100 } as const
const CLUSTER = { caches: 3 } as const
/** Its copy stands still for a moment, then the primary dies: what it did in that time, nobody else knows. */
const LAGS = [
  { at: 850_000, kind: 'pause', node: 'cache-2b', forMicros: 200_000 },
  { at: 1_000_000, kind: 'crash', node: 'cache-2' },
] as const
const WRITTEN = { ...CLUSTER, writes: 20, keys: 60 } as const
/** Long enough for a write of the other application. */
const STANDS_STILL = [{ at: 1_100_000, kind: 'pause', node: 'app-1', forMicros: 300_000 }] as const

export const presets: readonly Preset[] = [
  {
    id: 'gutter',
    title: 'A node dies: the gutter takes its keys',
    topic: 'A node is lost',
    variant: 'gutter',
    script: CRASH,
    openAt: 1_287_157,
    watch:
      'cache-2 crashes. Its keys do not move: until it is back, the gutter is asked for them, loads each once and keeps it for a short time. The other nodes notice nothing.',
    claims: ['loses-a-quarter', 'others-undisturbed', 'misses-once', 'few-failures'],
  },
  {
    id: 'lose-ring',
    title: 'A node leaves the ring',
    variant: 'ring',
    script: CRASH,
    openAt: 1_291_628,
    watch:
      'When three probes have failed, the keys of cache-2 move to the other three nodes. They miss once, and the database carries that.',
    claims: ['moves-a-quarter', 'others-undisturbed', 'misses-as-moved', 'spike-as-law'],
  },
  {
    id: 'lose-modulo',
    title: 'The same by modulo: nearly all misses at once',
    variant: 'modulo',
    script: CRASH,
    openAt: 1_288_057,
    watch:
      'The remainder by three has little to do with the remainder by four. Three of four keys move, and the database has to bring them all.',
    claims: ['moves-three-quarters', 'misses-as-moved', 'spike-as-law', 'database-floods'],
  },
  {
    id: 'lose-guide',
    title: 'The guide’s ring: one node had everything',
    variant: 'guide',
    values: { leases: false },
    script: [{ at: 1_000_000, kind: 'crash', node: 'cache-4' }],
    openAt: 1_400_000,
    watch:
      'Its hash puts all keys on one node. When that node dies, the cache is empty, nobody holds a lease, and the database gets everything several times.',
    claims: ['one-has-all', 'database-floods', 'loads-twice'],
    breaks: [ONE_LOAD],
  },
  {
    id: 'cluster-grow',
    title: 'A cluster grows: keys move with their slots',
    variant: 'cluster',
    values: { ...CLUSTER, replicas: false, standby: true, 'key-rest': 10_000 },
    script: [{ at: 1_000_000, kind: 'act', action: 'join', target: 'cache-4' }],
    openAt: 1_195_675,
    watch:
      'cache-4 gets a quarter of the slots while all serve. A key that has gone ahead is asked for there (ASK), a slot that has gone for good is noted (MOVED), and the database notices nothing.',
    claims: ['slots-move-evenly', 'sends-on', 'moves-without-misses', 'few-failures'],
  },
  {
    id: 'cluster-failover',
    title: 'A primary dies: its copy takes its place',
    variant: 'cluster',
    values: CLUSTER,
    script: CRASH,
    openAt: 1_311_388,
    watch:
      'cache-2b finds cache-2 gone, and two of three primaries vote for it. It has the same rows, so hardly anything misses; until then the database had to answer for cache-2.',
    claims: ['majority-elects', 'warm-after-failover', 'few-failures'],
  },
  {
    id: 'cluster-lost-deletes',
    title: 'A failover loses what was acknowledged',
    variant: 'cluster',
    values: WRITTEN,
    script: LAGS,
    openAt: 1_500_000,
    watch:
      'cache-2 acknowledges deletes before its copy has them. The copy is 150 ms behind when cache-2 dies, takes its place, and answers rows that were deleted.',
    claims: ['acknowledged-lost', 'old-after-failover'],
    breaks: [NOT_OLD],
  },
  {
    id: 'cluster-waits',
    title: 'Deletes that wait for the copy',
    variant: 'cluster',
    values: { ...WRITTEN, 'wait-copy': true },
    script: LAGS,
    openAt: 1_500_000,
    watch:
      'The same pause and crash. A write is acknowledged only when the copy has forgotten its row too: some writes wait for the failover, and nobody reads an old value.',
    claims: ['nothing-old', 'writes-wait'],
  },
  {
    id: 'copies',
    title: 'Two copies: a crash costs nothing',
    variant: 'copies',
    script: CRASH,
    openAt: 1_004_792,
    watch: 'Every key of cache-2 has another home. Who gets no answer asks there, and the database is left alone.',
    claims: ['database-calm', 'few-failures'],
  },
  {
    id: 'stampede',
    title: 'A hot key expires: everybody loads it',
    topic: 'Leases',
    variant: 'ring',
    values: { ...EXPIRY, leases: false },
    openAt: 1_015_041,
    watch: 'item:1 ends after 1 s. Until the first who noticed has its row, all others ask the database too.',
    claims: ['loads-many'],
    breaks: [ONE_LOAD],
  },
  {
    id: 'leases',
    title: 'The same with leases: one loads, the others wait',
    variant: 'ring',
    values: EXPIRY,
    openAt: 1_016_307,
    watch: 'The first who misses gets a lease. The others are told to come back in 10 ms, and find the row.',
    claims: ['loads-one', 'many-wait'],
  },
  {
    id: 'stale-set',
    title: 'An old row comes back',
    variant: 'ring',
    values: { ...RACE, leases: false },
    script: STANDS_STILL,
    openAt: 1_400_700,
    watch:
      'app-1 stands still while it loads rows. Meanwhile app-2 writes them and deletes their keys. Then app-1 wakes up and stores what it had read, and that stays.',
    claims: ['old-row-stays'],
    breaks: [NOT_OLD, ONE_LOAD],
  },
  {
    id: 'stale-set-refused',
    title: 'With leases the old row is refused',
    variant: 'ring',
    values: RACE,
    script: STANDS_STILL,
    openAt: 1_400_350,
    watch:
      'The same pause. The deletes of app-2 have taken the leases of app-1 back, so the cache refuses what it brings.',
    claims: ['old-row-refused', 'nothing-old'],
  },
  {
    id: 'back-with-memory',
    title: 'A node comes back with its memory',
    topic: 'A node comes back',
    variant: 'ring',
    values: { flush: false, writes: 20, keys: 60 },
    script: [
      { at: 800_000, kind: 'cut', link: ['app-1', 'cache-2'] },
      { at: 800_000, kind: 'cut', link: ['app-2', 'cache-2'] },
      { at: 2_000_000, kind: 'heal', link: ['app-1', 'cache-2'] },
      { at: 2_000_000, kind: 'heal', link: ['app-2', 'cache-2'] },
    ],
    openAt: 2_300_000,
    watch: 'cache-2 is cut off for 1.2 s and misses every delete. When it is back, it answers what it remembers.',
    claims: ['old-after-return'],
    breaks: [NOT_OLD],
  },
  {
    id: 'back-emptied',
    title: 'A node comes back empty',
    variant: 'gutter',
    values: { writes: 20, keys: 60 },
    script: [
      { at: 800_000, kind: 'crash', node: 'cache-2' },
      { at: 2_000_000, kind: 'restart', node: 'cache-2' },
    ],
    openAt: 2_300_000,
    watch: 'The node is emptied before it is asked again. Its keys miss once more, and nobody reads an old value.',
    claims: ['nothing-old', 'flushed-before-asked'],
  },
  {
    id: 'hot-key',
    title: 'A hot key pins one node',
    topic: 'A hot key',
    variant: 'ring',
    values: HOT,
    openAt: 2_000_000,
    watch: 'More than half of all requests ask for item:1. One node queues while three have little to do.',
    claims: ['one-node-pinned'],
  },
  {
    id: 'hot-key-near',
    title: 'A hot key in the applications',
    variant: 'ring',
    values: { ...HOT, 'hot-keys': 'near' },
    openAt: 2_000_000,
    watch: 'Applications keep item:1 for 100 ms, so its node is asked for it at most ten times a second by each.',
    claims: ['near-relieves'],
  },
  {
    id: 'hot-key-near-old',
    title: 'And what it costs: an old value',
    variant: 'ring',
    values: { ...HOT, 'hot-keys': 'near', writes: 5 },
    openAt: 1_500_000,
    watch:
      'One application writes item:1 and forgets it; the other one does not hear of that and answers the old value for up to 100 ms.',
    claims: ['old-in-memory'],
    breaks: [NOT_OLD],
  },
  {
    id: 'hot-key-near-told',
    title: 'And how the old value is kept away',
    variant: 'ring',
    values: { ...HOT, 'hot-keys': 'near', writes: 5, 'near-told': true, coalesce: true },
    openAt: 973_843,
    watch:
      'The same, but who writes item:1 tells the other application before the write is acknowledged. It forgets the key, and what it is reading at that moment it does not keep.',
    claims: ['near-told', 'nothing-old'],
  },
  {
    id: 'hot-key-coalesce',
    title: 'A hot key, and one question at a time',
    variant: 'ring',
    values: { ...HOT, coalesce: true },
    openAt: 689_147,
    watch:
      'An application asks for item:1 once at a time; who comes in between gets the same answer. The longer the node takes, the more wait for one question, so its queue stays short.',
    claims: ['coalesced', 'short-queue'],
  },
  {
    id: 'large-rows',
    title: 'A few large rows push out many small ones',
    variant: 'ring',
    values: { keys: 600, capacity: 5000, memory: 230, large: 4, 'large-size': 60, rps: 700, query: 4_000 },
    openAt: 3_588_307,
    watch:
      'Rows take 1 KB, 4 % of them 60 KB. Each large row that comes in makes dozens of small ones leave, for room is counted in bytes, not in entries.',
    claims: ['large-evicts-many', 'memory-holds'],
  },
  {
    id: 'hot-key-spread',
    title: 'A hot key on every node',
    variant: 'ring',
    values: { ...HOT, 'hot-keys': 'spread', writes: 5 },
    openAt: 2_000_000,
    watch:
      'item:1 may be on all four nodes, and the one with the fewest open requests is asked. A write deletes it everywhere.',
    claims: ['spread-evens', 'nothing-old'],
  },
]
