import type { Option } from '../../scenario/parameters'
import type { EvictionRow } from '../glyphs'

/** What the page knows of a policy; how it decides is known to the model alone. */
export interface PolicyCard extends Option {
  readonly help: string
  readonly rows: readonly EvictionRow[]
  /** What stands at the head of the first row, and at its end. */
  readonly ends: readonly [head: string, end: string]
}

const list: readonly EvictionRow[] = [{ name: 'list', counts: 'none' }]
const sampled = (counts: 'none' | 'number', score: 'number' | 'time'): readonly EvictionRow[] => [
  { name: 'keys', counts },
  { name: 'pool', counts: score, isCopy: true },
]

/** Every policy, by the id that also names its node. */
export const POLICIES: readonly PolicyCard[] = [
  {
    id: 'lru',
    label: 'LRU',
    help: 'The entry that was used longest ago leaves.',
    rows: list,
    ends: ['most recent', 'next to go'],
  },
  {
    id: 'lfu',
    label: 'LFU',
    help: 'The entry with the fewest uses since it came leaves.',
    rows: [{ name: 'list', counts: 'number' }],
    ends: ['most used', 'next to go'],
  },
  {
    id: 'fifo',
    label: 'FIFO',
    help: 'The entry that came first leaves, whatever its uses.',
    rows: [{ name: 'queue', counts: 'none' }],
    ends: ['newest', 'next to go'],
  },
  {
    id: '2q',
    label: '2Q',
    help: 'New keys pass through a queue; those that are asked for again after it enter the main list.',
    rows: [
      { name: 'recent', counts: 'none' },
      { name: 'main', counts: 'none' },
      { name: 'ghosts', counts: 'none', isCopy: true },
    ],
    ends: ['newest', 'next to leave its row'],
  },
  {
    id: 'arc',
    label: 'ARC',
    help: 'Keys seen once and keys seen again share the cache; ghosts of both say which list was too short.',
    rows: [
      { name: 'once', counts: 'none' },
      { name: 'again', counts: 'none' },
      { name: 'once, left', counts: 'none', isCopy: true },
      { name: 'again, left', counts: 'none', isCopy: true },
    ],
    ends: ['most recent', 'next to leave its row'],
  },
  {
    id: 'tiny-lfu',
    label: 'W-TinyLFU',
    help: 'A small window, and a sketch of frequencies that decides who enters the main part.',
    rows: [
      { name: 'window', counts: 'number' },
      { name: 'probation', counts: 'number' },
      { name: 'protected', counts: 'number' },
    ],
    ends: ['most recent', 'next to leave its row'],
  },
  {
    id: 's3-fifo',
    label: 'S3-FIFO',
    help: 'A small queue for new keys, a main queue for those used there, and ghosts of those that left.',
    rows: [
      { name: 'small', counts: 'number' },
      { name: 'main', counts: 'number' },
      { name: 'ghosts', counts: 'none', isCopy: true },
    ],
    ends: ['newest', 'next to leave its row'],
  },
  {
    id: 'sieve',
    label: 'SIEVE',
    help: 'One queue, a visited bit an entry, and a hand that throws out the first that was not visited.',
    rows: [{ name: 'queue', counts: 'bit' }],
    ends: ['newest', 'oldest'],
  },
  {
    id: 'redis-lru',
    label: 'Redis LRU',
    help: 'Five keys are drawn into a pool; the one that was idle longest leaves.',
    rows: sampled('none', 'time'),
    ends: ['in no order', ''],
  },
  {
    id: 'redis-lfu',
    label: 'Redis LFU',
    help: 'A counter a key that grows with the logarithm of its uses and decays; the lowest of a pool leaves.',
    rows: sampled('number', 'number'),
    ends: ['in no order', ''],
  },
  {
    id: 'lru-ttl',
    label: 'LRU with a time to live',
    help: 'LRU whose entries also end after a time.',
    rows: list,
    ends: ['most recent', 'next to go'],
  },
  {
    id: 'optimum',
    label: 'Belady’s optimum',
    help: 'The entry that is asked for last in the future leaves. Not possible without the future: a bound.',
    rows: [{ name: 'list', counts: 'number' }],
    ends: ['needed next', 'needed last'],
  },
  {
    id: 'guide-lru',
    label: 'LRU as in the guide',
    help: 'A Map whose first key leaves when its size has reached the capacity, whatever that is.',
    rows: list,
    ends: ['most recent', 'next to go'],
  },
]

/** The policy of the cache node with this name; a second node of one policy has a number behind its name. */
export function policyOf(node: string): PolicyCard {
  const policy = POLICIES.find(({ id }) => id === node || node.replace(/-\d$/, '') === id)
  if (policy === undefined) throw new Error(`there is no policy ${node}`)
  return policy
}
