import type { Preset } from '../system'
import { NOTHING_LOST, ONE_HOLDER, TOKENS_IN_ORDER } from './meta-checks'

const SECOND = 1_000_000
const TWO_DEPOSITS = { workers: 2, deposits: 1, gap: 60_000, work: 100_000 }
/** Stops the first holder while it works, for longer than its lease. */
const PAUSE = [{ at: 90_000, kind: 'pause', node: 'w1', forMicros: 700_000 }] as const
const ALL = [ONE_HOLDER, TOKENS_IN_ORDER, NOTHING_LOST]

/** w1 reaches only three of the five servers. */
const BEYOND_REACH = [
  { at: 1_000, kind: 'cut', link: ['w1', 'redis-4'] },
  { at: 1_000, kind: 'cut', link: ['w1', 'redis-5'] },
] as const

export const presets: readonly Preset[] = [
  {
    id: 'in-turn',
    title: 'Three workers take turns',
    topic: 'Pauses and leases',
    variant: 'safe',
    horizonMicros: 4 * SECOND,
    openAt: 586_534,
    watch:
      'SET NX PX gives the lock to one worker; the others ask again. Each deposit finds the balance of the one before.',
    claims: ['all-counted'],
  },
  {
    id: 'pause-guide',
    title: 'A pause outlives the lease: 100 instead of 200',
    variant: 'guide',
    values: TWO_DEPOSITS,
    script: PAUSE,
    horizonMicros: 2 * SECOND,
    openAt: 801_734,
    watch:
      'w1 stands still while it holds the lock. Its lease ends, w2 takes the lock and deposits; then w1 wakes up and writes what it had computed before. Both are told that all went well.',
    claims: ['two-holders', 'hundred-of-two-hundred', 'told-ok'],
    breaks: ALL,
  },
  {
    id: 'pause-safe',
    title: 'A checked release tells too late',
    variant: 'safe',
    values: TWO_DEPOSITS,
    script: PAUSE,
    horizonMicros: 2 * SECOND,
    openAt: 801_734,
    watch:
      'w1 hears from its release that the lock was no longer its own, but its write has gone over the other deposit.',
    claims: ['two-holders', 'deposit-lost', 'heard-too-late'],
    breaks: ALL,
  },
  {
    id: 'pause-fenced',
    title: 'The same pause with fencing tokens',
    variant: 'fenced',
    values: TWO_DEPOSITS,
    script: PAUSE,
    horizonMicros: 2 * SECOND,
    openAt: 797_810,
    watch:
      'Again there are two holders, since no lock can prevent that. But the account has seen a higher token, so it refuses the late write.',
    claims: ['two-holders', 'late-write-refused', 'all-counted'],
    breaks: [ONE_HOLDER],
  },
  {
    id: 'long-work',
    title: 'Work longer than the lease',
    variant: 'guide',
    values: { ...TWO_DEPOSITS, work: 600_000 },
    horizonMicros: 2 * SECOND,
    openAt: 1_166_095,
    watch: 'Nothing fails here: the work takes 600 ms, the lease ends after 400 ms, and the next one is let in.',
    claims: ['two-holders', 'hundred-of-two-hundred'],
    breaks: [ONE_HOLDER, NOTHING_LOST],
  },
  {
    id: 'renewed',
    title: 'A watchdog renews the lease',
    variant: 'renewed',
    values: { ...TWO_DEPOSITS, work: 600_000 },
    horizonMicros: 2 * SECOND,
    openAt: 627_667,
    watch: 'The same long work. After each third of the lease its holder renews it, so nobody else is let in.',
    claims: ['renews', 'all-counted'],
  },
  {
    id: 'renewed-pause',
    title: 'A pause stops the watchdog too',
    variant: 'renewed',
    values: TWO_DEPOSITS,
    script: PAUSE,
    horizonMicros: 2 * SECOND,
    openAt: 480_971,
    watch: 'The watchdog lives in the process that stands still, so the lease ends all the same.',
    claims: ['two-holders', 'deposit-lost'],
    breaks: ALL,
  },
  {
    id: 'failover',
    title: 'A failover forgets the lock',
    topic: 'Several Redis servers',
    variant: 'guide',
    values: { ...TWO_DEPOSITS, work: 300_000 },
    script: [
      { at: 10_000, kind: 'delay', link: ['redis', 'replica'], extraMicros: 300_000 },
      { at: 150_000, kind: 'act', action: 'failover', target: 'redis' },
    ],
    horizonMicros: 2 * SECOND,
    openAt: 344_411,
    watch:
      'Replication is asynchronous: the replica takes over before it has heard of the lock, and gives it a second time.',
    claims: ['failover-forgets', 'two-holders', 'deposit-lost'],
    breaks: [ONE_HOLDER, NOTHING_LOST],
  },
  {
    id: 'redlock',
    title: 'Redlock with two of five servers down',
    variant: 'redlock',
    script: [
      { at: 500_000, kind: 'crash', node: 'redis-2' },
      { at: 1_000_000, kind: 'crash', node: 'redis-4' },
    ],
    horizonMicros: 4 * SECOND,
    openAt: 1_065_338,
    watch: 'Three of five are a majority, so deposits go on.',
    claims: ['goes-on-without-two', 'all-counted'],
  },
  {
    id: 'redlock-clock',
    title: 'Redlock and a clock that jumps',
    variant: 'redlock',
    values: { ...TWO_DEPOSITS, work: 200_000, lease: 3_000_000 },
    script: [
      ...BEYOND_REACH,
      { at: 250_000, kind: 'act', action: 'clock-ahead', target: 'redis-3' },
      { at: 260_000, kind: 'pause', node: 'w1', forMicros: 500_000 },
    ],
    horizonMicros: 2 * SECOND,
    openAt: 344_301,
    watch:
      'w1 has three of five servers for 3 s and stands still for half a second, which should do no harm. But the clock of redis-3 is set ahead, its key expires there, and w2 gets redis-3, 4 and 5: two majorities.',
    claims: ['clock-makes-two', 'two-holders', 'deposit-lost'],
    breaks: ALL,
  },
  {
    id: 'redlock-restart',
    title: 'Redlock and a server that comes back empty',
    variant: 'redlock',
    values: { ...TWO_DEPOSITS, work: 600_000, lease: 3_000_000 },
    script: [
      ...BEYOND_REACH,
      { at: 250_000, kind: 'crash', node: 'redis-3' },
      { at: 300_000, kind: 'restart', node: 'redis-3' },
    ],
    horizonMicros: 2 * SECOND,
    openAt: 344_301,
    watch:
      'w1 holds redis-1, 2 and 3. Server redis-3 crashes and is back within 50 ms, with nothing on disk: its vote is free again, and w2 gets redis-3, 4 and 5.',
    claims: ['restart-makes-two', 'two-holders', 'one-of-two'],
    breaks: [ONE_HOLDER],
  },
  {
    id: 'redlock-late-restart',
    title: 'Redlock and a delayed restart',
    variant: 'redlock',
    values: { ...TWO_DEPOSITS, work: 600_000, lease: 3_000_000 },
    script: [
      ...BEYOND_REACH,
      { at: 250_000, kind: 'crash', node: 'redis-3' },
      { at: 3_300_000, kind: 'restart', node: 'redis-3' },
    ],
    horizonMicros: 5 * SECOND,
    openAt: 804_566,
    watch:
      'The same crash, but redis-3 stays away for longer than any lease. What it has forgotten is over by then, so no lock is given twice; until then w2 finds no majority.',
    claims: ['never-two-holders', 'both-of-two'],
  },
  {
    id: 'self-deadlock',
    title: 'Who takes the lock twice waits for itself',
    variant: 'guide',
    values: { ...TWO_DEPOSITS, nested: true, lease: 30_000_000 },
    horizonMicros: 12 * SECOND,
    openAt: 2_971_810,
    watch:
      'Under the lock w1 calls a function that takes the same lock. The lock does not know its holder, so w1 waits for itself, for the 10 s of the guide’s patience, and w2 with it.',
    claims: ['waits-for-itself', 'nothing-deposited'],
  },
  {
    id: 'holder-crashes',
    title: 'A holder crashes: the lease frees the lock',
    topic: 'Crashes and crowds',
    variant: 'guide',
    values: { ...TWO_DEPOSITS, deposits: 3 },
    script: [{ at: 90_000, kind: 'crash', node: 'w1' }],
    horizonMicros: 2 * SECOND,
    openAt: 550_942,
    watch:
      'Nobody releases the lock. It expires by itself, and the other worker finds that out at its next look, up to 100 ms later.',
    claims: ['lease-frees'],
  },
  {
    id: 'herd',
    title: 'Six workers poll, and nobody keeps the order',
    variant: 'guide',
    values: { workers: 6, gap: 20_000, deposits: 10 },
    horizonMicros: 5 * SECOND,
    openAt: 1_425_759,
    watch: 'Who asks just after a release gets the lock, however long others have waited. Most questions are in vain.',
    claims: ['overtaken', 'vain-questions'],
  },
]
