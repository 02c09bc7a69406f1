/** Claims about policies against each other and against laws, on a stream that stays the same. */
import { cheHitRatio } from '../../algorithms/eviction/che-approximation'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { cachesOf, hitRatio, keyOf, popularities, ratioText, totals } from './claims-measures'

export const policyClaims: Claims = {
  'lru-as-che': {
    sentence: 'LRU hits as often as Che’s approximation says for these popularities, within 0.04.',
    measure(trace, values) {
      const law = cheHitRatio(popularities(values), values.number('capacity'))
      return near(hitRatio(trace, 'lru'), law, 0.04, 'by the approximation')
    },
  },
  'fifo-below-lru': {
    sentence: 'FIFO hits less often than LRU.',
    measure: (trace) => compare(trace, 'fifo', 'lru', (fifo, lru) => fifo < lru),
  },
  'lfu-nearer-to-best': {
    sentence:
      'The popularities of the ten most popular keys add up to the best that is possible without the future: LFU comes nearer to it than LRU, and goes beyond it by no more than 0.03.',
    measure(trace, values) {
      const best = popularities(values)
        .slice(0, values.number('capacity'))
        .reduce((sum, p) => sum + p, 0)
      const [lfu, lru] = [hitRatio(trace, 'lfu'), hitRatio(trace, 'lru')]
      return {
        holds: lfu > lru && lfu <= best + 0.03,
        measured: `LFU ${ratioText(lfu)} and LRU ${ratioText(lru)} against ${ratioText(best)}`,
      }
    },
  },
  'optimum-most': {
    sentence: 'No cache has more hits than the optimum, to the single hit.',
    measure(trace) {
      const most = totals(trace, 'optimum').hits
      const others = cachesOf(trace).filter((cache) => cache !== 'optimum')
      const listed = others.map((cache) => `${cache} ${totals(trace, cache).hits}`).join(', ')
      return {
        holds: others.every((cache) => totals(trace, cache).hits <= most),
        measured: `${listed} against ${most} hits`,
      }
    },
  },
  'sampled-near-lru': {
    sentence: 'LRU by five samples and a pool hits as often as exact LRU, within 0.04.',
    measure: (trace) => near(hitRatio(trace, 'redis-lru'), hitRatio(trace, 'lru'), 0.04, 'with a list'),
  },
  'counters-above-sampled': {
    sentence: 'On popularities that stay, counters of uses hit more often than times of the last use, by samples too.',
    measure: (trace) => compare(trace, 'redis-lfu', 'redis-lru', (lfu, lru) => lfu > lru),
  },
  'everything-fits': {
    sentence: 'LRU misses every key that is asked for exactly once.',
    measure(trace) {
      const { hits, asked } = totals(trace, 'lru')
      const keys = distinctKeys(trace)
      return { holds: asked - hits === keys, measured: `${asked - hits} misses for ${keys} keys` }
    },
  },
  'ttl-law': {
    sentence:
      'A key asked for λ times a second hits λT/(1 + λT) of the time when it ends after T: summed over all keys that is the hit ratio, within 0.03.',
    measure(trace, values) {
      const [rate, seconds] = [values.number('rps'), values.number('ttl') / 1_000_000]
      const law = popularities(values).reduce((sum, p) => sum + (p * p * rate * seconds) / (1 + p * rate * seconds), 0)
      return near(hitRatio(trace, 'lru-ttl'), law, 0.03, 'by law')
    },
  },
}

function near(measured: number, law: number, tolerance: number, source: string): Verdict {
  return {
    holds: Math.abs(measured - law) <= tolerance,
    measured: `${ratioText(measured)} against ${ratioText(law)} ${source}`,
  }
}

function compare(trace: Trace, one: string, other: string, holds: (one: number, other: number) => boolean): Verdict {
  const [first, second] = [hitRatio(trace, one), hitRatio(trace, other)]
  return { holds: holds(first, second), measured: `${one} ${ratioText(first)}, ${other} ${ratioText(second)}` }
}

/** How many different keys came to the caches; requests still on their way at the end may be missing. */
export function distinctKeys(trace: Trace): number {
  const keys = new Set<string>()
  for (let request = 1; request <= trace.requestCount; request++)
    if (trace.requestEndMicros(request) !== Number.POSITIVE_INFINITY) keys.add(keyOf(trace, request))
  return keys.size
}
