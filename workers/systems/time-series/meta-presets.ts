import type { Preset } from '../system'

const SPIKE_AT = 7_000_000
const SPIKE = [{ at: SPIKE_AT, kind: 'act', action: 'spike', target: 'a1' }] as const
/** Far back and by large steps, so that whole blocks lie within a step. */
const LONG_RANGE = { agents: 2, range: 8_000_000, step: 4_000_000 } as const

export const presets: readonly Preset[] = [
  {
    id: 'spike-average',
    title: 'A spike, averaged away',
    topic: 'Summaries',
    script: SPIKE,
    openAt: 9_202_350,
    watch:
      'One point stands at 130. The dashed line is what a query answers, an average over each second: hardly a bump.',
    claims: ['spike-hidden', 'spike-stored'],
  },
  {
    id: 'spike-largest',
    title: 'The same spike by its largest',
    values: { function: 'max' },
    script: SPIKE,
    openAt: 9_202_350,
    watch: 'The same points and steps, but the largest of each step is asked for: the spike is there.',
    claims: ['spike-shown', 'spike-stored'],
  },
  {
    id: 'shapes',
    title: 'Three shapes, three sizes',
    topic: 'Size',
    values: { agents: 3, signal: 'mixed', block: 64, 'query-rate': 2 },
    openAt: 9_382_300,
    watch:
      'What does not change takes two bits a point, a counter a few bytes, noise nearly all of its eight. Look at the bits.',
    claims: ['constant-small', 'counter-middle', 'noise-large'],
  },
  {
    id: 'decimals-xor',
    title: 'Decimals as doubles',
    values: { values: 'doubles', block: 64, function: 'max' },
    openAt: 8_002_350,
    watch: 'A tenth is an endless fraction in binary: neighbouring values differ in nearly all of their bits.',
    claims: ['decimals-large'],
  },
  {
    id: 'decimals-scaled',
    title: 'Decimals as scaled integers',
    values: { values: 'decimals', block: 64, function: 'max' },
    openAt: 8_002_350,
    watch: 'The same values times ten are whole numbers, and their differences are small.',
    claims: ['decimals-small'],
  },
  {
    id: 'cardinality',
    title: 'A label with 300 values',
    values: { agents: 2, users: 300, 'query-rate': 2, hosts: 'all' },
    openAt: 8_022_200,
    watch:
      'Every user is a series of its own with a head, an entry in the index and hardly a point: memory for series, not for points.',
    claims: ['series-explode', 'memory-explodes', 'nothing-sealed'],
  },
  {
    id: 'late-inside',
    title: 'Late within the window',
    topic: 'Late points',
    values: { late: 10, 'late-by': 300_000 },
    openAt: 5_002_200,
    watch:
      'Every tenth point comes 300 ms late. What is younger than the window is not sealed yet, so it finds its place.',
    claims: ['late-kept', 'late-none-refused'],
  },
  {
    id: 'late-outside',
    title: 'Late beyond the window',
    values: { late: 10, 'late-by': 900_000 },
    openAt: 5_122_200,
    watch:
      'The same points 900 ms late: behind the window everything is sealed, so they are refused, and the agent is told.',
    claims: ['late-refused', 'late-told'],
  },
  {
    id: 'overtaking',
    title: 'Writes that overtake each other',
    values: { jitter: 100_000, every: 10_000 },
    openAt: 4_984_500,
    watch: 'Nobody is late, but the network is uneven: points arrive in another order than they were measured in.',
    claims: ['late-kept', 'late-none-refused'],
  },
  {
    id: 'read-points',
    title: 'A long range, point by point',
    topic: 'Long ranges and long runs',
    variant: 'gorilla',
    values: LONG_RANGE,
    openAt: 10_002_350,
    watch: 'A query over 8 s has to open every block and read all of its points.',
    claims: ['reads-all', 'takes-what-it-reads'],
  },
  {
    id: 'read-summaries',
    title: 'A long range by summaries',
    variant: 'aggregates',
    values: LONG_RANGE,
    openAt: 10_002_350,
    watch: 'The same query: a block within a step is one summary, and only blocks at the bounds of steps are opened.',
    claims: ['reads-few', 'takes-what-it-reads'],
  },
  {
    id: 'counter-restart',
    title: 'A counter that restarts',
    values: { signal: 'counter', function: 'rate', step: 500_000 },
    script: [{ at: 6_000_000, kind: 'act', action: 'reset', target: 'a1' }],
    openAt: 7_802_350,
    watch: 'At 6 s the counter begins again at 0. Its rate goes on: a value below the one before counts from 0.',
    claims: ['counter-falls', 'rate-holds'],
  },
  {
    id: 'retention',
    title: 'Points go, roll-ups stay',
    values: { retention: 2_500_000, range: 8_000_000, step: 500_000 },
    openAt: 10_002_350,
    watch:
      'Points older than 2.5 s are dropped in whole blocks. The older part of a query is answered by roll-ups, as exactly.',
    claims: ['points-bounded', 'answered-beyond', 'rollups-used'],
  },
  {
    id: 'crash-log',
    title: 'A crash, and the log',
    values: { step: 500_000 },
    script: [
      { at: 6_000_000, kind: 'crash', node: 'tsdb' },
      { at: 6_500_000, kind: 'restart', node: 'tsdb' },
    ],
    openAt: 6_500_900,
    watch: 'The head is only in memory. The log gives it back; points that were sent meanwhile fail and stay a gap.',
    claims: ['log-gives-back', 'gap-stays'],
  },
  {
    id: 'guide-nothing',
    title: 'The guide: stored, and not found',
    topic: 'In the guide',
    variant: 'guide',
    openAt: 6_002_350,
    watch:
      'Hundreds of points are stored. The look-up in the index is a stub, so every query finds none and answers 0.',
    claims: ['guide-finds-nothing', 'guide-index-stale'],
  },
  {
    id: 'guide-late',
    title: 'The guide: back-fill is dropped in silence',
    variant: 'guide',
    values: { late: 20, 'late-by': 1_500_000, retention: 1_000_000 },
    openAt: 6_062_200,
    watch: 'Points come 1.5 s late and the store keeps one second: each is answered with 200 and dropped at once.',
    claims: ['guide-drops-silently', 'guide-index-leaks'],
  },
  {
    id: 'guide-moves',
    title: 'The guide: late points move the others',
    variant: 'guide',
    values: { late: 20, 'late-by': 2_000_000, every: 10_000 },
    openAt: 6_012_200,
    watch: 'An array in order of time: a point that is 2 s late moves all the points of these 2 s.',
    claims: ['guide-moves-many'],
  },
]
