import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'cache-eviction',
  title: 'Cache eviction',
  question: 'What does a full cache throw out?',
  summary:
    'One stream of requests goes to several caches side by side, each with another policy, before one database. See what each of them keeps, and which of them has what is asked for next.',
  section: 'Interview questions',
  tags: ['LRU', 'LFU', 'FIFO', 'TTL', '2Q', 'ARC', 'W-TinyLFU', 'S3-FIFO', 'SIEVE', 'Belady', 'Redis', 'hit ratio'],
  revision: 1,
  horizonMicros: 2_000_000,
  seed: 7,
  variants: [
    {
      id: 'classic',
      label: 'Classic',
      help: 'LRU, LFU and FIFO against Belady’s optimum, which knows the future.',
    },
    { id: 'modern', label: 'Modern', help: 'LRU against W-TinyLFU, S3-FIFO and SIEVE.' },
    {
      id: 'redis',
      label: 'As Redis does it',
      help: 'Exact LRU and LFU against what Redis samples and counts instead.',
    },
    { id: 'expiry', label: 'With a time to live', help: 'LRU with and without a time after which entries end.' },
    { id: 'chosen', label: 'Your choice', help: 'Up to four policies of your choice.' },
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'LRU that never asks what its capacity is, beside one that refuses what no cache can have.',
      asInGuide: true,
    },
  ],
  parameters,
  actions: [],
  presets,
  picture: { preset: 'scan', node: 's3-fifo' },
}

export default meta
