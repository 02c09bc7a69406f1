import type { Preset } from '../system'
import { ALL_EQUAL, LINEARIZABLE, NOTHING_LOST } from './meta-checks'
import { carts } from './meta-presets-carts'
import { ranges } from './meta-presets-ranges'
import { ALL_PATTERNS, across, CRASH_AT, CUT_AT, cutAndHeal, HEAL_AT, REGIONS, SPLIT, withoutN3 } from './meta-script'

/** Many keys, so that most are not written again after the cut. */
const COLD = { keys: 48, zipf: 0, 'share-writes': 20 } as const

const quorums: readonly Preset[] = [
  {
    id: 'overlap',
    title: 'R + W > N: every read meets the newest write',
    topic: 'How many must agree',
    variant: 'quorum',
    values: { ...REGIONS, 'write-quorum': 2, 'read-quorum': 2 },
    openAt: 1_528_632,
    watch:
      'Two regions, 40 ms apart. Two of three copies acknowledge, two of three answer: at least one copy is in both. No read is stale, but most wait for the other region.',
    claims: ['no-stale', 'none-refused', 'pays-in-time'],
  },
  {
    id: 'stale-read',
    title: 'R + W ≤ N: stale reads',
    variant: 'quorum',
    values: { ...REGIONS, 'write-quorum': 1, 'read-quorum': 1, 'read-repair': false },
    openAt: 1_642_206,
    watch:
      'One copy acknowledges, one copy answers: the nearest ones. It is fast, and in the other region many reads are stale.',
    claims: ['some-stale', 'asks-the-nearest', 'ends-equal'],
    breaks: [LINEARIZABLE],
  },
  {
    id: 'inversion',
    title: 'R + W > N is not enough: new, then old again',
    variant: 'quorum',
    values: { ...REGIONS, 'write-quorum': 3, 'read-quorum': 1, 'read-repair': false },
    openAt: 46_483,
    watch:
      'All copies are written, the nearest is read. While a write is under way, one region tells it already, and then the other one tells the old value. No read is stale, and yet no single copy could answer so.',
    claims: ['no-stale', 'goes-back'],
    breaks: [LINEARIZABLE],
  },
  {
    id: 'atomic',
    title: 'Write back before you tell',
    variant: 'atomic',
    values: REGIONS,
    openAt: 1_444_623,
    watch:
      'The same traffic and the same network. A read that finds a value not at a majority writes it there before it tells anybody; a write asks for the newest number first. That costs a second round.',
    claims: ['linearizable', 'second-round'],
  },
  {
    id: 'fixed-sets',
    title: 'By lot: how often do two draws miss?',
    variant: 'quorum',
    values: {
      'write-quorum': 1,
      'read-quorum': 1,
      asked: 'needed',
      'read-repair': false,
      keys: 60,
      zipf: 0,
      rps: 100,
      'share-writes': 50,
      quiet: 0,
    },
    horizonMicros: 20_000_000,
    openAt: 10_019_755,
    watch:
      'A write stays at one of three copies, drawn by lot, and a read asks one, drawn by lot: it misses in two of three draws.',
    claims: ['misses-as-drawn'],
    breaks: [LINEARIZABLE, ALL_EQUAL],
  },
  {
    id: 'second-of-three',
    title: 'Waiting for the second of three',
    variant: 'quorum',
    values: { latency: 0, work: 10_000, workers: 16, rps: 50, 'share-writes': 100, keys: 60, zipf: 0 },
    horizonMicros: 16_000_000,
    openAt: 8_011_179,
    watch:
      'Each copy takes 10 ms in the mean, sometimes much longer. The second of three is done after 8.3 ms in the mean, the third only after 18.3 ms.',
    claims: ['waits-for-second'],
  },
]

const failures: readonly Preset[] = [
  {
    id: 'partition-available',
    title: 'Partition: both sides go on, and diverge',
    topic: 'Partitions',
    variant: 'quorum',
    values: { 'stand-in': 'sloppy', 'read-repair': false },
    script: SPLIT,
    openAt: 1_913_488,
    watch:
      'Two nodes are cut off. On both sides the next nodes on the ring stand in, so all writes are acknowledged, and each side has values that the other does not know. After the heal hints are handed over.',
    claims: ['both-sides-answer', 'stale-with-sloppy', 'hands-over', 'ends-equal'],
    breaks: [LINEARIZABLE],
  },
  {
    id: 'partition-consistent',
    title: 'Partition: the minority refuses',
    variant: 'atomic',
    values: { copies: 5 },
    script: cutAndHeal(across(false), CUT_AT, HEAL_AT),
    openAt: 1_905_265,
    watch:
      'Five copies, three on one side. Side a has a majority and goes on. Side b refuses reads and writes rather than tell what may be wrong.',
    claims: ['minority-refuses', 'majority-answers', 'linearizable', 'ends-equal'],
  },
  {
    id: 'two-down',
    title: 'Two of five nodes down: who still has a quorum?',
    variant: 'quorum',
    values: { keys: 120, zipf: 0, rps: 150 },
    script: [
      { at: 300_000, kind: 'crash', node: 'n4' },
      { at: 300_000, kind: 'crash', node: 'n5' },
    ],
    openAt: 2_001_036,
    watch:
      'A key whose three copies include both lost nodes has one copy left, and two are needed. That is three keys of ten; the others do not notice.',
    claims: ['three-of-ten-refused'],
  },
  {
    id: 'third-of-the-time',
    title: 'Each node is down a third of the time',
    variant: 'quorum',
    values: {
      nodes: 3,
      keys: 60,
      zipf: 0,
      rps: 250,
      timeout: 10_000,
      quiet: 0,
      'read-quorum': 1,
      'read-repair': false,
    },
    script: ALL_PATTERNS,
    openAt: 621_440,
    watch:
      'The three nodes are down a third of the time each, whatever the others do. A read needs one of three and nearly always finds it; a write needs two, and finds them more often than one node would be there.',
    claims: ['as-available-as-binomial'],
    breaks: [LINEARIZABLE, ALL_EQUAL],
  },
  {
    id: 'nothing-heals',
    title: 'A node misses writes, and nothing heals it',
    topic: 'Healing',
    variant: 'quorum',
    values: { ...COLD, 'read-repair': false },
    script: withoutN3(false),
    openAt: 2_604_536,
    watch:
      'n3 hears nothing for 1.2 s. When it is back, its copies stay old until somebody happens to write the key again.',
    claims: ['stays-behind'],
    breaks: [ALL_EQUAL],
  },
  {
    id: 'read-repair',
    title: 'Healed by reads',
    variant: 'quorum',
    values: COLD,
    script: withoutN3(false),
    openAt: 1_717_956,
    watch: 'The same cut. Reads ask all three copies, see that n3 is behind, and write the newest value there.',
    claims: ['reads-repair', 'ends-equal'],
  },
  {
    id: 'hinted-handoff',
    title: 'Healed by hints',
    variant: 'quorum',
    values: { ...COLD, 'read-repair': false, 'stand-in': 'sloppy' },
    script: withoutN3(true),
    openAt: 1_728_400,
    watch:
      'While n3 does not answer, the next node on the ring keeps its writes with a note for whom they are. When n3 is back, it gets them at once.',
    claims: ['hands-over', 'ends-equal'],
  },
  {
    id: 'anti-entropy',
    title: 'Healed by comparing hash trees',
    variant: 'quorum',
    values: { ...COLD, 'read-repair': false, 'anti-entropy': 250_000, cold: 1_000, 'tree-depth': 8 },
    script: withoutN3(true),
    openAt: 1_823_000,
    watch:
      'A thousand rows at rest, and a few that n3 has missed. Nodes compare the hashes of what they share, from the root down, and exchange only the buckets that differ, whether anybody reads them or not.',
    claims: ['compares-few', 'ends-equal'],
  },
  {
    id: 'slow-clock',
    title: 'Last write wins, by the wrong clock',
    topic: 'Clocks and leases',
    variant: 'quorum',
    values: { behind: 400_000, keys: 4 },
    openAt: 1_809_203,
    watch:
      'The clock of coordinator-b is 0.4 s behind. What it writes right after the other one looks older everywhere: the write is acknowledged, and every copy leaves what it has.',
    claims: ['acknowledged-in-vain'],
    breaks: [LINEARIZABLE, NOTHING_LOST],
  },
]

const guide: readonly Preset[] = [
  {
    id: 'guide-overtaken',
    title: 'The guide: an old write arrives last',
    topic: 'In the guide',
    variant: 'guide',
    values: { latency: 16_000, 'latency-spread': 'varies', timeout: 300_000, keys: 8, rps: 300 },
    openAt: 2_089_623,
    watch:
      'Copies are sent without waiting and without a version. Two writes of one key pass each other on the way, and a replica ends with the older one, for good.',
    claims: ['overtaken', 'stays-behind'],
    breaks: [ALL_EQUAL],
  },
  {
    id: 'guide-lost',
    title: 'The guide: acknowledged, and gone',
    variant: 'guide',
    values: { copies: 2, keys: 80, zipf: 0, rps: 200, 'work-spread': 'fixed' },
    script: [
      { at: 1_200_000, kind: 'cut', link: ['coordinator-a', 'n2'] },
      { at: 1_200_000, kind: 'cut', link: ['coordinator-b', 'n2'] },
      { at: CRASH_AT, kind: 'crash', node: 'n1' },
      { at: CRASH_AT, kind: 'heal', link: ['coordinator-a', 'n2'] },
      { at: CRASH_AT, kind: 'heal', link: ['coordinator-b', 'n2'] },
    ],
    openAt: 2_030_643,
    watch:
      'n2 misses the copies of 0.8 s, and only a log is told. Then n1 crashes. Reads fall back to n2, which answers old values or none, without an error; writes fail although n2 lives.',
    claims: ['reads-fall-back-stale', 'writes-fail'],
    breaks: [LINEARIZABLE, NOTHING_LOST],
  },
  {
    id: 'guide-own-replica',
    title: 'The guide: three copies on two nodes',
    variant: 'guide',
    values: {
      nodes: 2,
      copies: 3,
      keys: 6,
      zipf: 0,
      rps: 300,
      latency: 16_000,
      'latency-spread': 'varies',
      timeout: 300_000,
    },
    openAt: 1_192_185,
    watch:
      'Three copies are asked for, and there are two nodes. The list goes round and names the primary as its own replica: each value is sent there twice, and counts as three copies. When the second message comes late, it puts back an old value at the primary itself.',
    claims: ['own-replica'],
    breaks: [LINEARIZABLE, ALL_EQUAL],
  },
]

export const presets: readonly Preset[] = [...quorums, ...failures, ...ranges, ...carts, ...guide]
