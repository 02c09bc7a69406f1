import type { Passage, SystemCode } from '../source-passage'

/** The three rules that every policy has, by the class that holds them. */
function policy(node: string, file: string, name: string, more: Passage['marks'] = {}): Passage {
  return {
    file: `workers/algorithms/eviction/${file}.ts`,
    nodes: [node],
    marks: {
      'eviction/hit': `${name}.use`,
      'eviction/inserted': `${name}.admit`,
      'eviction/evicted': `${name}.evict`,
      ...more,
    },
  }
}

const code: SystemCode = [
  {
    file: 'workers/algorithms/eviction/guide-lru.ts',
    nodes: ['guide-lru'],
    marks: {
      'eviction/hit': 'GuideLru.get',
      'eviction/inserted': 'GuideLru.set',
      'eviction/evicted': 'GuideLru.forgetFirst',
    },
  },
  policy('lru', 'least-recently-used', 'LeastRecentlyUsed'),
  policy('fifo', 'first-in-first-out', 'FirstInFirstOut'),
  {
    file: 'workers/algorithms/eviction/perfect-lfu.ts',
    nodes: ['lfu'],
    marks: {
      'eviction/hit': 'PerfectLfu.use',
      'eviction/inserted': 'PerfectLfu.admit: this.enter',
      'eviction/evicted': 'PerfectLfu.admit: this.evict',
      'eviction/refused': 'PerfectLfu.admit: if (rival.count >= count)',
    },
  },
  policy('2q', 'two-queues', 'TwoQueues'),
  policy('arc', 'adaptive-replacement', 'AdaptiveReplacement', {
    'eviction/moved': 'AdaptiveReplacement.use',
    'eviction/evicted': 'AdaptiveReplacement.replace',
    'eviction/adapted': 'AdaptiveReplacement.makeRoomForKnown',
  }),
  policy('tiny-lfu', 'window-tiny-lfu', 'WindowTinyLfu', {
    'eviction/compared': 'WindowTinyLfu.leaveWindow: if (count <= rivalCount)',
    'eviction/evicted': 'WindowTinyLfu.leave',
    'eviction/moved': 'WindowTinyLfu.promote',
    'eviction/aged': 'WindowTinyLfu.see',
  }),
  policy('s3-fifo', 's3-fifo', 'S3Fifo', {
    'eviction/moved': 'S3Fifo.evictFromSmall',
    'eviction/spared': 'S3Fifo.evictFromMain: while (',
    'eviction/evicted': 'S3Fifo.leave',
  }),
  policy('sieve', 'sieve', 'Sieve', { 'eviction/spared': 'Sieve.evict: while (' }),
  policy('redis-lru', 'redis-lru', 'RedisLru'),
  policy('redis-lfu', 'redis-lfu', 'RedisLfu'),
  policy('optimum', 'belady', 'Belady', { 'eviction/refused': 'Belady.admit: if (distance(' }),
  {
    file: 'workers/algorithms/eviction/expiring.ts',
    nodes: ['lru-ttl'],
    marks: { 'eviction/expired': 'Expiring.get: if (lateMicros > 0)', 'eviction/inserted': 'Expiring.set' },
  },
]

export default code
