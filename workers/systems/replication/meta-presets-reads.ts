import type { Preset } from '../system'
import { LINEARIZABLE, NEVER_BACK, OWN_WRITES } from './meta-checks'
import { SECOND, SLOW_STORING } from './meta-presets-scripts'

/** What a session reads of its own writes and of others. */
export const readsPresets: readonly Preset[] = [
  {
    id: 'own-write',
    title: 'Written, and not there',
    topic: 'Reading from replicas',
    variant: 'async',
    values: SLOW_STORING,
    horizonMicros: 3 * SECOND,
    openAt: 1_040_912,
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
    openAt: 1_088_946,
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
    openAt: 1_040_912,
    watch:
      'A session that stays with one replica never goes back, since no log does. Its own writes it may still miss.',
    claims: ['stale-own', 'never-back'],
    breaks: [OWN_WRITES, LINEARIZABLE],
  },
  {
    id: 'stale-lag',
    title: 'Cut off, and still read from',
    variant: 'guide',
    script: [
      { at: 1 * SECOND, kind: 'cut', link: ['n1', 'n2'] },
      { at: 3_500_000, kind: 'heal', link: ['n1', 'n2'] },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 3_017_660,
    watch:
      'A replica with a lag of a second or more gets no reads. n2 has heard nothing for two seconds, says 0 ms, and answers half of all reads.',
    claims: ['old-answers'],
    breaks: [OWN_WRITES, NEVER_BACK, LINEARIZABLE],
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
    openAt: 1_572_792,
    watch:
      'Health questions reach n2, so nobody takes it for dead. But it knows when it was last complete, and sends readers away.',
    claims: ['bound-kept'],
    breaks: [OWN_WRITES, LINEARIZABLE],
  },
]
