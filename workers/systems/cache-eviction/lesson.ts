import type { Values } from '../../scenario/parameters'
import { percent } from '../../trace/figure-text'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import { cachesOf, hitRatio, hitRatioAmong, isInScan, totals } from './claims-measures'

const lesson: Lesson = {
  title: 'What should a full cache forget?',
  promise: 'Six workloads, each made to embarrass a policy, and what better policies remember.',
  claims: {
    'ten-places': {
      sentence: 'Each cache has ten places for a hundred keys.',
      measure(_, values) {
        const [places, keys] = [values.number('capacity'), values.number('keys')]
        return { holds: places === 10 && keys === 100, measured: `${places} places, ${keys} keys` }
      },
    },
    'one-key-more': {
      sentence: 'The loop is one key longer than the cache.',
      measure(_, values) {
        const [places, keys] = [values.number('capacity'), values.number('loop')]
        return { holds: keys === places + 1, measured: `${keys} keys for ${places} places` }
      },
    },
    'shift-at-1000': {
      sentence: 'After every 1,000 requests other keys become popular.',
      measure(_, values) {
        return { holds: values.number('period') === 1000, measured: `${values.number('period')} requests` }
      },
    },
    'lives-100-ms': {
      sentence: 'An entry lives for 100 ms and all keys fit.',
      measure(_, values) {
        const holds = values.number('ttl') === 100_000 && values.number('capacity') >= values.number('keys')
        return { holds, measured: `${values.number('ttl') / 1000} ms, ${values.number('keys')} keys` }
      },
    },
  },
  steps: [
    {
      id: 'recency',
      title: 'Forget what was not used for longest',
      text: [
        'Ten places, 100 keys, some asked for often and most seldom. LRU keeps a list: a hit moves to the head, and the tail leaves when room is needed.',
        'Every cache in the picture sees the same requests, so you can watch them disagree.',
      ],
      setting: { preset: 'zipf' },
      moment: { mark: 'eviction/evicted', node: 'lru', from: 500_000 },
      node: 'lru',
      act: { kind: 'step', label: 'Step to the next decision' },
      claims: ['ten-places', 'lru-as-che'],
    },
    {
      id: 'frequency',
      title: 'Or what was used least',
      text: [
        'LFU counts uses and lets the smallest count go. Here the popular keys stay the same all the time.',
        'The optimum beside it knows the future: nobody can do better.',
      ],
      setting: { preset: 'zipf' },
      moment: { at: 500_000 },
      node: 'lfu',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'Which of the three has the most hits at the end?',
        choices: [
          { label: 'LRU: what was used now is used soon', holds: is('lru') },
          { label: 'LFU: popular keys stay popular', holds: is('lfu') },
          { label: 'FIFO: the oldest has had its turn', holds: is('fifo') },
        ],
        reveal: { at: 1_990_000 },
        answer: (trace) =>
          bestOf(
            trace,
            ['lru', 'lfu', 'fifo'],
            'The best rule is the one whose guess about the future fits the stream.',
          ),
      },
      claims: ['lfu-nearer-to-best', 'fifo-below-lru', 'optimum-most'],
    },
    {
      id: 'loop',
      title: 'One key more than fits',
      text: [
        'Now the stream goes round and round over eleven keys, and ten places are there. The optimum hits nine times in ten.',
      ],
      setting: { preset: 'loop' },
      moment: { at: 1_000_000 },
      node: 'lru',
      act: { kind: 'set', label: 'Make the loop fit: 10 keys', values: { loop: 10 } },
      prediction: {
        kind: 'choice',
        question: 'How often does LRU hit?',
        choices: [
          { label: 'nearly as often as the optimum', holds: atLeast(0.7) },
          { label: 'about half of the time', holds: between(0.2, 0.7) },
          { label: 'hardly ever', holds: below(0.2) },
        ],
        reveal: { mark: 'eviction/evicted', node: 'lru', from: 1_000_000 },
        answer(trace) {
          const ratio = hitRatio(trace, 'lru')
          return {
            value: ratio,
            shown: `LRU hits ${percent(ratio)} of the time.`,
            why:
              ratio < 0.2
                ? 'In a loop the key that was not used for longest is exactly the next one to be asked for.'
                : 'As soon as everything fits, any policy will do.',
          }
        },
      },
      claims: ['one-key-more', 'loop-never-hits', 'loop-optimum'],
    },
    {
      id: 'scan',
      title: 'A scan passes through',
      text: [
        'Somebody reads a long table: every second request names a key that never comes again. Each of them takes a place in LRU, and a popular key pays.',
      ],
      setting: { preset: 'scan' },
      moment: { at: 1_100_000 },
      node: 's3-fifo',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'number',
        question: 'During scans, how many of 100 other requests does LRU still hit?',
        unit: 'hits',
        min: 0,
        max: 100,
        within: 0.25,
        reveal: { at: 1_190_000 },
        answer: (trace, values) => inScan(trace, values),
      },
      claims: ['scan-as-che', 'scan-spares-modern', 'modern-above-lru'],
    },
    {
      id: 'shift',
      title: 'Yesterday’s champions',
      text: [
        'Counts never forget. After every 1,000 requests other keys become popular, and the old ones still hold the highest counts.',
      ],
      setting: { preset: 'shift' },
      moment: { at: 1_000_000 },
      node: 'lfu',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'After the first shift, who hits more?',
        choices: [
          { label: 'LFU, as before', holds: is('lfu') },
          { label: 'LRU', holds: is('lru') },
        ],
        reveal: { at: 1_990_000 },
        answer(trace, values) {
          const after = (cache: string) => hitRatioAmong(trace, cache, (turn) => turn >= values.number('period'))
          const [lfu, lru] = [after('lfu'), after('lru')]
          return {
            value: lfu > lru ? 'lfu' : 'lru',
            shown: `LFU hits ${percent(lfu)}, LRU ${percent(lru)} after the shift.`,
            why: 'A new key enters with one use and leaves again before it can gather more.',
          }
        },
      },
      claims: ['shift-at-1000', 'shift-lfu-stuck', 'shift-lru-recovers'],
    },
    {
      id: 'both',
      title: 'Count a little, and forget',
      text: [
        'Newer policies keep small counts that fade: W-TinyLFU halves its sketch, SIEVE keeps one bit a key, S3-FIFO lets newcomers prove themselves first. The same shift:',
      ],
      setting: { preset: 'shift-modern' },
      moment: { at: 1_000_000 },
      node: 'sieve',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'choice',
        question: 'Over the whole run, which policy has the fewest hits?',
        choices: [
          { label: 'LRU', holds: is('lru') },
          { label: 'W-TinyLFU', holds: is('tiny-lfu') },
          { label: 'S3-FIFO', holds: is('s3-fifo') },
          { label: 'SIEVE', holds: is('sieve') },
        ],
        reveal: { at: 1_990_000 },
        answer(trace) {
          const order = byHits(trace, cachesOf(trace))
          return {
            value: order.at(-1) ?? '',
            shown: listed(trace, order),
            why: 'Remembering a little of the past and forgetting it in time is better than either alone.',
          }
        },
      },
      claims: ['shift-modern-follows', 'modern-above-lru'],
    },
    {
      id: 'time-to-live',
      title: 'A time to live misses on purpose',
      text: [
        'All keys fit, so nothing ever has to leave. But an entry that ends after 100 ms is loaded anew, popular or not: that is the price of never being older than that.',
      ],
      setting: { preset: 'expiry' },
      moment: { at: 1_000_000 },
      node: 'lru-ttl',
      act: { kind: 'set', label: 'Let entries live for 1 s', values: { ttl: 1_000_000 } },
      prediction: {
        kind: 'number',
        question: 'What share of requests does the cache with a time to live hit?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.12,
        reveal: { at: 1_990_000 },
        answer(trace) {
          const [ended, plain] = [hitRatio(trace, 'lru-ttl'), hitRatio(trace, 'lru')]
          return {
            value: Math.round(ended * 1000) / 10,
            shown: `It hits ${percent(ended)}; without an end the same cache hits ${percent(plain)}.`,
            why: 'A key asked for λ times a second is missed once in 1 + λT requests, however much room there is.',
          }
        },
      },
      claims: ['lives-100-ms', 'everything-fits', 'ttl-law'],
    },
  ],
}

export default lesson

function bestOf(trace: Trace, caches: readonly string[], why: string): Answer {
  const order = byHits(
    trace,
    cachesOf(trace).filter((cache) => caches.includes(cache)),
  )
  if (order.length < 2) throw new Error('This run has other policies.')
  return { value: order[0] ?? '', shown: listed(trace, order), why }
}

function byHits(trace: Trace, caches: readonly string[]): string[] {
  return [...caches].sort((a, b) => totals(trace, b).hits - totals(trace, a).hits)
}

function listed(trace: Trace, caches: readonly string[]): string {
  return `${caches.map((cache) => `${cache} ${totals(trace, cache).hits} hits`).join(', ')}.`
}

function inScan(trace: Trace, values: Values): Answer {
  const ratio = (cache: string) =>
    hitRatioAmong(trace, cache, (turn, key) => isInScan(values, turn) && key.startsWith('k'))
  const others = cachesOf(trace).filter((cache) => cache !== 'lru')
  return {
    value: Math.round(ratio('lru') * 1000) / 10,
    shown: `LRU hits ${percent(ratio('lru'))}; ${others.map((cache) => `${cache} ${percent(ratio(cache))}`).join(', ')}.`,
    why: 'A policy that lets a key prove itself before it gets a lasting place hardly notices the scan.',
  }
}
