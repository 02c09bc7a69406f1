import type { Preset } from '../system'
import { LINEARIZABLE, NEVER_BACK, NOTHING_LOST, ONE_PRIMARY, OWN_WRITES } from './meta-checks'

const SECOND = 1_000_000

/** n2 hears nothing from n1 for a second and a half; then n1 dies. */
const CUT_OFF_THEN_CRASH = [
  { at: 1 * SECOND, kind: 'cut', link: ['n1', 'n2'] },
  { at: 2_500_000, kind: 'crash', node: 'n1' },
] as const
/** Dies 190 ms after its log was shipped. */
const CRASH_BEFORE_SHIPPING = [{ at: 1_990_000, kind: 'crash', node: 'n1' }] as const
/** app-1 and n1 on one side, everybody else on the other. */
const PARTITION = [
  { at: 1_500_000, kind: 'cut', link: ['n1', 'n2'] },
  { at: 1_500_000, kind: 'cut', link: ['n1', 'n3'] },
  { at: 1_500_000, kind: 'cut', link: ['app-2', 'n1'] },
  { at: 1_500_000, kind: 'cut', link: ['app-1', 'n2'] },
  { at: 1_500_000, kind: 'cut', link: ['app-1', 'n3'] },
] as const
const HEALED = PARTITION.map(({ link }) => ({ at: 3_500_000, kind: 'heal' as const, link }))
const FROM_MONITOR = [
  { at: 1_500_000, kind: 'cut', link: ['monitor', 'n1'] },
  { at: 1_500_000, kind: 'cut', link: ['monitor', 'app-1'] },
] as const
const SLOW_STORING = { apply: 60_000, reads: 'any', keys: 2 }

export const presets: readonly Preset[] = [
  {
    id: 'split-brain',
    title: 'Two primaries at once',
    variant: 'guide',
    script: [
      { at: 1_500_000, kind: 'cut', link: ['app-2', 'n1'] },
      { at: 2 * SECOND, kind: 'act', action: 'failover', target: 'app-2' },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 2_300_000,
    watch:
      'Only app-2 cannot reach n1. It makes n2 its primary and tells nobody: from now on both accept writes, and each application reads another history.',
    claims: ['two-accept', 'acknowledged-lost'],
    breaks: [ONE_PRIMARY, NOTHING_LOST, LINEARIZABLE],
  },
  {
    id: 'fenced',
    title: 'The same with epochs: the old primary is fenced',
    variant: 'async',
    script: [
      { at: 1_500_000, kind: 'cut', link: ['app-2', 'n1'] },
      { at: 1_500_000, kind: 'cut', link: ['monitor', 'n1'] },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 2_106_000,
    watch:
      'The monitor takes n1 for dead, though it lives. The others promise epoch 2, so the next thing that n1 sends them is refused, and it steps down.',
    claims: ['old-steps-down', 'one-accepts'],
  },
  {
    id: 'outage',
    title: 'Nobody calls the failover',
    variant: 'guide',
    script: [
      { at: 1 * SECOND, kind: 'crash', node: 'n1' },
      { at: 3 * SECOND, kind: 'restart', node: 'n1' },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 2 * SECOND,
    watch:
      'Two replicas are well and know everything. Every write throws all the same, until somebody starts n1 again.',
    claims: ['every-write-throws'],
  },
  {
    id: 'ill-primary',
    title: 'All replicas are down: reads go to an ill primary',
    variant: 'guide',
    values: { reads: 'any' },
    script: [
      { at: 1 * SECOND, kind: 'crash', node: 'n2' },
      { at: 1 * SECOND, kind: 'crash', node: 'n3' },
      { at: 1_500_000, kind: 'crash', node: 'n1' },
    ],
    horizonMicros: 3 * SECOND,
    openAt: 2 * SECOND,
    watch: 'The object knows that n1 is ill and refuses writes for it, but sends it every read.',
    claims: ['reads-ill-primary'],
  },
  {
    id: 'lag-zero',
    title: 'Cut off, lag 0, promoted',
    variant: 'guide',
    script: [...CUT_OFF_THEN_CRASH, { at: 3 * SECOND, kind: 'act', action: 'failover', target: 'app-1' }],
    horizonMicros: 4 * SECOND,
    openAt: 3_100_000,
    watch:
      'n2 has heard nothing for a second and a half, so it lags behind nothing that it knows: 0 ms. n3 has everything, says 0 ms too, and comes second in the list.',
    claims: ['cut-off-promoted', 'acknowledged-lost'],
    breaks: [ONE_PRIMARY, NOTHING_LOST, LINEARIZABLE, OWN_WRITES, NEVER_BACK],
  },
  {
    id: 'by-position',
    title: 'The same, promoted by position',
    variant: 'async',
    script: CUT_OFF_THEN_CRASH,
    horizonMicros: 4 * SECOND,
    openAt: 3 * SECOND,
    watch: 'The monitor asks how far each log goes, and n3 goes further.',
    claims: ['furthest-promoted'],
  },
  {
    id: 'lost',
    title: 'Acknowledged, then lost',
    variant: 'async',
    values: { writes: 25, ship: 200_000 },
    script: CRASH_BEFORE_SHIPPING,
    horizonMicros: 4 * SECOND,
    openAt: 2_310_400,
    watch:
      'n1 ships its log every 200 ms, and dies 190 ms after it did so. What it has acknowledged since is on no other node: about λ · lag writes.',
    claims: ['lost-by-lag'],
    breaks: [NOTHING_LOST, LINEARIZABLE, OWN_WRITES],
  },
  {
    id: 'semi-sync',
    title: 'The same with one confirmation',
    variant: 'semi-sync',
    values: { writes: 25, ship: 200_000 },
    script: CRASH_BEFORE_SHIPPING,
    horizonMicros: 4 * SECOND,
    openAt: 2_380_000,
    watch:
      'Every write waits until a replica has it, here for the next shipment. Nothing that was acknowledged is lost.',
    claims: ['none-lost', 'waits-for-one'],
  },
  {
    id: 'order-statistic',
    title: 'Two of four confirm: as fast as the second',
    variant: 'semi-sync',
    values: { nodes: 5, confirmations: 2, apply: 20_000, writes: 4, 'reads-rate': 2 },
    horizonMicros: 8 * SECOND,
    openAt: 1 * SECOND,
    watch:
      'Four replicas store each write, each in its own time. The write waits for the second of them, not for the slowest.',
    claims: ['second-of-four'],
  },
  {
    id: 'alone',
    title: 'Semi-synchronous gives up waiting',
    variant: 'semi-sync',
    values: { alone: 300_000, timeout: 1 * SECOND },
    script: [
      { at: 1 * SECOND, kind: 'cut', link: ['n1', 'n2'] },
      { at: 1 * SECOND, kind: 'cut', link: ['n1', 'n3'] },
      { at: 2 * SECOND, kind: 'crash', node: 'n1' },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 1_500_000,
    watch: 'After 300 ms without a confirmation n1 acknowledges alone, as MySQL does after 10 s. Then it dies.',
    claims: ['acknowledged-alone', 'acknowledged-lost'],
    breaks: [NOTHING_LOST, LINEARIZABLE, OWN_WRITES, NEVER_BACK],
  },
  {
    id: 'own-write',
    title: 'Written, and not there',
    variant: 'async',
    values: SLOW_STORING,
    horizonMicros: 3 * SECOND,
    openAt: 1 * SECOND,
    watch:
      'A session writes a key and reads it from a replica that does not have it yet. The next read finds it, the one after that does not.',
    claims: ['stale-own'],
    breaks: [OWN_WRITES, NEVER_BACK, LINEARIZABLE],
  },
  {
    id: 'waits',
    title: 'A replica that waits for the session',
    variant: 'async',
    values: { ...SLOW_STORING, reads: 'wait' },
    horizonMicros: 3 * SECOND,
    openAt: 1 * SECOND,
    watch: 'Each read says how far the session has come; the replica answers when its own log goes as far.',
    claims: ['waits-for-position', 'session-kept'],
    breaks: [LINEARIZABLE],
  },
  {
    id: 'sticky',
    title: 'Always the same replica',
    variant: 'async',
    values: { ...SLOW_STORING, reads: 'sticky' },
    horizonMicros: 3 * SECOND,
    openAt: 1 * SECOND,
    watch:
      'A session that stays with one replica never goes back, since no log does. Its own writes it may still miss.',
    claims: ['stale-own', 'never-back'],
    breaks: [OWN_WRITES, LINEARIZABLE],
  },
  {
    id: 'bounded',
    title: 'A replica that is cut off stops answering',
    variant: 'async',
    values: { reads: 'bounded' },
    script: [
      { at: 1 * SECOND, kind: 'cut', link: ['n1', 'n2'] },
      { at: 2_500_000, kind: 'heal', link: ['n1', 'n2'] },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 1_700_000,
    watch:
      'Health questions reach n2, so nobody takes it for dead. But it knows when it was last complete, and sends readers away.',
    claims: ['bound-kept'],
    breaks: [OWN_WRITES, LINEARIZABLE],
  },
  {
    id: 'min-replicas',
    title: 'A lonely primary stops writing',
    variant: 'async',
    values: { 'min-replicas': 1 },
    script: [...PARTITION, ...FROM_MONITOR],
    horizonMicros: 4 * SECOND,
    openAt: 2_200_000,
    watch:
      'n1 and app-1 are alone. 300 ms after the last word of a replica n1 refuses writes, so what a failover can lose is bounded.',
    claims: ['refuses-alone'],
    breaks: [NOTHING_LOST, LINEARIZABLE],
  },
  {
    id: 'quorum',
    title: 'A majority for every write',
    variant: 'quorum',
    script: [
      { at: 1_500_000, kind: 'crash', node: 'n1' },
      { at: 3 * SECOND, kind: 'restart', node: 'n1' },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 2_100_000,
    watch:
      'Two of three hold a write before it is acknowledged, two of three promise a new epoch: one of them is in both.',
    claims: ['none-lost', 'catches-up'],
  },
  {
    id: 'raft-election',
    title: 'A leader dies, another is elected',
    variant: 'raft',
    script: [
      { at: 2 * SECOND, kind: 'crash', node: 'n4' },
      { at: 2 * SECOND, kind: 'crash', node: 'n1' },
    ],
    values: { nodes: 5 },
    horizonMicros: 4 * SECOND,
    openAt: 2_400_000,
    watch:
      'Nobody watches from outside. Whose timeout ends first stands for the next term, and needs the votes of most nodes.',
    claims: ['elected-in-time', 'none-lost'],
  },
  {
    id: 'raft-partition',
    title: 'Raft in a partition',
    variant: 'raft',
    seed: 1,
    script: [...PARTITION, ...HEALED],
    horizonMicros: 5 * SECOND,
    openAt: 2_600_000,
    watch:
      'The side with one node accepts writes into its log and commits none. The side with two goes on. When they meet again, one log is cut.',
    claims: ['minority-commits-nothing', 'one-log-cut', 'none-lost'],
  },
]
