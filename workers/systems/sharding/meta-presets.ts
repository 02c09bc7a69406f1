import type { Preset } from '../system'
import { HAS_SHARD, ONE_HOME, READS_FIND, THERE_FIRST } from './meta-checks'

const JOIN_AT = 1_000_000
const JOIN = [{ at: JOIN_AT, kind: 'act', action: 'add-shard', target: 'shard-5' }] as const
const ORDERS = { keys: 'orders', writes: 50, zipf: 80, rps: 220 } as const

export const presets: readonly Preset[] = [
  {
    id: 'live-ring',
    title: 'A shard joins while clients write',
    topic: 'A shard joins',
    variant: 'ring',
    script: JOIN,
    openAt: 1_171_214,
    watch:
      'shard-5 takes about a fifth of the keys. Their writes go to both shards, old rows are copied and compared, and only then does the router ask the new one. No read misses.',
    claims: ['moves-a-fifth', 'no-read-misses', 'written-twice', 'cut-over', 'none-lost-none-doubled'],
  },
  {
    id: 'guide-join',
    title: 'The guide’s hash: four of five rows are gone',
    variant: 'guide-hash',
    values: { migration: 'none' },
    script: JOIN,
    openAt: 1_013_264,
    watch:
      'The list of shards becomes longer, so the remainder of nearly every hash changes. The rows are where they were, and the router looks elsewhere.',
    claims: ['moves-most', 'reads-find-nothing'],
    breaks: [READS_FIND, THERE_FIRST],
  },
  {
    id: 'live-modulo',
    title: 'Hash modulo moves nearly all',
    variant: 'hash',
    script: JOIN,
    openAt: 1_242_372,
    watch:
      'The same careful move with a hash modulo five: nothing is lost, but four of five rows have to travel, most of them between old shards.',
    claims: ['moves-most', 'no-read-misses', 'copies-four-times', 'none-lost-none-doubled'],
  },
  {
    id: 'copy-then-switch',
    title: 'Copy, then switch: writes are lost',
    variant: 'ring',
    values: { migration: 'copy', writes: 50, pause: 60_000 },
    script: JOIN,
    openAt: 2_814_488,
    watch:
      'Rows are copied one batch after another. A row that is written after its copy is old at its new shard, and the switch brings the old one back.',
    claims: ['old-value-returns'],
    breaks: [READS_FIND, THERE_FIRST, ONE_HOME],
  },
  {
    id: 'roll-back',
    title: 'A move is taken back, and nothing is lost',
    variant: 'ring',
    values: { rps: 300, writes: 40, 'way-back': 2_000_000 },
    horizonMicros: 5_000_000,
    script: [
      ...JOIN,
      { at: 2_000_000, kind: 'slow', node: 'shard-5', factor: 4 },
      { at: 3_000_000, kind: 'act', action: 'roll-back', target: 'router' },
    ],
    openAt: 3_599_164,
    watch:
      'shard-5 turns out to be slow once it is in use. Its rows were kept up to date where they came from, so they are compared, the old map returns, and no write is lost.',
    claims: ['slow-until-back', 'back-as-before', 'no-read-misses', 'none-lost-none-doubled'],
  },
  {
    id: 'slots',
    title: 'Slots change hands',
    topic: 'Slots',
    variant: 'slots',
    script: JOIN,
    openAt: 1_105_139,
    watch: 'A key never changes its slot. Each shard hands a fifth of its slots to shard-5, with the rows in them.',
    claims: ['moves-a-fifth', 'no-read-misses', 'cut-over'],
  },
  {
    id: 'hash-tag',
    title: 'A tag keeps a cart on one shard',
    variant: 'slots',
    values: { keys: 'carts', queries: 50, asks: 'group', rps: 300 },
    openAt: 498_494,
    watch:
      'Only what stands in braces is hashed, so the rows of one user have one slot and a query for them asks one shard. Take the ring instead, and all four are asked.',
    claims: ['asks-one-shard', 'query-as-quick-as-read'],
  },
  {
    id: 'guide-gap',
    title: 'The guide’s ranges: eve has no shard',
    topic: 'Ranges',
    variant: 'guide-range',
    values: { migration: 'none' },
    openAt: 20_226,
    watch:
      'Ranges end at e, j, r and z, both ends included. But eve comes after e and before f: every name that begins with a last letter belongs to no shard.',
    claims: ['gap-fails'],
    breaks: [HAS_SHARD],
  },
  {
    id: 'hot-range',
    title: 'A hot range is split',
    variant: 'range',
    values: { rps: 600, workers: 1, work: 4_000 },
    script: JOIN,
    openAt: 1_089_825,
    watch:
      'The alphabet is cut by letters, but names are not spread evenly: one shard has most of the work. shard-5 takes the upper half of its range, and the queue goes.',
    claims: ['uneven-before', 'split-halves', 'no-read-misses', 'none-lost-none-doubled'],
  },
  {
    id: 'cold-range',
    title: 'A cold range is merged',
    variant: 'range',
    values: { rps: 120 },
    script: [{ at: JOIN_AT, kind: 'act', action: 'remove-shard', target: 'shard-4' }],
    openAt: 1_095_603,
    watch:
      'At night four shards are more than it takes. shard-4 gives its range to its neighbour, with the same care as a split: writes to both, copy, comparison, cut-over.',
    claims: ['gives-all-to-neighbour', 'no-read-misses', 'cut-over', 'none-lost-none-doubled'],
  },
  {
    id: 'range-query',
    title: 'Neighbours in order are on one shard',
    variant: 'range',
    values: { queries: 50, asks: 'group', rps: 300 },
    openAt: 498_494,
    watch:
      'All users of one first name: ranges keep them side by side, so one shard has the answer. Take slots instead, and such a query goes to all four.',
    claims: ['asks-one-shard', 'query-as-quick-as-read'],
  },
  {
    id: 'running-numbers',
    title: 'Running numbers: the last shard gets all writes',
    variant: 'range',
    values: ORDERS,
    script: JOIN,
    openAt: 1_014_037,
    watch:
      'New orders have the highest numbers, so all of them go to the last range. A split moves the old half away, and the new shard gets every write from then on.',
    claims: ['last-gets-writes', 'split-moves-the-spot'],
  },
  {
    id: 'running-numbers-hashed',
    title: 'Running numbers, hashed',
    variant: 'slots',
    values: ORDERS,
    openAt: 2_000_000,
    watch: 'The same orders by slots: neighbours in number are strangers in hash, and all shards write.',
    claims: ['writes-spread'],
  },
  {
    id: 'hot-key',
    title: 'A hot key: no shard more helps',
    topic: 'Hot keys and wide queries',
    variant: 'ring',
    values: { hot: 50, workers: 1, rps: 280 },
    script: JOIN,
    openAt: JOIN_AT + 1_500_000,
    watch:
      'Every second request asks for one key. Its shard is busy, and when shard-5 joins it stays so: a key cannot be divided by moving keys.',
    claims: ['hot-stays-hot'],
  },
  {
    id: 'scatter',
    title: 'A query without a key asks all',
    variant: 'ring',
    values: { queries: 100, rps: 20, latency: 0 },
    horizonMicros: 20_000_000,
    openAt: 102_640,
    watch:
      'Nothing says where the rows are, so every shard works on every query and the slowest decides: four shards take about twice as long as one.',
    claims: ['slowest-decides'],
  },
  {
    id: 'scatter-slow',
    title: 'One slow shard slows every query',
    variant: 'ring',
    values: { queries: 20, rps: 150 },
    horizonMicros: 8_000_000,
    script: [{ at: 3_000_000, kind: 'slow', node: 'shard-2', factor: 6 }],
    openAt: 6_621_003,
    watch:
      'shard-2 needs six times as long. Reads of other shards do not notice; every query without a key waits for it.',
    claims: ['queries-wait-for-slow', 'others-do-not'],
  },
]
