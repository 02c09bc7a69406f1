import type { Preset } from '../system'

const CHANGE_AT = 2_000_000
/** The first key after the change that some placements move and others leave where it is. */
const TELLING = CHANGE_AT + 103_215
/** Eight nodes and many keys of nearly equal popularity, so that the shares of the ring decide who works most. */
const EIGHT_NODES = { caches: 8, standby: 0, keys: 5000, zipf: 20, capacity: 1000, rps: 1500 } as const

export const presets: readonly Preset[] = [
  {
    id: 'add-modulo',
    title: 'Add a node, by modulo',
    topic: 'Remainder or ring',
    variant: 'modulo',
    script: [{ at: CHANGE_AT, kind: 'act', action: 'add-node', target: 'cache-5' }],
    openAt: TELLING,
    watch:
      'cache-5 joins after 2 s. Four of five keys get another node, so most requests miss and the database gets them all at once.',
    claims: ['moved-by-modulo', 'moved-keys-miss', 'hit-ratio-falls', 'database-spike'],
  },
  {
    id: 'add-ring',
    title: 'Add a node, on a ring',
    variant: 'ring',
    script: [{ at: CHANGE_AT, kind: 'act', action: 'add-node', target: 'cache-5' }],
    openAt: TELLING,
    watch: 'The same node joins. It takes about one key in five, all others stay, and the database hardly notices.',
    claims: ['moved-by-ring', 'moved-keys-miss', 'hit-ratio-holds', 'database-calm'],
  },
  {
    id: 'guide-one-node',
    title: 'The guide’s ring: one node owns all',
    topic: 'How evenly keys lie',
    variant: 'guide-ring',
    values: { workers: 8 },
    script: [{ at: CHANGE_AT, kind: 'act', action: 'add-node', target: 'cache-5' }],
    openAt: CHANGE_AT - 101_412,
    watch:
      'Its hash does not mix, so all keys stand in one clump: one node works, three idle. When cache-5 joins after 2 s, every key moves.',
    claims: ['guide-one-node', 'guide-hit-ratio', 'guide-moves-all'],
  },
  {
    id: 'few-points',
    title: 'Few points a node',
    variant: 'ring',
    values: { ...EIGHT_NODES, points: 4 },
    openAt: 2_000_728,
    watch: 'Eight nodes with four points each: the arcs between points differ widely, and so do the shares.',
    claims: ['share-deviation', 'busiest-far'],
  },
  {
    id: 'many-points',
    title: 'Many points a node',
    variant: 'ring',
    values: { ...EIGHT_NODES, points: 128 },
    openAt: 2_000_728,
    watch: 'The same nodes with 128 points each: long and short arcs even out.',
    claims: ['share-deviation', 'busiest-near'],
  },
  {
    id: 'bounded-loads',
    title: 'Few points, bounded loads',
    variant: 'bounded',
    values: { ...EIGHT_NODES, points: 4 },
    openAt: 2_000_728,
    watch:
      'The same four points a node, but a node that holds 125 % of the mean is passed by: the longest arcs overflow.',
    claims: ['bound-holds', 'bounded-walks', 'busiest-near'],
  },
  {
    id: 'add-rendezvous',
    title: 'Add a node, by rendezvous',
    topic: 'Other ways to place keys',
    variant: 'rendezvous',
    script: [{ at: CHANGE_AT, kind: 'act', action: 'add-node', target: 'cache-5' }],
    openAt: TELLING,
    watch:
      'cache-5 scores highest for one key in five, and only these move. Nothing is kept, but every look-up asks all.',
    claims: ['moved-evenly', 'moved-keys-miss', 'hit-ratio-holds', 'database-calm'],
  },
  {
    id: 'add-slots',
    title: 'Add a node to a Redis Cluster',
    variant: 'slots',
    script: [{ at: CHANGE_AT, kind: 'act', action: 'add-node', target: 'cache-5' }],
    openAt: TELLING,
    watch: 'Each of the four nodes hands a fifth of its slots to cache-5. Keys keep their slots; slots change hands.',
    claims: ['moved-evenly', 'moved-keys-miss', 'hit-ratio-holds', 'database-calm'],
  },
  {
    id: 'add-maglev',
    title: 'Add a node, by Maglev',
    variant: 'maglev',
    script: [{ at: CHANGE_AT, kind: 'act', action: 'add-node', target: 'cache-5' }],
    openAt: TELLING,
    watch: 'The table is filled anew with five in turn. Most keys that move go to cache-5, and some move for nothing.',
    claims: ['moved-little-more', 'moved-keys-miss', 'hit-ratio-holds'],
  },
  {
    id: 'jump-from-the-middle',
    title: 'Jump loses a node in the middle',
    variant: 'jump',
    script: [{ at: CHANGE_AT, kind: 'act', action: 'remove-node', target: 'cache-2' }],
    openAt: TELLING,
    watch: 'Buckets are numbered, so the last node takes the number of the one that leaves: twice as many keys move.',
    claims: ['jump-moves-twice', 'moved-keys-miss'],
  },
  {
    id: 'lose-node',
    title: 'Lose a cache node',
    topic: 'A node is lost',
    variant: 'ring',
    values: { workers: 2 },
    script: [{ at: CHANGE_AT, kind: 'crash', node: 'cache-2' }],
    openAt: CHANGE_AT + 997_844,
    watch:
      'cache-2 crashes after 2 s and stays in the placement: its keys are asked at the database every time, more than it can serve.',
    claims: ['lost-keys-fall-back', 'membership-stays', 'database-doubles', 'failures-have-causes'],
  },
  {
    id: 'remove-node',
    title: 'Take the lost node out',
    variant: 'ring',
    script: [
      { at: CHANGE_AT, kind: 'crash', node: 'cache-2' },
      { at: CHANGE_AT + 500_000, kind: 'act', action: 'remove-node', target: 'cache-2' },
    ],
    openAt: CHANGE_AT + 600_000,
    watch: 'Half a second after the crash cache-2 is removed: its keys, and only they, move to the other nodes.',
    claims: ['moved-by-ring', 'database-doubles', 'database-relieved', 'no-failures'],
  },
]
