import type { Preset } from '../system'
import { NEVER_ABOVE_LIMIT, NEVER_ABOVE_TWICE } from './meta-checks'
import { presets as awayPresets } from './meta-presets-away'

const SECOND = 1_000_000
const AROUND_EDGE = { clients: 1, traffic: 'boundary' } as const
/** Where the last request of the first bursts is decided. */
const AFTER_EDGE = 1_090_508
const HAMMER = { clients: 1, traffic: 'steady', rps: 60 } as const
const HERD = { clients: 2, traffic: 'herd', herd: 60, attempts: 10, workers: 32 } as const

const limits: readonly Preset[] = [
  {
    id: 'shared',
    title: 'Three servers, one count',
    topic: 'Counting together',
    variant: 'sliding-log',
    openAt: 1_939_409,
    watch:
      'Whichever server the balancer chooses, it asks the same Redis: a client gets its ten a second, not ten from each server.',
    claims: ['exactly-limit-each', 'all-servers-work'],
  },
  {
    id: 'boundary-guide',
    title: 'Twice the limit around an edge',
    variant: 'guide',
    values: AROUND_EDGE,
    openAt: 1_092_004,
    watch:
      'Ten requests pass just before a window ends and ten just after. Redis has two keys of ten, and the service gets twenty within 200 ms.',
    claims: ['exactly-twice', 'two-full-keys'],
    breaks: [NEVER_ABOVE_LIMIT],
  },
  {
    id: 'boundary-window',
    title: 'A window that begins with the first request',
    variant: 'window',
    values: AROUND_EDGE,
    openAt: AFTER_EDGE,
    watch:
      'The same requests. Redis starts the window when the first one comes, so no edge lies between them. Who spreads them cleverly still gets nearly twice the limit.',
    claims: ['exactly-limit'],
  },
  {
    id: 'boundary-log',
    title: 'The log counts every interval',
    variant: 'sliding-log',
    values: AROUND_EDGE,
    openAt: AFTER_EDGE + 1,
    watch: 'The same requests. A sorted set knows when each passed, so the ten after the edge are refused.',
    claims: ['exactly-limit'],
  },
  {
    id: 'boundary-gcra',
    title: 'GCRA keeps one time a client',
    variant: 'gcra',
    values: AROUND_EDGE,
    openAt: AFTER_EDGE,
    watch: 'The same requests again. A single number knows how far ahead of its rate the client is.',
    claims: ['within-envelope', 'one-small-key'],
  },
  {
    id: 'counter-worst',
    title: 'What two counts do not see',
    variant: 'sliding-counter',
    values: { clients: 1, traffic: 'late-burst' },
    openAt: 1_900_508,
    watch:
      'Ten pass at the very end of a window. The counter takes them as spread over it, and lets more and more pass while all ten are still recent.',
    claims: ['counter-bound'],
    breaks: [NEVER_ABOVE_LIMIT],
  },
  {
    id: 'skew-guide',
    title: 'Three clocks, three quotas',
    topic: 'Clocks, memory and addresses',
    variant: 'guide',
    values: { ...HAMMER, rps: 120, skew: 2_500_000 },
    openAt: 2_503_004,
    watch:
      'The clocks of the servers are 2.5 s apart, so each counts in a key of its own. The client gets the limit of all three.',
    claims: ['quota-a-clock', 'keys-apart'],
    breaks: [NEVER_ABOVE_LIMIT, NEVER_ABOVE_TWICE],
  },
  {
    id: 'skew-log',
    title: 'One clock, one quota',
    variant: 'sliding-log',
    values: { ...HAMMER, rps: 120, skew: 2_500_000 },
    openAt: 2_503_004,
    watch: 'The same servers. The script asks Redis for the time, so their clocks do not matter.',
    claims: ['exactly-limit'],
  },
  {
    id: 'hammer-guide',
    title: 'Who is refused is counted',
    variant: 'guide',
    values: { ...HAMMER, rps: 200 },
    horizonMicros: 4 * SECOND,
    openAt: 1_898_004,
    watch: 'Ten a second may pass. Redis counts two hundred, and each costs four commands, refused or not.',
    claims: ['refused-counted', 'four-commands'],
    breaks: [NEVER_ABOVE_LIMIT],
  },
  {
    id: 'log-memory',
    title: 'A log remembers every request',
    variant: 'sliding-log',
    values: { clients: 2, traffic: 'steady', rps: 160, limit: 100, window: 4 * SECOND },
    horizonMicros: 6 * SECOND,
    openAt: 5_003_012,
    watch: 'Each request that passes adds an entry, up to the limit for each client. Look at the bytes of Redis.',
    claims: ['log-grows', 'exactly-limit-each'],
  },
  {
    id: 'counter-memory',
    title: 'Two counts stay small',
    variant: 'sliding-counter',
    values: { clients: 2, traffic: 'steady', rps: 160, limit: 100, window: 4 * SECOND },
    horizonMicros: 6 * SECOND,
    openAt: 4_990_508,
    watch: 'The same requests. A client costs three small numbers, whatever its limit.',
    claims: ['counter-small', 'near-limit-each'],
  },
  {
    id: 'nat-guide',
    title: 'Behind one address',
    variant: 'guide',
    values: { clients: 2, nat: true, traffic: 'poisson', rps: 14 },
    openAt: 3_952_569,
    watch:
      'Two users, each below the limit, share an address. The guide counts by address, so together they are refused.',
    claims: ['neighbours-refused'],
    breaks: [NEVER_ABOVE_LIMIT],
  },
]

const returns: readonly Preset[] = [
  {
    id: 'herd',
    title: 'All come back at once',
    topic: 'When to come back',
    variant: 'sliding-log',
    values: HERD,
    horizonMicros: 5 * SECOND,
    openAt: 1_310_027,
    watch: 'Sixty come, twenty pass, and forty are told the same second. They are polite, and come back together.',
    claims: ['herd-returns'],
  },
  {
    id: 'herd-jitter',
    title: 'Jitter spreads the herd',
    variant: 'sliding-log',
    values: { ...HERD, jitter: 2 * SECOND },
    horizonMicros: 7 * SECOND,
    openAt: 2_227_647,
    watch: 'Each adds up to two seconds by lot to what Retry-After asks for, and the peak is gone.',
    claims: ['herd-spread'],
  },
  {
    id: 'herd-guide',
    title: 'Nobody is told when to come back',
    variant: 'guide',
    values: HERD,
    horizonMicros: 3 * SECOND,
    openAt: 305_908,
    watch:
      'The guide says it in its own fields and in the body, but sends no Retry-After. Clients that honour the standard give up.',
    claims: ['nobody-returns'],
  },
]

export const presets: readonly Preset[] = [...limits, ...returns, ...awayPresets]
