import type { Preset } from '../system'

/** At utilisation 0.9: ten servers, each doing 100 requests a second, and 900 requests a second. */
const NINETY_PERCENT = {
  servers: 10,
  workers: 1,
  queue: 2000,
  work: 10_000,
  rps: 900,
  timeout: 5_000_000,
  latency: 1_000,
} as const

/** The same load by each way of choosing, and shares by weight. */
export const LOAD_PRESETS: readonly Preset[] = [
  {
    id: 'random-09',
    title: 'Random at 90 % load',
    topic: 'Who gets the next request',
    variant: 'random',
    values: NINETY_PERCENT,
    horizonMicros: 20_000_000,
    openAt: 10_001_182,
    watch: 'Some queues are long while other servers are idle: by lot, each server is a queue of its own.',
    claims: ['random-mean'],
  },
  {
    id: 'round-robin-09',
    title: 'Round-robin at 90 % load',
    variant: 'round-robin',
    values: NINETY_PERCENT,
    horizonMicros: 20_000_000,
    openAt: 10_001_182,
    watch: 'Turns smooth the arrivals at each server, but nobody looks at the queues.',
    claims: ['round-robin-mean'],
  },
  {
    id: 'two-choices-09',
    title: 'Two choices at 90 % load',
    variant: 'two-choices',
    values: NINETY_PERCENT,
    horizonMicros: 20_000_000,
    openAt: 10_001_182,
    watch: 'Looking at only two servers takes away most of the waiting.',
    claims: ['two-choices-mean'],
  },
  {
    id: 'least-09',
    title: 'Least connections at 90 % load',
    variant: 'least',
    values: NINETY_PERCENT,
    horizonMicros: 20_000_000,
    openAt: 10_001_182,
    watch: 'Every request goes to the shortest queue; only one common queue does better.',
    claims: ['least-mean'],
  },
  {
    id: 'weights',
    title: 'Shares by weight, spread evenly',
    variant: 'weighted',
    values: { servers: 3, weights: '5,1,1', rps: 70, clients: 1, arrivals: 'steady' },
    horizonMicros: 6_000_000,
    openAt: 3_047_857,
    watch: 'Server s1 has five times the weight. It gets five of seven requests, never all five in one go.',
    claims: ['weights-kept', 'weights-even'],
  },
  {
    id: 'guide-least',
    title: 'Least connections, as in the guide',
    variant: 'guide-least',
    horizonMicros: 6_000_000,
    openAt: 1_505_149,
    watch: 'Nothing counts the connections, so all servers have 0 and the first of the list wins every time.',
    claims: ['all-to-first'],
  },
  {
    id: 'sticky',
    title: 'One server a user, and one server dies',
    variant: 'sticky',
    values: { users: 200 },
    openAt: 3_629_922,
    script: [{ at: 2_000_000, kind: 'crash', node: 's2' }],
    watch:
      'A user always meets the same server, whose cache knows the user. When s2 goes out, its users move; nearly all others stay.',
    claims: ['sticks', 'few-move'],
  },
]
