import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'distributed-lock',
  title: 'Distributed lock',
  question: 'Can a lock in Redis keep two workers apart?',
  summary:
    'Workers add to one account under a lock with a lease. Let a holder stand still, a primary fail over or a clock jump, and see who writes over whom, and what a fencing token refuses.',
  section: 'Interview questions',
  tags: [
    'Redis',
    'lease',
    'fencing token',
    'Redlock',
    'mutual exclusion',
    'lost update',
    'failover',
    'clock jump',
    'watchdog',
  ],
  revision: 1,
  horizonMicros: 4_000_000,
  seed: 16,
  picture: { preset: 'pause-fenced', node: 'redis' },
  variants: [
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'Asks every 100 ms without jitter, gives the time and a random number as its name, and does not look at the answer of its release.',
      asInGuide: true,
    },
    {
      id: 'safe',
      label: 'Checked release',
      help: 'SET NX PX with 128 random bits; a release that finds another owner makes the deposit fail.',
    },
    { id: 'renewed', label: 'Renewed', help: 'A watchdog of the holder renews the lease after each third of it.' },
    {
      id: 'fenced',
      label: 'Fencing tokens',
      help: 'Every holder gets a higher number, and the account refuses reads and writes with a lower one than it has seen.',
    },
    { id: 'redlock', label: 'Redlock', help: 'Most of five independent servers must give the lock within its lease.' },
  ],
  parameters,
  actions: [
    { id: 'failover', label: 'Fail over', on: 'redis', help: 'The primary crashes and its replica takes over.' },
    { id: 'clock-ahead', label: 'Clock 10 s ahead', on: 'redis', help: 'Its clock is set, so its leases end early.' },
    { id: 'clock-back', label: 'Clock 10 s back', on: 'redis', help: 'Its clock is set, so its leases end late.' },
  ],
  presets,
}

export default meta
