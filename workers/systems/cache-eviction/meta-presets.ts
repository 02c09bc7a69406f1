import type { Preset } from '../system'

const SHIFTING = { workload: 'shift', keys: 60, zipf: 120, period: 1000 } as const
const SCANNED = { workload: 'scan', keys: 60, period: 600, scan: 100 } as const
/** In the middle of the second scan, which reads its keys in requests 1,000 to 1,200. */
const IN_A_SCAN = 1_101_050

export const presets: readonly Preset[] = [
  {
    id: 'zipf',
    title: 'Popular keys stay popular',
    topic: 'Popularity, loops and scans',
    variant: 'classic',
    openAt: 1_500_211,
    watch:
      'Ten places for 100 keys. LRU lets popular keys go when they pause; LFU keeps what is asked for most; the optimum shows what was possible.',
    claims: ['lru-as-che', 'fifo-below-lru', 'lfu-nearer-to-best', 'optimum-most'],
  },
  {
    id: 'loop',
    title: 'One key more than fits',
    variant: 'classic',
    values: { workload: 'loop', loop: 11 },
    openAt: 1_001_133,
    watch:
      'Eleven keys, round and round, through ten places: each leaves just before it is needed. LRU, LFU and FIFO never hit; the optimum nearly always.',
    claims: ['loop-never-hits', 'loop-optimum'],
  },
  {
    id: 'loop-modern',
    title: 'The same loop, newer policies',
    variant: 'chosen',
    values: {
      workload: 'loop',
      loop: 11,
      'policy-1': '2q',
      'policy-2': 'tiny-lfu',
      'policy-3': 's3-fifo',
      'policy-4': 'sieve',
    },
    openAt: 1_001_133,
    watch:
      'SIEVE and S3-FIFO never hit either: no key is used twice while it is there. 2Q and W-TinyLFU do not let everybody in, so something stays.',
    claims: ['loop-queues-never-hit', 'loop-admission-hits'],
  },
  {
    id: 'scan',
    title: 'A scan passes through',
    variant: 'modern',
    values: SCANNED,
    openAt: IN_A_SCAN,
    watch:
      'A scan reads s-keys once each. In LRU every one of them takes a place from a popular key; the others let them pass and keep what is used.',
    claims: ['scan-as-che', 'scan-spares-modern', 'modern-above-lru'],
  },
  {
    id: 'scan-lfu',
    title: 'A scan and counts of uses',
    variant: 'classic',
    values: SCANNED,
    openAt: IN_A_SCAN,
    watch:
      'One use is the fewest, so in LFU the keys of the scan throw out each other. LRU forgets the popular keys instead.',
    claims: ['scan-as-che', 'scan-spares-lfu', 'optimum-most'],
  },
  {
    id: 'scan-ghosts',
    title: 'A scan and ghosts',
    variant: 'chosen',
    values: { ...SCANNED, 'policy-1': 'lru', 'policy-2': '2q', 'policy-3': 'arc', 'policy-4': 'optimum' },
    openAt: IN_A_SCAN,
    watch:
      '2Q and ARC remember keys that left. Only who is asked for again gets a lasting place, and the keys of a scan never are.',
    claims: ['scan-as-che', 'scan-spares-ghosts', 'optimum-most'],
  },
  {
    id: 'shift',
    title: 'Popularity shifts',
    variant: 'classic',
    values: SHIFTING,
    openAt: 1_300_114,
    watch:
      'After 1,000 requests other keys are popular. LFU holds on to the old ones, whose counts nobody reaches; LRU has forgotten them soon.',
    claims: ['shift-lfu-stuck', 'shift-lru-recovers', 'optimum-most'],
  },
  {
    id: 'shift-modern',
    title: 'Popularity shifts, newer policies',
    variant: 'modern',
    values: SHIFTING,
    openAt: 1_300_114,
    watch: 'The sketch of W-TinyLFU halves its counts, S3-FIFO and SIEVE count little: all three follow the shift.',
    claims: ['shift-modern-follows', 'modern-above-lru'],
  },
  {
    id: 'redis',
    title: 'Five samples instead of a list',
    topic: 'In Redis',
    variant: 'redis',
    values: { keys: 300, capacity: 40 },
    openAt: 1_500_211,
    watch:
      'Redis keeps no order. It draws five keys for each eviction and keeps the best sixteen as candidates: almost as good as LRU, at a few bytes a key.',
    claims: ['lru-as-che', 'sampled-near-lru', 'counters-above-sampled'],
  },
  {
    id: 'decay',
    title: 'Counters that decay',
    variant: 'redis',
    values: { ...SHIFTING, decay: 50_000 },
    openAt: 1_300_114,
    watch:
      'Popularity shifts. The exact LFU never forgets its counts; the counters of Redis fall by one for every 50 ms without use, so the old keys go.',
    claims: ['shift-lfu-stuck', 'decay-recovers'],
  },
  {
    id: 'expiry',
    title: 'Entries that end',
    variant: 'expiry',
    values: { keys: 40, zipf: 80, capacity: 40, ttl: 100_000 },
    openAt: 1_003_004,
    watch:
      'All 40 keys fit, so LRU misses each of them once. With a time to live of 100 ms a key is loaded anew after every 100 ms, popular or not.',
    claims: ['everything-fits', 'ttl-law'],
  },
  {
    id: 'guide',
    title: 'The guide’s LRU with a sound capacity',
    topic: 'The guide’s cache',
    variant: 'guide',
    openAt: 1_003_514,
    watch: 'Asked for ten entries, a Map in order of insertion decides exactly as a linked list does.',
    claims: ['guide-same-victims'],
  },
  {
    id: 'guide-zero',
    title: 'The guide’s LRU with capacity 0',
    variant: 'guide',
    values: { setting: 'zero' },
    openAt: 1_001_133,
    watch: 'Its size has reached 0 before the first entry comes, so it holds one. The other refuses 0 in a sentence.',
    claims: ['guide-holds-one', 'refusal-is-said'],
  },
  {
    id: 'guide-no-number',
    title: 'The guide’s LRU with a capacity that is no number',
    variant: 'guide',
    values: { setting: 'no-number', keys: 1000, zipf: 60 },
    openAt: 1_904_458,
    watch: 'No size is at least NaN, so nothing ever leaves: memory grows with every new key. The other refuses it.',
    claims: ['guide-grows', 'refusal-is-said'],
  },
]
