import type { ParameterValue } from '../../scenario/scenario'
import type { Preset } from '../system'

/** Moments about load: what retries, slowness and hedging do to a service and to its callers. */
const SECOND = 1_000_000

const STORM: Readonly<Record<string, ParameterValue>> = {
  tiers: 3,
  tries: 4,
  backoff: 'none',
  rps: 4,
  own: 0,
  clients: 1,
  timeout: 60 * SECOND,
  'call-timeout': 20 * SECOND,
}
const ALWAYS_FAILS = [{ at: 0, kind: 'act', action: 'fail', target: 'service' }] as const

/** 30 calls a second for a service that can do 50; when its queue is long, callers have given up before it answers. */
const METASTABLE: Readonly<Record<string, ParameterValue>> = {
  rps: 30,
  own: 0,
  arrivals: 'steady',
  work: 80_000,
  workers: 4,
  queue: 80,
  tries: 4,
  backoff: 'none',
  'call-timeout': 500_000,
  timeout: 4 * SECOND,
  threads: 1000,
}
const SHORT_TRIGGER = [
  { at: 3 * SECOND, kind: 'slow', node: 'service', factor: 4 },
  { at: 5 * SECOND, kind: 'slow', node: 'service', factor: 1 },
] as const

const SLOW_SERVICE: Readonly<Record<string, ParameterValue>> = {
  rps: 60,
  own: 50,
  threads: 20,
  workers: 64,
  queue: 200,
  'call-timeout': 5 * SECOND,
  timeout: 6 * SECOND,
  clients: 2,
}
const BECOMES_SLOW = [{ at: 2 * SECOND, kind: 'slow', node: 'service', factor: 80 }] as const

/** Twenty requests at once for a service that has places for eight; who was refused tries once more. */
const WAVES: Readonly<Record<string, ParameterValue>> = {
  rps: 40,
  own: 0,
  arrivals: 'bursts',
  workers: 4,
  queue: 4,
  tries: 2,
  wait: 250_000,
}

const TAIL: Readonly<Record<string, ParameterValue>> = {
  rps: 150,
  own: 0,
  arrivals: 'steady',
  work: 10_000,
  sizes: 'exponential',
  workers: 32,
  hiccup: 2,
  'hiccup-time': 400_000,
  'call-timeout': 2 * SECOND,
  timeout: 4 * SECOND,
}

export const loadPresets: readonly Preset[] = [
  {
    id: 'retry-storm',
    title: 'Retry storm: one request becomes 64 calls',
    topic: 'Retries feed an outage',
    variant: 'none',
    values: STORM,
    script: ALWAYS_FAILS,
    horizonMicros: 8 * SECOND,
    openAt: 709_884,
    watch: 'Three tiers try four times each, so a service that fails gets 4 · 4 · 4 calls for one request.',
    claims: ['amplifies-exactly'],
  },
  {
    id: 'storm-budget',
    title: 'The storm with a retry budget',
    variant: 'none',
    values: { ...STORM, budget: 10, rps: 30 },
    script: ALWAYS_FAILS,
    horizonMicros: 8 * SECOND,
    openAt: 4_005_218,
    watch:
      'Each tier may retry one call in ten. Three tiers make at most 1.1³ calls of one request, and what was saved up.',
    claims: ['within-budget'],
  },
  {
    id: 'storm-breaker',
    title: 'The storm with breakers',
    variant: 'consecutive',
    values: { ...STORM, rps: 30, permits: 1 },
    script: ALWAYS_FAILS,
    horizonMicros: 8 * SECOND,
    openAt: 68_323,
    watch: 'The breaker nearest to the service opens first, then those before it: nearly nothing goes out.',
    claims: ['storm-stopped'],
  },
  {
    id: 'metastable',
    title: 'Down for good after a short trigger',
    variant: 'none',
    values: METASTABLE,
    script: SHORT_TRIGGER,
    horizonMicros: 16 * SECOND,
    openAt: 9_068_666,
    watch:
      'The service is slow for two seconds. Its queue grows beyond the timeout, every call is tried four times, and the retries keep the queue full: it works all the time on calls nobody waits for.',
    claims: ['stays-down'],
  },
  {
    id: 'metastable-budget',
    title: 'The same trigger with a retry budget',
    variant: 'none',
    values: { ...METASTABLE, budget: 10 },
    script: SHORT_TRIGGER,
    horizonMicros: 16 * SECOND,
    openAt: 9 * SECOND,
    watch: 'With retries for one call in ten the load stays below what the service can do, so the queue drains.',
    claims: ['recovers'],
  },
  {
    id: 'metastable-breaker',
    title: 'The same trigger with a breaker',
    variant: 'time',
    values: { ...METASTABLE, 'window-time': 2 * SECOND },
    script: SHORT_TRIGGER,
    horizonMicros: 16 * SECOND,
    openAt: 6_419_333,
    watch: 'While the breaker is open the service has time to empty its queue; the next probes succeed.',
    claims: ['recovers'],
  },
  {
    id: 'slow-service',
    title: 'Slow calls take every thread',
    topic: 'Slow calls',
    variant: 'window',
    values: SLOW_SERVICE,
    script: BECOMES_SLOW,
    openAt: 4_414_655,
    watch:
      'The service answers well, but after 1.6 s. Nothing fails, so the breaker stays closed; every thread of the gateway waits, and pages that need no service fail too.',
    claims: ['own-pages-fail', 'stays-closed-while-slow'],
  },
  {
    id: 'slow-rate',
    title: 'Slow calls open the breaker',
    variant: 'window',
    values: { ...SLOW_SERVICE, 'slow-rate': 50, open: 5 * SECOND },
    script: BECOMES_SLOW,
    openAt: 3_986_024,
    watch:
      'Half of the last calls took too long: the breaker opens though none failed, and the threads are free again.',
    claims: ['opens-by-slowness', 'own-pages-served'],
  },
  {
    id: 'slow-bulkhead',
    title: 'A bulkhead keeps threads for others',
    variant: 'none',
    values: { ...SLOW_SERVICE, bulkhead: 10 },
    script: BECOMES_SLOW,
    openAt: 4_078_418,
    watch: 'At most ten calls wait for the slow service; the other threads serve pages that do not need it.',
    claims: ['own-pages-served'],
  },
  {
    id: 'waves',
    title: 'Retries that come in waves',
    topic: 'Backoff and hedging',
    variant: 'none',
    values: { ...WAVES, backoff: 'fixed' },
    openAt: 5_542_239,
    watch:
      'Twenty requests come at once and eight find a place. The others wait equally long and come back together, too many again.',
    claims: ['waves-collide'],
  },
  {
    id: 'waves-jitter',
    title: 'Jitter spreads the waves',
    variant: 'none',
    values: { ...WAVES, backoff: 'full-jitter' },
    openAt: 5_286_639,
    watch: 'The same requests. Each retry waits by lot between nothing and the full time, so most find a place.',
    claims: ['waves-spread'],
  },
  {
    id: 'tail',
    title: 'Two calls in a hundred are slow',
    variant: 'none',
    values: TAIL,
    horizonMicros: 10 * SECOND,
    openAt: 5 * SECOND,
    watch: 'Two calls in a hundred take 400 ms longer, by lot. That is what the 99th percentile shows.',
    claims: ['tail-long'],
  },
  {
    id: 'hedging',
    title: 'Hedging cuts the tail',
    variant: 'none',
    values: { ...TAIL, hedge: '95' },
    horizonMicros: 10 * SECOND,
    openAt: 1_572_337,
    watch: 'A call that takes longer than 95 of 100 recent ones is sent a second time, and the first answer wins.',
    claims: ['tail-cut', 'few-copies'],
  },
  {
    id: 'throttle',
    title: 'A caller that throttles itself',
    variant: 'none',
    values: { rps: 100, own: 0, work: 50_000, workers: 1, queue: 2, throttle: true, clients: 1 },
    horizonMicros: 30 * SECOND,
    openAt: 20_040_222,
    watch:
      'The service can do 20 calls a second and is asked for 100. The gateway refuses by lot until it sends about twice as many as are accepted.',
    claims: ['sends-twice-what-is-accepted'],
  },
]
