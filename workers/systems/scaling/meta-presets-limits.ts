import type { ParameterValue } from '../../scenario/scenario'
import type { Preset } from '../system'
import { NO_IDLE_WORKER, ONLY_READY } from './meta-checks'

/** Moments about what one machine, or a fixed number of them, can do. */
const SECOND = 1_000_000

/** Four machines' worth of 10 requests a second, asked for 80 % of it. */
const EIGHTY_PERCENT: Readonly<Record<string, ParameterValue>> = { servers: 4, workers: 1, rps: 32 }
const SAME_LOAD = { horizonMicros: 100 * SECOND } as const

/** A saturated machine whose pool of workers grows. */
const GROWING = { servers: 1, workers: 1, queue: 40, period: 1 * SECOND, sizes: 'fixed' }
const MORE_WORKERS = [2, 4, 8, 16, 32, 64].map((value, index) => ({
  at: 5 * SECOND * (index + 1),
  kind: 'set' as const,
  parameter: 'workers',
  value,
}))

export const limitPresets: readonly Preset[] = [
  {
    id: 'knee',
    title: 'The knee from 50 % to 95 %',
    topic: 'One queue or many',
    variant: 'pooled',
    values: { servers: 4, workers: 1, rps: 20 },
    script: [
      { at: 20 * SECOND, kind: 'set', parameter: 'rps', value: 32 },
      { at: 40 * SECOND, kind: 'set', parameter: 'rps', value: 36 },
      { at: 60 * SECOND, kind: 'set', parameter: 'rps', value: 38 },
    ],
    // With this seed the four stages come near the rates that they aim at.
    seed: 24,
    horizonMicros: 100 * SECOND,
    openAt: 85_271_150,
    watch:
      'The load of four machines rises in steps. Up to 80 % busy hardly anybody waits; from there each further percent costs more time than the one before. Money says the opposite: the busier, the cheaper a request.',
    claims: ['knee-bends', 'knee-nearly-free', 'busier-is-cheaper'],
  },
  {
    id: 'one-big',
    title: 'One fast machine at 80 %',
    variant: 'big',
    values: EIGHTY_PERCENT,
    ...SAME_LOAD,
    openAt: 62_559_073,
    watch:
      'Four times as fast: a request that finds it idle is done in a quarter of the time. It is the fastest and the dearest.',
    claims: ['big-mean', 'big-dearer'],
  },
  {
    id: 'one-queue',
    title: 'Four machines, one queue, at 80 %',
    variant: 'pooled',
    values: EIGHTY_PERCENT,
    ...SAME_LOAD,
    openAt: 62_978_679,
    watch:
      'The same capacity in four parts. Whoever becomes free takes who has waited longest, so nobody waits beside an idle machine.',
    claims: ['pooled-mean', 'nobody-beside-idle'],
  },
  {
    id: 'queue-each',
    title: 'Four machines, a queue each, at 80 %',
    variant: 'random',
    values: EIGHTY_PERCENT,
    ...SAME_LOAD,
    openAt: 60_108_485,
    watch: 'The same machines and requests. A request that is sent to a busy machine waits there, though others idle.',
    claims: ['split-mean', 'waits-beside-idle'],
    breaks: [NO_IDLE_WORKER],
  },
  {
    id: 'queue-each-shortest',
    title: 'A queue each, the shortest, at 80 %',
    variant: 'shortest',
    values: EIGHTY_PERCENT,
    ...SAME_LOAD,
    openAt: 60_039_081,
    watch: 'Looking at what is open before choosing wins nearly all of it back.',
    claims: ['shortest-mean'],
    breaks: [NO_IDLE_WORKER],
  },
  {
    id: 'retrograde',
    title: 'More threads, less done',
    topic: 'Limits of one machine',
    variant: 'big',
    values: { ...GROWING, grow: 'wider', rps: 80, sigma: 5, kappa: 40 },
    script: MORE_WORKERS,
    horizonMicros: 40 * SECOND,
    openAt: 39_403_245,
    watch:
      'A machine that always has more to do gets twice the workers every 5 s. Beyond 15 of them each further one costs the others more than it does itself. A fit of the first stages foretells it.',
    claims: ['retrograde', 'follows-usl', 'fit-foretells'],
  },
  {
    id: 'amdahl',
    title: 'Amdahl’s ceiling',
    variant: 'big',
    values: { ...GROWING, grow: 'wider', rps: 105, sigma: 10, kappa: 0 },
    script: MORE_WORKERS,
    horizonMicros: 40 * SECOND,
    openAt: 39_442_249,
    watch:
      'A tenth of the work can be done by only one at a time. Sixty-four workers do not even do nine times the work of one.',
    claims: ['amdahl-ceiling', 'follows-usl'],
  },
  {
    id: 'guide-up',
    title: 'Scale up, as in the guide: 16 cores for 4',
    topic: 'Adding capacity',
    variant: 'guide',
    values: { servers: 1, workers: 4, rps: 60, queue: 40, sigma: 5, kappa: 100, sizes: 'fixed', period: 1 * SECOND },
    script: [{ at: 10 * SECOND, kind: 'act', action: 'upgrade', target: 's1' }],
    horizonMicros: 30 * SECOND,
    openAt: 12_003_547,
    watch:
      'The guide writes a larger constant. The machine has to stop for it, so nobody is served for 4 s; and four times the cores do far less than four times the work.',
    claims: ['upgrade-outage', 'upgrade-disappoints'],
    breaks: [ONLY_READY],
  },
  {
    id: 'guide-out',
    title: 'Scale out, as in the guide: new servers take turns at once',
    variant: 'guide',
    values: { servers: 2, spare: 2, rps: 18 },
    script: [
      { at: 10 * SECOND, kind: 'act', action: 'add', target: 's3' },
      { at: 10 * SECOND, kind: 'act', action: 'add', target: 's4' },
    ],
    horizonMicros: 30 * SECOND,
    openAt: 12_247_667,
    watch: 'Two servers join the list and get every other request from that moment, while they still boot.',
    claims: ['boot-loses-half'],
    breaks: [ONLY_READY, NO_IDLE_WORKER],
  },
  {
    id: 'out-when-ready',
    title: 'Scale out when they are ready',
    variant: 'shortest',
    values: { servers: 2, spare: 2, rps: 18 },
    script: [
      { at: 10 * SECOND, kind: 'act', action: 'add', target: 's3' },
      { at: 10 * SECOND, kind: 'act', action: 'add', target: 's4' },
    ],
    horizonMicros: 30 * SECOND,
    openAt: 14_000_200,
    watch:
      'The same two servers. They are paid for from the start, but get requests only once they have booted and say so.',
    claims: ['nobody-fails'],
    breaks: [NO_IDLE_WORKER],
  },
]
