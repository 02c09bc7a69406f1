/** Claims about streams that change: loops, scans and shifts of popularity. */
import { cheHitRatio } from '../../algorithms/eviction/che-approximation'
import type { Values } from '../../scenario/parameters'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { hitRatio, hitRatioAmong, isInScan, popularities, ratioText, totals } from './claims-measures'

const MODERN = ['tiny-lfu', 's3-fifo', 'sieve']

export const workloadClaims: Claims = {
  'loop-never-hits': {
    sentence: 'LRU, LFU and FIFO never hit.',
    measure: (trace) => neverHit(trace, ['lru', 'lfu', 'fifo']),
  },
  'loop-queues-never-hit': {
    sentence: 'S3-FIFO and SIEVE never hit.',
    measure: (trace) => neverHit(trace, ['s3-fifo', 'sieve']),
  },
  'loop-optimum': {
    sentence:
      'The optimum keeps as many keys as fit and hits them in every round: capacity by keys of the loop, within 0.02.',
    measure(trace, values) {
      const law = values.number('capacity') / values.number('loop')
      const measured = hitRatio(trace, 'optimum')
      return { holds: Math.abs(measured - law) <= 0.02, measured: `${ratioText(measured)} against ${ratioText(law)}` }
    },
  },
  'loop-admission-hits': {
    sentence: '2Q and W-TinyLFU hit at least half of the time.',
    measure: (trace) =>
      eachHolds(
        ['2q', 'tiny-lfu'],
        (cache) => hitRatio(trace, cache),
        (ratio) => ratio >= 0.5,
      ),
  },
  'scan-as-che': {
    sentence:
      'While every second request reads a key that never comes again, LRU hits the other requests as Che’s approximation says, within 0.06.',
    measure(trace, values) {
      const others = popularities(values).map((p) => p / 2)
      const law = 2 * cheHitRatio(others, values.number('capacity'), 0.5)
      const measured = inScans(trace, values, 'lru')
      return { holds: Math.abs(measured - law) <= 0.06, measured: `${ratioText(measured)} against ${ratioText(law)}` }
    },
  },
  'scan-spares-modern': {
    sentence:
      'During the scans W-TinyLFU, S3-FIFO and SIEVE each hit at least 0.1 more of the other requests than LRU.',
    measure: (trace, values) => spared(trace, values, MODERN),
  },
  'scan-spares-ghosts': {
    sentence: 'During the scans 2Q and ARC each hit at least 0.1 more of the other requests than LRU.',
    measure: (trace, values) => spared(trace, values, ['2q', 'arc']),
  },
  'scan-spares-lfu': {
    sentence:
      'During the scans LFU hits at least nine tenths as many of the other requests as between them; LRU does not.',
    measure(trace, values) {
      const kept = (cache: string): number =>
        inScans(trace, values, cache) / hitRatioAmong(trace, cache, (turn) => isBetweenScans(values, turn))
      const [lfu, lru] = [kept('lfu'), kept('lru')]
      return { holds: lfu >= 0.9 && lru < 0.9, measured: `lfu keeps ${ratioText(lfu)}, lru ${ratioText(lru)}` }
    },
  },
  'modern-above-lru': {
    sentence: 'Over the whole run W-TinyLFU, S3-FIFO and SIEVE each hit more often than LRU, by at least 0.04.',
    measure(trace) {
      const lru = hitRatio(trace, 'lru')
      const verdict = eachHolds(
        MODERN,
        (cache) => hitRatio(trace, cache),
        (ratio) => ratio >= lru + 0.04,
      )
      return { ...verdict, measured: `${verdict.measured}, lru ${ratioText(lru)}` }
    },
  },
  'shift-lfu-stuck': {
    sentence: 'After the first shift LFU hits less than half as often as LRU.',
    measure(trace, values) {
      const [lfu, lru] = [afterShift(trace, values, 'lfu'), afterShift(trace, values, 'lru')]
      return { holds: lfu < lru / 2, measured: `lfu ${ratioText(lfu)}, lru ${ratioText(lru)}` }
    },
  },
  'shift-lru-recovers': {
    sentence: 'LRU hits as often after the first shift as before it, within 0.06.',
    measure(trace, values) {
      const before = hitRatioAmong(trace, 'lru', (turn) => turn < values.number('period'))
      const after = afterShift(trace, values, 'lru')
      return { holds: Math.abs(before - after) <= 0.06, measured: `${ratioText(before)}, then ${ratioText(after)}` }
    },
  },
  'shift-modern-follows': {
    sentence: 'After the first shift W-TinyLFU, S3-FIFO and SIEVE each hit at least as often as LRU.',
    measure(trace, values) {
      const lru = afterShift(trace, values, 'lru')
      const verdict = eachHolds(
        MODERN,
        (cache) => afterShift(trace, values, cache),
        (ratio) => ratio >= lru,
      )
      return { ...verdict, measured: `${verdict.measured}, lru ${ratioText(lru)}` }
    },
  },
  'decay-recovers': {
    sentence: 'After the first shift the decaying counters hit at least 1.5 times as often as the exact counts of LFU.',
    measure(trace, values) {
      const [redis, lfu] = [afterShift(trace, values, 'redis-lfu'), afterShift(trace, values, 'lfu')]
      return { holds: redis >= 1.5 * lfu, measured: `redis-lfu ${ratioText(redis)}, lfu ${ratioText(lfu)}` }
    },
  },
}

function spared(trace: Trace, values: Values, caches: readonly string[]): Verdict {
  const lru = inScans(trace, values, 'lru')
  const verdict = eachHolds(
    caches,
    (cache) => inScans(trace, values, cache),
    (ratio) => ratio >= lru + 0.1,
  )
  return { ...verdict, measured: `${verdict.measured}, lru ${ratioText(lru)}` }
}

function neverHit(trace: Trace, caches: readonly string[]): Verdict {
  return eachHolds(
    caches,
    (cache) => totals(trace, cache).hits,
    (hits) => hits === 0,
  )
}

function eachHolds(
  caches: readonly string[],
  measure: (cache: string) => number,
  holds: (value: number) => boolean,
): Verdict {
  const values = caches.map(measure)
  return {
    holds: values.every(holds),
    measured: caches.map((cache, index) => `${cache} ${ratioText(values[index] as number)}`).join(', '),
  }
}

/** Among the requests of a scan's time that do not belong to it. */
function inScans(trace: Trace, values: Values, cache: string): number {
  return hitRatioAmong(trace, cache, (turn, key) => isInScan(values, turn) && key.startsWith('k'))
}

/** The second half of the time between two scans, when the last one has passed. */
function isBetweenScans(values: Values, turn: number): boolean {
  const period = values.number('period')
  const quiet = period - 2 * values.number('scan')
  const place = turn % period
  return place >= quiet / 2 && place < quiet
}

function afterShift(trace: Trace, values: Values, cache: string): number {
  return hitRatioAmong(trace, cache, (turn) => turn >= values.number('period'))
}
