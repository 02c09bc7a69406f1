import type { Preset } from '../system'

/** How many connections are good, and what more of them do to the database. */
const SECOND = 1_000_000

const HICCUP = [
  { at: 2 * SECOND, kind: 'slow', node: 'primary', factor: 5 },
  { at: 3 * SECOND, kind: 'slow', node: 'primary', factor: 1 },
] as const
const BUSY = { rps: 140, writes: 0, timeout: 4 * SECOND, threads: 100, backlog: 400 }
const SWEEP_SIZES = [2, 4, 8, 16, 32, 64]
const SWEEP_STEP = 3 * SECOND

export const sizePresets: readonly Preset[] = [
  {
    id: 'steady',
    title: 'Eight connections for a hundred requests a second',
    topic: 'How many connections',
    variant: 'pool',
    horizonMicros: 6 * SECOND,
    openAt: 2_787_197,
    watch:
      'Two instances have four connections each. A connection is lent for some 40 ms, so eight of them serve all, and the database with its four cores is never crowded.',
    claims: ['all-served', 'opens-few'],
  },
  {
    id: 'sweep',
    title: 'The same load on 2 to 64 connections',
    variant: 'pool',
    values: {
      apps: 1,
      users: 64,
      writes: 0,
      pool: 2,
      hold: 12_000,
      hindrance: 200,
      timeout: 30 * SECOND,
      threads: 100,
    },
    script: SWEEP_SIZES.slice(1).map((size, index) => ({
      at: (index + 1) * SWEEP_STEP,
      kind: 'set',
      parameter: 'pool',
      value: size,
    })),
    horizonMicros: SWEEP_SIZES.length * SWEEP_STEP,
    openAt: 17_824_156,
    watch:
      'Sixty-four users ask as fast as they are answered. Every three seconds the pool doubles. Up to about twice the cores it helps; from there on statements hinder one another, and a larger pool does less for everybody.',
    claims: ['knee-near-twice-cores', 'big-pool-is-worse'],
  },
  {
    id: 'tips-over',
    title: 'A second of slowness tips a big pool over',
    variant: 'pool',
    values: { ...BUSY, pool: 40 },
    script: HICCUP,
    horizonMicros: 9 * SECOND,
    openAt: 5_105_210,
    watch:
      'While the database is slow, eighty connections fill up. It is fast again at 3 s, but so many statements at once hinder each other until it does less than is asked, and it never catches up.',
    claims: ['stays-slow'],
  },
  {
    id: 'stands-up',
    title: 'The same second with eight connections',
    variant: 'pool',
    values: { ...BUSY, pool: 4 },
    script: HICCUP,
    horizonMicros: 9 * SECOND,
    openAt: 3_500_941,
    watch:
      'Requests wait in front of the pools, where waiting costs nothing. The database works at its best and catches up.',
    claims: ['catches-up'],
  },
  {
    id: 'waits',
    title: 'Erlang’s wait: ten connections, eight busy',
    variant: 'pool',
    values: {
      rps: 80,
      apps: 1,
      pool: 10,
      min: 10,
      writes: 0,
      work: 100_000,
      hold: 0,
      latency: 0,
      cores: 16,
      hindrance: 0,
      connect: 0,
      timeout: 20 * SECOND,
      threads: 200,
      backlog: 500,
    },
    horizonMicros: 30 * SECOND,
    openAt: 5_003_289,
    watch:
      'With eight of ten connections busy on average, four of ten requests have to wait, as Erlang’s formula of 1917 says.',
    claims: ['four-of-ten-wait'],
  },
  {
    id: 'blocked',
    title: 'Erlang’s loss: nobody may wait',
    variant: 'pool',
    values: {
      rps: 80,
      apps: 1,
      pool: 10,
      min: 10,
      line: 0,
      writes: 0,
      work: 100_000,
      hold: 0,
      latency: 0,
      cores: 16,
      hindrance: 0,
      connect: 0,
      timeout: 20 * SECOND,
      threads: 200,
      backlog: 500,
    },
    horizonMicros: 30 * SECOND,
    openAt: 5_586_614,
    watch: 'The same load, and whoever finds ten busy connections is refused: one request in eight, 12.2 %.',
    claims: ['one-of-eight-refused'],
  },
]
