import type { Preset } from '../system'
import { LINEARIZABLE, NEVER_BACK, NOTHING_LOST, OWN_WRITES } from './meta-checks'
import { CRASH_BEFORE_SHIPPING, FROM_MONITOR, PARTITION, SECOND } from './meta-presets-scripts'

/** What an acknowledged write is worth. */
export const lossPresets: readonly Preset[] = [
  {
    id: 'lost',
    title: 'Acknowledged, then lost',
    variant: 'async',
    values: { writes: 25, ship: 200_000 },
    script: CRASH_BEFORE_SHIPPING,
    horizonMicros: 4 * SECOND,
    openAt: 2_305_137,
    watch:
      'n1 ships its log every 200 ms, and dies 190 ms after it did so. What it has acknowledged since is on no other node: about λ · lag writes.',
    claims: ['lost-by-lag'],
    breaks: [NOTHING_LOST, LINEARIZABLE, OWN_WRITES],
  },
  {
    id: 'semi-sync',
    title: 'The same with one confirmation',
    topic: 'Waiting for copies',
    variant: 'semi-sync',
    values: { writes: 25, ship: 200_000 },
    script: CRASH_BEFORE_SHIPPING,
    horizonMicros: 4 * SECOND,
    openAt: 2_509_489,
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
    openAt: 1_000_011,
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
    openAt: 1_412_050,
    watch: 'After 300 ms without a confirmation n1 acknowledges alone, as MySQL does after 10 s. Then it dies.',
    claims: ['acknowledged-alone', 'acknowledged-lost'],
    breaks: [NOTHING_LOST, LINEARIZABLE, OWN_WRITES, NEVER_BACK],
  },
  {
    id: 'min-replicas',
    title: 'A lonely primary stops writing',
    variant: 'async',
    values: { 'min-replicas': 1 },
    script: [...PARTITION, ...FROM_MONITOR],
    horizonMicros: 4 * SECOND,
    openAt: 1_865_953,
    watch:
      'n1 and app-1 are alone. 300 ms after the last word of a replica n1 refuses writes, so what a failover can lose is bounded.',
    claims: ['refuses-alone'],
    breaks: [NOTHING_LOST, LINEARIZABLE],
  },
]
