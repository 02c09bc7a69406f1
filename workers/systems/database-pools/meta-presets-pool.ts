import type { Preset } from '../system'
import { COMES_BACK, NOT_STUCK } from './meta-checks'

/** How pools run dry, and what keeps them from it. */
const SECOND = 1_000_000

const SLOW_DATABASE = [
  { at: 2 * SECOND, kind: 'slow', node: 'primary', factor: 6 },
  { at: 5 * SECOND, kind: 'slow', node: 'primary', factor: 1 },
] as const
const EXHAUSTED = { rps: 140, pages: 40, writes: 10, threads: 30, backlog: 10, timeout: SECOND, hold: 10_000 }
const REPORTS = { rps: 60, reports: 5, 'report-work': 3 * SECOND, hindrance: 20, timeout: 2 * SECOND, acquire: SECOND }
const NESTED = { apps: 1, connections: 2, writes: 0, hold: 4_000, threads: 8, timeout: 5 * SECOND }
const MANY = { apps: 4, pool: 12, max: 30, rps: 120, arrivals: 'bursts', writes: 10, timeout: 3 * SECOND }
const HELD = { rps: 50, writes: 0, hold: 200_000, timeout: 2 * SECOND, acquire: SECOND, apps: 1, pool: 6 }
const LULLS = { rps: 8, arrivals: 'bursts', writes: 0, apps: 1, pool: 8, cut: SECOND, latency: 1_050 }
const AGEING = { rps: 40, writes: 0, pool: 10, min: 10, connect: 150_000, lifetime: 3 * SECOND, hold: 4_000 }
const FEW = { apps: 3, pool: 8, rps: 50, 'server-pool': 4, writes: 10, timeout: SECOND, acquire: SECOND }
const LEAKY = { rps: 60, leak: 4, writes: 10, timeout: 2 * SECOND, acquire: SECOND, pool: 6 }

export const poolPresets: readonly Preset[] = [
  {
    id: 'guide-burst',
    title: 'A pool without a bound',
    variant: 'guide',
    values: { replicas: 0, rps: 90, arrivals: 'bursts', max: 30, writes: 10, pages: 0, timeout: 3 * SECOND },
    horizonMicros: 6 * SECOND,
    openAt: 4_749_547,
    watch:
      'The guide wants connections managed efficiently and says no more. Its pool opens one whenever none is idle, so a burst opens as many as there are requests, until the database refuses.',
    claims: ['database-refuses', 'opens-beyond-use'],
  },
  {
    id: 'per-request',
    title: 'A connection for each request',
    variant: 'none',
    values: { rps: 110 },
    horizonMicros: 6 * SECOND,
    openAt: 2_017_587,
    watch:
      'Every request opens a connection, asks one thing and closes it. Opening takes 10 ms of a core, so a third of what the database does is saying hello.',
    claims: ['connects-each-time'],
  },
  {
    id: 'exhaustion',
    title: 'A slow database takes the whole site down',
    topic: 'Slow statements',
    variant: 'pool',
    values: EXHAUSTED,
    script: SLOW_DATABASE,
    horizonMicros: 8 * SECOND,
    openAt: 4_000_055,
    watch:
      'From 2 s on statements take six times as long, so connections come back late, requests wait for them and hold their threads. In the end pages that need no database find no thread.',
    claims: ['pages-fail'],
  },
  {
    id: 'fail-fast',
    title: 'The same with little patience',
    variant: 'pool',
    values: { ...EXHAUSTED, acquire: 100_000, line: 10 },
    script: SLOW_DATABASE,
    horizonMicros: 8 * SECOND,
    openAt: 4_016_318,
    watch:
      'Who gets no connection within 100 ms fails, and its thread is free. Pages that need no database are served.',
    claims: ['pages-live'],
  },
  {
    id: 'slow-query',
    title: 'One slow statement starves everybody',
    variant: 'pool',
    values: REPORTS,
    horizonMicros: 8 * SECOND,
    openAt: 5_038_851,
    watch:
      'One request in twenty is a report of 3 s. Soon reports have every connection, and short reads fail without having asked anything.',
    claims: ['reads-starve'],
  },
  {
    id: 'statement-timeout',
    title: 'A statement timeout frees the pool',
    variant: 'pool',
    values: { ...REPORTS, statement: 200_000 },
    horizonMicros: 8 * SECOND,
    openAt: 5_115_246,
    watch:
      'The database cancels what runs longer than 200 ms. No report succeeds any more, and nearly every read does.',
    claims: ['reads-live', 'reports-cancelled'],
  },
  {
    id: 'own-pool',
    title: 'Reports have a pool of their own',
    variant: 'pool',
    values: { ...REPORTS, 'reports-pool': true },
    horizonMicros: 8 * SECOND,
    openAt: 5_058_305,
    watch: 'Reports wait for one another at their own connection. Reads do not notice.',
    claims: ['reads-live', 'some-reports'],
  },
  {
    id: 'held',
    title: 'A call to another service inside the transaction',
    variant: 'pool',
    values: HELD,
    horizonMicros: 5 * SECOND,
    openAt: 3_038_742,
    watch:
      'Each request keeps its connection while it asks another service for 200 ms. All connections are lent, and the database has hardly anything to do.',
    claims: ['lent-but-idle'],
  },
  {
    id: 'given-back-first',
    title: 'The connection given back before the call',
    variant: 'pool',
    values: { ...HELD, early: true },
    horizonMicros: 5 * SECOND,
    openAt: 3_013_775,
    watch: 'The same requests, the same pool, the same call; only that nobody holds a connection that nobody uses.',
    claims: ['nobody-waits-long'],
  },
  {
    id: 'nested-one',
    title: 'A request that waits for itself',
    topic: 'Waiting for oneself',
    variant: 'pool',
    values: { ...NESTED, pool: 1, rps: 20 },
    horizonMicros: 6 * SECOND,
    openAt: 34_548,
    watch:
      'Each request takes a second connection while it has the first, and the pool has one. The first request waits for itself, and everybody behind it.',
    claims: ['nobody-served'],
    breaks: [NOT_STUCK],
  },
  {
    id: 'nested-full',
    title: 'Eight threads, eight connections, stuck',
    variant: 'pool',
    values: { ...NESTED, pool: 8, rps: 85 },
    horizonMicros: 8 * SECOND,
    openAt: 4_507_017,
    watch:
      'It goes well until eight requests have their first connection at once. Then each waits for a second one that only the others could give back.',
    claims: ['sticks-later'],
    breaks: [NOT_STUCK],
  },
  {
    id: 'nested-enough',
    title: 'One connection more',
    variant: 'pool',
    values: { ...NESTED, pool: 9, rps: 85 },
    horizonMicros: 8 * SECOND,
    openAt: 5_236_037,
    watch:
      'Eight threads that need two each are safe with 8 · (2 − 1) + 1 = 9 connections: whoever holds the last one gets on, and gives two back.',
    claims: ['never-sticks'],
  },
  {
    id: 'leak',
    title: 'Connections that never come back',
    topic: 'Lost and dead connections',
    variant: 'pool',
    values: LEAKY,
    horizonMicros: 10 * SECOND,
    openAt: 8_040_506,
    watch:
      'Four reads in a hundred end without giving their connection back. The database has nothing to do, and after some seconds nobody can ask it.',
    claims: ['runs-dry'],
    breaks: [COMES_BACK],
  },
  {
    id: 'leak-found',
    title: 'Forgotten connections are taken back',
    variant: 'pool',
    values: { ...LEAKY, 'leak-time': 500_000, reclaim: true },
    horizonMicros: 10 * SECOND,
    openAt: 8_265_372,
    watch:
      'A connection that is lent for half a second is told, closed and replaced. The mistake is still there, the outage is not.',
    claims: ['keeps-serving'],
    breaks: [COMES_BACK],
  },
  {
    id: 'cut-while-idle',
    title: 'After a lull the pool is full of dead connections',
    variant: 'pool',
    values: LULLS,
    horizonMicros: 8 * SECOND,
    openAt: 2_573_030,
    watch:
      'A firewall forgets connections that are idle for a second. The pool believes that it has them, and whoever gets one fails.',
    claims: ['dead-connections'],
  },
  {
    id: 'closed-in-time',
    title: 'The pool closes them earlier',
    variant: 'pool',
    values: { ...LULLS, idle: 700_000 },
    horizonMicros: 8 * SECOND,
    openAt: 1_200_000,
    watch:
      'The pool closes what is idle for 0.7 s, before the firewall does. After a lull connections are opened anew, and nobody fails.',
    claims: ['no-dead-connections'],
  },
  {
    id: 'aged-together',
    title: 'All connections too old at once',
    variant: 'pool',
    values: AGEING,
    horizonMicros: 8 * SECOND,
    openAt: 4_583_714,
    watch:
      'Connections live for 3 s here, and all were opened at the start. So all are closed and opened again together, each for 150 ms of work of the database, and everybody waits.',
    claims: ['renewed-at-once'],
  },
  {
    id: 'aged-apart',
    title: 'Lives that differ',
    variant: 'pool',
    values: { ...AGEING, spread: 60 },
    horizonMicros: 8 * SECOND,
    openAt: 2_600_000,
    watch: 'Each connection lives by up to 60 % shorter, by lot. They are renewed one after the other.',
    claims: ['renewed-apart'],
  },
  {
    id: 'too-many',
    title: 'Four instances of twelve connections, and thirty allowed',
    topic: 'Poolers',
    variant: 'pool',
    values: MANY,
    horizonMicros: 6 * SECOND,
    openAt: 3_577_612,
    watch:
      'Each instance keeps to its pool of twelve, and together they want 48. The database allows thirty and refuses the rest.',
    claims: ['fleet-exceeds-limit', 'database-refuses'],
  },
  {
    id: 'pooler',
    title: 'A pooler in front',
    variant: 'pooler',
    values: MANY,
    horizonMicros: 6 * SECOND,
    openAt: 2_789_335,
    watch:
      'The same four pools lead to a pooler. It lends eight connections to the database, each for one transaction, and the others wait there.',
    claims: ['many-over-few', 'nobody-refused'],
  },
  {
    id: 'pooler-session',
    title: 'A pooler that lends for a session',
    variant: 'pooler',
    values: { ...FEW, mode: 'session' },
    horizonMicros: 5 * SECOND,
    openAt: 3_119_967,
    watch:
      'In session mode a client of the pooler keeps its connection until it leaves, and the clients are pools that never leave. Who came first has all, the others wait for ever.',
    claims: ['first-clients-keep-all'],
  },
  {
    id: 'prepared-lost',
    title: 'Prepared on one connection, asked for on another',
    variant: 'pooler',
    values: { ...FEW, prepared: true },
    horizonMicros: 5 * SECOND,
    openAt: 3_364_422,
    watch:
      'Drivers prepare a statement once and then send its name. The pooler lends another connection for the next transaction, and that one does not know the name.',
    claims: ['names-unknown'],
  },
  {
    id: 'prepared-tracked',
    title: 'The pooler prepares it again',
    variant: 'pooler',
    values: { ...FEW, prepared: true, tracks: true },
    horizonMicros: 5 * SECOND,
    openAt: 3_349_359,
    watch: 'The pooler remembers what its clients have prepared and prepares it on the connection that it lends.',
    claims: ['names-known', 'nobody-refused'],
  },
]
