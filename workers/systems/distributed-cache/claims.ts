import { formatDuration } from '../../kernel/time'
import { percent, short } from '../../trace/figure-text'
import { countMarks, firstMark, gaugePeak, marksOf } from '../../trace/marks'
import { requestCounts } from '../../trace/measure'
import { groupDigits } from '../../trace/sentence'
import type { Mark, Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { clusterClaims } from './claims-cluster'
import { hotKeyClaims } from './claims-hot-keys'
import {
  aboutKey,
  asked,
  crashOf,
  firstMissShare,
  foundOutAt,
  HOT_KEY,
  oldRead,
  peakQueries,
  queries,
  SECOND,
  shares,
} from './claims-measures'
import { missSpike } from './claims-spike'
import { NOT_OLD } from './meta-checks'

const claims: Claims = {
  ...clusterClaims,
  ...hotKeyClaims,
  'loses-a-quarter': {
    sentence: 'Before its crash the node got a quarter of the questions, within 10 % of all.',
    measure: (trace) =>
      aroundCrash(trace, ({ node, atMicros }) => {
        const share = new Map(shares(asked(trace, 0, atMicros))).get(node) ?? 0
        return { holds: Math.abs(share - 0.25) < 0.1, measured: `${node} got ${percent(share)}` }
      }),
  },
  'others-undisturbed': {
    sentence: 'No key of another node is asked for elsewhere after the crash.',
    measure: (trace) =>
      aroundCrash(trace, ({ node, atMicros }) => {
        const home = new Map(asked(trace, 0, atMicros).map(({ key, node: at }) => [key, at]))
        const later = asked(trace, atMicros)
        const strays = later.filter(({ key, node: at }) => ![node, at, undefined].includes(home.get(key)))
        return {
          holds: strays.length === 0 && later.length > 500,
          measured: `${strays.length} of ${later.length} questions`,
        }
      }),
  },
  'misses-once': {
    sentence: 'Each key misses at the gutter once, and once more after each write of it.',
    measure(trace) {
      const loads = marksOf(trace, 'fleet/loads').filter(({ details }) => details.cache === 'gutter')
      const keys = new Set(loads.map(({ details }) => String(details.key)))
      const writes = marksOf(trace, 'fleet/invalidated').filter(({ details }) => keys.has(String(details.key))).length
      return {
        holds: keys.size > 30 && loads.length <= keys.size + writes,
        measured: `${loads.length} loads of ${keys.size} keys with ${writes} writes`,
      }
    },
  },
  'few-failures': {
    sentence: 'No request fails.',
    measure(trace) {
      const { served, failed } = requestCounts(trace)
      return { holds: failed === 0 && served > 1000, measured: `${failed} of ${served + failed}` }
    },
  },
  'moves-a-quarter': {
    sentence: 'A quarter of the keys moves, within 8 % of all.',
    measure: (trace) => moved(trace, 0.25),
  },
  'moves-three-quarters': {
    sentence: 'Three of four keys move, within 8 % of all.',
    measure: (trace) => moved(trace, 0.75),
  },
  'misses-as-moved': {
    sentence:
      'Of the keys that are asked for after the move, as many miss the first time as have moved, within 8 % of all.',
    measure(trace) {
      const first = firstMissShare(trace)
      if (first === null) return { holds: false, measured: 'no keys move' }
      const { share, keys } = first
      const law = Number(firstMark(trace, 'fleet/remapped')?.details.share)
      return {
        holds: Math.abs(share - law) < 0.08,
        measured: `${percent(share)} of ${keys} keys against ${percent(law)}`,
      }
    },
  },
  'spike-as-law': {
    sentence:
      'In the 200 ms after the move as many keys miss a second as the moved share of the reads gives, less those that are back already, within four standard deviations.',
    measure(trace, values, { variant }) {
      const spike = missSpike(trace, values, variant)
      if (spike === null) return { holds: false, measured: 'no keys move' }
      const { rate, law, deviation, atOnce } = spike
      return {
        holds: Math.abs(rate - law) <= 4 * deviation,
        measured: `${short(rate)} misses a second against ${short(law)} by law; ${short(atOnce)} at the first moment`,
      }
    },
  },
  'large-evicts-many': {
    sentence: 'A single large row makes at least 20 rows leave.',
    measure(trace) {
      const most = marksOf(trace, 'lease/evicted').reduce((best: Mark | null, mark) => {
        return Number(mark.details.victims) > Number(best?.details.victims ?? 0) ? mark : best
      }, null)
      return { holds: Number(most?.details.victims ?? 0) >= 20, measured: most?.sentence ?? 'nothing leaves' }
    },
  },
  'memory-holds': {
    sentence: 'No node ever holds more bytes than its memory has, and each fills nine tenths of it.',
    measure(trace, values) {
      const nodes = Array.from({ length: values.number('caches') }, (_, index) => `cache-${index + 1}`)
      const [memory, peaks] = [1_000 * values.number('memory'), nodes.map((node) => gaugePeak(trace, node, 'bytes'))]
      return {
        holds: peaks.every((peak) => peak <= memory && peak >= 0.9 * memory),
        measured: `at most ${peaks.map((peak) => groupDigits(peak)).join(', ')} of ${groupDigits(memory)} bytes`,
      }
    },
  },
  'database-floods': {
    sentence:
      'Within a second of the move the database gets more than five times as many queries a second as before the crash.',
    measure: (trace) =>
      aroundCrash(trace, ({ atMicros }) => {
        const before = (queries(trace, 0, atMicros) * SECOND) / atMicros
        const at = foundOutAt(trace) ?? atMicros
        const peak = peakQueries(trace, at, at + SECOND)
        return { holds: peak > 5 * before, measured: `${short(before)} a second, then up to ${peak}` }
      }),
  },
  'database-calm': {
    sentence:
      'In the second after the crash the database gets at most half as many queries again as in the second before.',
    measure: (trace) =>
      aroundCrash(trace, ({ atMicros }) => {
        const before = queries(trace, atMicros - SECOND, atMicros)
        const after = queries(trace, atMicros, atMicros + SECOND)
        return { holds: after <= 1.5 * before, measured: `${before}, then ${after}` }
      }),
  },
  'one-has-all': {
    sentence: 'Before the crash one node gets every question.',
    measure: (trace) =>
      aroundCrash(trace, ({ node, atMicros }) => {
        const [first] = shares(asked(trace, 0, atMicros))
        return {
          holds: first?.[0] === node && first[1] === 1,
          measured: `${first?.[0]} gets ${percent(first?.[1] ?? 0)}`,
        }
      }),
  },
  'loads-twice': {
    sentence: 'After the move more than a tenth of the loads bring a key that is being loaded already.',
    measure(trace) {
      const at = foundOutAt(trace) ?? 0
      const loads = marksOf(trace, 'fleet/loads', at)
      const stored = marksOf(trace, 'lease/stored', at)
      const again = loads.filter((load) => {
        const earlier = loads.filter(({ index, details }) => index < load.index && details.key === load.details.key)
        const done = stored.filter(({ index, details }) => index < load.index && details.key === load.details.key)
        return earlier.length > done.length
      })
      return { holds: again.length > loads.length / 10, measured: `${again.length} of ${loads.length} loads` }
    },
  },
  'loads-many': {
    sentence: 'When it ends, item:1 is loaded at least 15 times before it is there again.',
    measure(trace) {
      const loads = aboutKey(trace, 'fleet/loads', HOT_KEY, 0, SECOND + SECOND / 2).length
      return { holds: loads >= 15, measured: `${loads} loads` }
    },
  },
  'loads-one': {
    sentence: 'When it ends, item:1 is loaded once.',
    measure(trace) {
      const loads = aboutKey(trace, 'fleet/loads', HOT_KEY, 0, SECOND + SECOND / 2).length
      return { holds: loads === 1, measured: `${loads} load` }
    },
  },
  'many-wait': {
    sentence: 'While it is loaded, at least 15 requests wait for it, and all are answered within 200 ms.',
    measure(trace) {
      const waiting = new Set(
        aboutKey(trace, 'fleet/waits', HOT_KEY, 0, SECOND + SECOND / 2).map(({ request }) => request),
      )
      const slowest = Math.max(
        ...[...waiting].map((request) => trace.requestEndMicros(request) - trace.requestStartMicros(request)),
      )
      return {
        holds: waiting.size >= 15 && slowest < 200_000,
        measured: `${waiting.size} wait, at most ${formatDuration(slowest)}`,
      }
    },
  },
  'old-row-stays': {
    sentence: 'A read finds a row that an acknowledged write had replaced.',
    measure: (trace) => oldRead(trace, () => true),
  },
  'old-row-refused': {
    sentence: 'A cache node refuses at least one row because its lease was taken back.',
    measure(trace) {
      const refused = countMarks(trace, 'lease/refused')
      return { holds: refused > 0, measured: `${refused} refused` }
    },
  },
  'nothing-old': {
    sentence: 'No read is older than the last acknowledged write.',
    measure(trace) {
      const breach = trace.breaches.find(({ check }) => check === NOT_OLD)
      const writes = countMarks(trace, 'fleet/invalidated')
      return {
        holds: breach === undefined && writes > 20,
        measured: breach?.sentence ?? `${writes} writes, none missed`,
      }
    },
  },
  'old-after-return': {
    sentence: 'After the node is back a read finds a row that a write had replaced while it was away.',
    measure: (trace) => oldRead(trace, (at) => at >= (firstMark(trace, 'fleet/returned')?.atMicros ?? 0)),
  },
  'flushed-before-asked': {
    sentence: 'Each application empties the node before it asks it again.',
    measure(trace) {
      const [flushed, returned] = [marksOf(trace, 'lease/flushed'), marksOf(trace, 'fleet/returned')]
      const holds = returned.length === 2 && returned.every((mark, i) => (flushed[i]?.index ?? Infinity) < mark.index)
      return { holds, measured: `emptied ${flushed.length} times, asked again by ${returned.length}` }
    },
  },
}

export default claims

function aroundCrash(trace: Trace, measure: (crash: { node: string; atMicros: number }) => Verdict): Verdict {
  const crash = crashOf(trace)
  return crash === null ? { holds: false, measured: 'no node crashes' } : measure(crash)
}

function moved(trace: Trace, law: number): Verdict {
  const mark = firstMark(trace, 'fleet/remapped')
  if (mark === null) return { holds: false, measured: 'no keys move' }
  const share = Number(mark.details.share)
  return {
    holds: Math.abs(share - law) < 0.08,
    measured: `${mark.details.moved} of ${mark.details.keys}: ${percent(share)}`,
  }
}
