import type { Preset } from '../system'
import { WITHIN_ENVELOPE } from './meta-checks'

const SECOND = 1_000_000
/** Redis is down for a second and a half. */
const CRASH = [
  { at: 1_500_000, kind: 'crash', node: 'redis' },
  { at: 3_000_000, kind: 'restart', node: 'redis' },
] as const
const STEADY = { clients: 2, traffic: 'steady', rps: 120 } as const
const DURING = 2_186_333
const HOT = { clients: 2, traffic: 'steady', rps: 400, hot: 90 } as const

/** What becomes of the limit when Redis is away, far or busy. */
export const presets: readonly Preset[] = [
  {
    id: 'crash-guide',
    title: 'Redis crashes: the guide answers 500',
    topic: 'Redis is gone or slow',
    variant: 'guide',
    values: { ...STEADY, rps: 24, limit: 20, burst: 20 },
    script: CRASH,
    openAt: 2_169_666,
    watch: 'Nobody has decided what happens without Redis, so a limiter takes the whole service down.',
    claims: ['all-fail-without-redis'],
  },
  {
    id: 'crash-open',
    title: 'Redis crashes: fail open',
    variant: 'gcra',
    values: { ...STEADY, away: 'open' },
    script: CRASH,
    openAt: DURING,
    watch: 'While Redis is down everything passes, several times the limit. The service had better bear it.',
    claims: ['all-pass-without-redis'],
    breaks: [WITHIN_ENVELOPE],
  },
  {
    id: 'crash-closed',
    title: 'Redis crashes: fail closed',
    variant: 'gcra',
    values: { ...STEADY, away: 'closed' },
    script: CRASH,
    openAt: DURING,
    watch: 'While Redis is down nothing passes: 503, with a Retry-After. The limit holds, and nobody is served.',
    claims: ['none-pass-without-redis'],
  },
  {
    id: 'crash-local',
    title: 'Redis crashes: each keeps its share',
    variant: 'gcra',
    values: { ...STEADY, away: 'local' },
    script: CRASH,
    openAt: DURING,
    watch:
      'Without Redis each server lets a third of the limit pass. A balancer that spreads evenly makes that nearly the whole limit.',
    claims: ['rate-kept-without-redis'],
    breaks: [WITHIN_ENVELOPE],
  },
  {
    id: 'far-redis',
    title: 'A limiter on every way',
    variant: 'gcra',
    values: { clients: 2, traffic: 'poisson', rps: 10, 'redis-latency': 20_000, 'redis-timeout': 200_000 },
    openAt: 1_458_460,
    watch: 'Redis stands 20 ms away, so each request pays 40 ms before anybody works on it.',
    claims: ['pays-the-way'],
  },
  {
    id: 'slow-redis',
    title: 'One thread for all servers',
    variant: 'gcra',
    values: { clients: 2, traffic: 'poisson', rps: 300, away: 'closed' },
    script: [
      { at: 1 * SECOND, kind: 'slow', node: 'redis', factor: 1_000 },
      { at: 2_500_000, kind: 'slow', node: 'redis', factor: 1 },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 1_698_998,
    watch:
      'Something else keeps Redis busy, and each command takes a thousand times as long. Commands queue, servers give up on them, and Redis still runs them for nobody.',
    claims: ['redis-saturated', 'answers-for-nobody'],
  },
  {
    id: 'hot-key',
    title: 'One client takes all of Redis',
    topic: 'One greedy client',
    variant: 'gcra',
    values: HOT,
    horizonMicros: 4 * SECOND,
    openAt: 1_997_452,
    watch: 'c1 asks 360 times a second and gets ten. Every refusal is a question to the same key.',
    claims: ['a-command-each'],
  },
  {
    id: 'hot-key-remembered',
    title: 'Servers remember who must wait',
    variant: 'gcra',
    values: { ...HOT, remember: true },
    horizonMicros: 4 * SECOND,
    openAt: 1_999_222,
    watch:
      'Redis says how long nothing passes. A server that remembers it refuses by itself, and Redis hears of c1 only now and then.',
    claims: ['few-commands', 'same-rate'],
  },
]
