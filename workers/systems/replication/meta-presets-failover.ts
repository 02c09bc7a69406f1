import type { Preset } from '../system'
import { LINEARIZABLE, NEVER_BACK, NOTHING_LOST, ONE_PRIMARY, OWN_WRITES } from './meta-checks'
import { CUT_OFF_THEN_CRASH, FROM_MONITOR, PARTITION, SECOND } from './meta-presets-scripts'

/** Who becomes primary, and who else still believes to be it. */
export const failoverPresets: readonly Preset[] = [
  {
    id: 'split-brain',
    title: 'Two primaries at once',
    topic: 'Who is primary',
    variant: 'guide',
    script: [
      { at: 1_500_000, kind: 'cut', link: ['app-2', 'n1'] },
      { at: 2 * SECOND, kind: 'act', action: 'failover', target: 'app-2' },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 2_275_782,
    watch:
      'Only app-2 cannot reach n1. It makes n2 its primary and tells nobody: from now on both accept writes, and each application reads another history.',
    claims: ['two-accept', 'acknowledged-lost'],
    breaks: [ONE_PRIMARY, NOTHING_LOST, LINEARIZABLE, OWN_WRITES, NEVER_BACK],
  },
  {
    id: 'two-promoted',
    title: 'Two objects promote two',
    variant: 'guide',
    script: [
      { at: 900_000, kind: 'cut', link: ['app-1', 'n3'] },
      { at: 900_000, kind: 'cut', link: ['app-2', 'n2'] },
      { at: 1 * SECOND, kind: 'crash', node: 'n1' },
      { at: 2 * SECOND, kind: 'act', action: 'failover', target: 'app-1' },
      { at: 2 * SECOND, kind: 'act', action: 'failover', target: 'app-2' },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 2_252_376,
    watch:
      'Each application decides by what it sees itself. app-1 sees n2 and promotes it, app-2 sees n3 and promotes that: no votes are counted.',
    claims: ['both-promote', 'acknowledged-lost'],
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
    id: 'switched-off',
    title: 'The old primary is switched off first',
    variant: 'async',
    values: { stonith: true },
    script: [...PARTITION, ...FROM_MONITOR],
    horizonMicros: 4 * SECOND,
    openAt: 2_182_000,
    watch:
      'n1 and app-1 are alone, so no epoch reaches them. But the monitor has a line to the power of n1: it is off before n2 takes over, and never accepts a write beside it.',
    claims: ['off-before-another', 'acknowledged-lost'],
    breaks: [NOTHING_LOST, LINEARIZABLE],
  },
  {
    id: 'not-switched-off',
    title: 'The switch does not answer: no failover',
    variant: 'async',
    values: { stonith: true },
    script: [{ at: 1 * SECOND, kind: 'cut', link: ['monitor', 'power'] }, ...PARTITION, ...FROM_MONITOR],
    horizonMicros: 4 * SECOND,
    openAt: 2_856_000,
    watch:
      'The monitor cannot know whether n1 is off. It makes nobody primary, and app-2 cannot write: rather no service than two.',
    claims: ['no-failover-unless-off'],
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
    openAt: 2_072_313,
    watch:
      'Two replicas are well and know everything. Every write throws all the same, until somebody starts n1 again.',
    claims: ['every-write-throws'],
    breaks: [OWN_WRITES, LINEARIZABLE],
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
    openAt: 2_003_071,
    watch: 'The object knows that n1 is ill and refuses writes for it, but sends it every read.',
    claims: ['reads-ill-primary'],
  },
  {
    id: 'old-returns',
    title: 'The old primary comes back',
    variant: 'guide',
    script: [
      { at: 1 * SECOND, kind: 'crash', node: 'n1' },
      { at: 2 * SECOND, kind: 'act', action: 'failover', target: 'app-1' },
      { at: 2 * SECOND, kind: 'act', action: 'failover', target: 'app-2' },
      { at: 2_500_000, kind: 'restart', node: 'n1' },
    ],
    horizonMicros: 4_500_000,
    openAt: 3_380_817,
    watch:
      'n1 is back and still calls itself primary, and no object lists it any more. n3 follows n1 as before, so every read finds what was there when n1 died.',
    claims: ['two-call-themselves-primary', 'reads-stand-still'],
    breaks: [ONE_PRIMARY, OWN_WRITES, LINEARIZABLE],
  },
  {
    id: 'lag-zero',
    title: 'Cut off, lag 0, promoted',
    topic: 'What a failover loses',
    variant: 'guide',
    script: [...CUT_OFF_THEN_CRASH, { at: 3_030_000, kind: 'act', action: 'failover', target: 'app-1' }],
    horizonMicros: 4 * SECOND,
    openAt: 3_032_000,
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
    openAt: 2_814_000,
    watch: 'The monitor asks how far each log goes, and n3 goes further.',
    claims: ['furthest-promoted'],
  },
]
