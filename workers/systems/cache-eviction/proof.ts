import { cheHitRatio } from '../../algorithms/eviction/che-approximation'
import type { Values } from '../../scenario/parameters'
import type { Trace } from '../../trace/trace'
import { atMost, exactly, type Finding, type Law, notHere, type Proof, within } from '../law'
import { cachesOf, hitRatio, popularities, totals } from './claims-measures'
import { distinctKeys } from './claims-policies'

const laws: readonly Law[] = [
  {
    id: 'lru-che',
    name: 'LRU hits as often as popularities and capacity say',
    formula: 'hit ratio = Σ p · (1 − e^(−p·T)), with T so that Σ (1 − e^(−p·T)) = capacity',
    source: 'Che, Tung and Wang, IEEE JSAC 20 (2002); Fricker, Robert and Roberts (2012)',
    tolerance: 'within 0.04: an approximation, and the cache starts empty',
    measure: (trace, values) =>
      ifStationary(trace, values, 'lru', () => {
        if (isRoomForAll(values)) return notHere('All keys fit, so nothing is ever thrown out.')
        return within(hitRatio(trace, 'lru'), cheHitRatio(popularities(values), values.number('capacity')), 0.04, '%')
      }),
  },
  {
    id: 'most-popular',
    name: 'Without the future nothing beats keeping the most popular',
    formula: 'hit ratio ≤ p₁ + … + p_capacity',
    source: 'independent reference model: Aho, Denning and Ullman, Journal of the ACM 18 (1971)',
    tolerance: 'not above it by more than 0.03: this run is a sample',
    measure: (trace, values) =>
      ifStationary(trace, values, null, () => {
        const online = cachesOf(trace).filter((cache) => cache !== 'optimum')
        const best = Math.max(...online.map((cache) => hitRatio(trace, cache)))
        const law = popularities(values)
          .slice(0, values.number('capacity'))
          .reduce((sum, p) => sum + p, 0)
        return atMost(best, law, '%', 0.03)
      }),
  },
  {
    id: 'belady',
    name: 'Nobody has more hits than Belady’s optimum',
    formula: 'hits(any policy) ≤ hits(farthest next use leaves)',
    source: 'Belady, IBM Systems Journal 5 (1966); Mattson et al. (1970)',
    tolerance: 'exact, to the single hit',
    measure(trace) {
      const caches = cachesOf(trace)
      if (!caches.includes('optimum')) return notHere('The optimum is not among these caches.')
      const others = caches.filter((cache) => cache !== 'optimum')
      return atMost(
        Math.max(...others.map((cache) => totals(trace, cache).hits)),
        totals(trace, 'optimum').hits,
        'hits',
      )
    },
  },
  {
    id: 'loop-lru',
    name: 'In a loop longer than the cache LRU never hits',
    formula: 'hits = 0 for keys > capacity',
    source: 'Smaragdakis, Kaplan and Wilson, “EELRU”, SIGMETRICS 1999',
    tolerance: 'exact',
    measure: (trace, values) => ifLoop(trace, values, 'lru', () => exactly(totals(trace, 'lru').hits, 0, 'hits')),
  },
  {
    id: 'loop-optimum',
    name: 'In a loop the optimum hits what fits',
    formula: 'hit ratio = capacity / keys',
    source: 'Belady’s rule, applied to a loop',
    tolerance: 'within 0.02: the cache starts empty',
    measure: (trace, values) =>
      ifLoop(trace, values, 'optimum', () =>
        within(hitRatio(trace, 'optimum'), values.number('capacity') / values.number('loop'), 0.02, '%'),
      ),
  },
  {
    id: 'compulsory',
    name: 'Where all fits, each key misses once',
    formula: 'misses = different keys',
    source: 'compulsory misses: Hill and Smith, IEEE Transactions on Computers 38 (1989)',
    tolerance: 'exact',
    measure: (trace, values) =>
      ifStationary(trace, values, 'lru', () => {
        if (!isRoomForAll(values)) return notHere('Not all keys fit.')
        const { hits, asked } = totals(trace, 'lru')
        return exactly(asked - hits, distinctKeys(trace), 'misses')
      }),
  },
  {
    id: 'time-to-live',
    name: 'A time to live bounds the hits of every key',
    formula: 'hit ratio = Σ p · λpT / (1 + λpT)',
    source: 'renewal argument: Jung, Berger and Balakrishnan, INFOCOM 2003',
    tolerance: 'within 0.03',
    measure: (trace, values) =>
      ifStationary(trace, values, 'lru-ttl', () => {
        if (!isRoomForAll(values)) return notHere('Keys are thrown out before they end.')
        const [rate, seconds] = [values.number('rps'), values.number('ttl') / 1_000_000]
        const law = popularities(values).reduce(
          (sum, p) => sum + (p * p * rate * seconds) / (1 + p * rate * seconds),
          0,
        )
        return within(hitRatio(trace, 'lru-ttl'), law, 0.03, '%')
      }),
  },
]

const proof: Proof = {
  modelled: [
    'one stream of keys (Zipf, loop, scans, shifts) to up to four caches',
    'eleven policies, each as its paper or program has it, and Belady’s optimum',
    'one load for all who wait for a key',
  ],
  leftOut: ['writes and invalidation', 'entries of different size', 'admission by cost', 'threads'],
  laws,
}

export default proof

/** The formulas speak of keys drawn independently with popularities that stay. */
function ifStationary(trace: Trace, values: Values, cache: string | null, measure: () => Finding): Finding {
  if (values.text('workload') !== 'zipf') return notHere('Popularities do not stay the same in this workload.')
  if (!hasSoundCapacity(trace, values)) return notHere('The guide’s cache is given no sound capacity here.')
  return ifCache(trace, cache, measure)
}

function ifLoop(trace: Trace, values: Values, cache: string, measure: () => Finding): Finding {
  if (values.text('workload') !== 'loop') return notHere('The workload is no loop.')
  if (values.number('loop') <= values.number('capacity')) return notHere('The whole loop fits.')
  return ifCache(trace, cache, measure)
}

function ifCache(trace: Trace, cache: string | null, measure: () => Finding): Finding {
  if (cache !== null && !cachesOf(trace).includes(cache)) return notHere('This policy is not among the caches.')
  return measure()
}

function hasSoundCapacity(trace: Trace, values: Values): boolean {
  return !cachesOf(trace).includes('guide-lru') || values.text('setting') === 'number'
}

function isRoomForAll(values: Values): boolean {
  return values.number('capacity') >= values.number('keys')
}
