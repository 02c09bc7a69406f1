/** Claims about users, the memory for them, and what they are told. */

import { mostWithin } from '../../algorithms/rate-limit/intervals'
import { percent, short } from '../../trace/figure-text'
import { gaugePeak, marksOf, nodeIndex } from '../../trace/marks'
import { failuresByCause, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { limiterNames, passedAt, refusedAt, unitTimes } from './claims-measures'

const SECOND = 1_000_000
const LIMITER = 'limiter'
const SLOW_AT = 2_000_000

export const keyClaims: Claims = {
  'others-served': {
    sentence: 'No request of the others is refused, and more than half of those of user-1 are.',
    measure: (trace) => refusals(trace, (abuser, others) => others === 0 && abuser > 0.5),
  },
  'others-starve': {
    sentence:
      'More than half of the requests of the others are refused, though together they ask for less than the limit.',
    measure: (trace) => refusals(trace, (_, others) => others > 0.5),
  },
  'quota-multiplied': {
    sentence: 'In each whole second as many times the limit passes as there are processes.',
    measure(trace, values) {
      const times = passedAt(trace).map(({ atMicros }) => atMicros)
      const window = values.number('window')
      const meant = values.number('limit') * limiterNames(trace).length
      const counts: number[] = []
      for (let from = window; from + window <= trace.horizonMicros; from += window)
        counts.push(times.filter((time) => time >= from && time < from + window).length)
      return {
        holds: counts.length > 0 && counts.every((count) => count === meant),
        measured: `${counts.join(', ')} pass; the limit is ${values.number('limit')}`,
      }
    },
  },
  'keys-grow': {
    sentence: 'At the end the map holds a bucket for every request that was ever decided.',
    measure(trace) {
      const decided = passedAt(trace, LIMITER).length + refusedAt(trace, LIMITER).length
      const keys = trace.gauge(nodeIndex(trace, LIMITER), 'keys', trace.events) ?? 0
      return { holds: decided > 500 && keys === decided, measured: `${keys} buckets after ${decided} requests` }
    },
  },
  'keys-bounded': {
    sentence: 'There are never more than three times as many buckets as are not full, however many names come.',
    measure(trace, values) {
      const decided = passedAt(trace, LIMITER).length
      const most = gaugePeak(trace, LIMITER, 'keys')
      // A bucket is full again one interval of the rate after its one request.
      const inUse = (values.number('rps') * values.number('window')) / values.number('limit') / SECOND
      return {
        holds: decided > 500 && most <= 3 * inUse,
        measured: `at most ${most} buckets after ${decided} requests, ${short(inUse)} in use`,
      }
    },
  },
  'log-keeps-all': {
    sentence: 'For each user the log keeps as many times as the limit, where a counter keeps two numbers.',
    measure(trace, values) {
      const kept = new Map<string, number>()
      for (const { key, details } of passedAt(trace, LIMITER))
        kept.set(key, Math.max(kept.get(key) ?? 0, Number(details.count)))
      const counts = [...kept.values()]
      return {
        holds: counts.length > 0 && counts.every((count) => count === values.number('limit')),
        measured: `${counts.join(', ')} times for ${counts.length} users`,
      }
    },
  },
  'exactly-limit-each': {
    sentence: 'No interval as long as the window holds more than the limit of any user, and one holds exactly that.',
    measure(trace, values) {
      const keys = [...new Set(passedAt(trace, LIMITER).map(({ key }) => key))]
      const most = keys.map((own) =>
        mostWithin(unitTimes(passedAt(trace, LIMITER).filter(({ key }) => key === own)), values.number('window')),
      )
      const limit = values.number('limit')
      return {
        holds: keys.length > 0 && most.every((count) => count === limit),
        measured: `at most ${most.join(', ')}`,
      }
    },
  },
  'nobody-refused': {
    sentence: 'Nobody is refused.',
    measure(trace) {
      const refused = refusedAt(trace).length
      return {
        holds: refused === 0 && passedAt(trace).length > 0,
        measured: `${refused} refused, ${passedAt(trace).length} pass`,
      }
    },
  },
  'open-bounded': {
    sentence: 'Never more requests than the limit are inside the service.',
    measure(trace, values) {
      const most = Math.max(...passedAt(trace, LIMITER).map(({ details }) => Number(details.open)))
      return { holds: most === values.number('limit'), measured: `at most ${most} are open` }
    },
  },
  'queue-short': {
    sentence:
      'After the service has slowed down never more requests wait there than the limit leaves besides its workers.',
    measure(trace, values) {
      const { events, values: lengths, length } = trace.gaugeHistory(nodeIndex(trace, 'service'), 'queue')
      let most = 0
      for (let index = 0; index < length; index++)
        if (trace.eventMicros(events[index] as number) >= SLOW_AT) most = Math.max(most, lengths[index] as number)
      const room = values.number('limit') - values.number('workers')
      return { holds: most > 0 && most <= room, measured: `at most ${most} wait` }
    },
  },
  'never-passes': {
    sentence: 'No request passes, whenever it comes.',
    measure(trace) {
      const { served, failed } = requestCounts(trace)
      return { holds: served === 0 && failed > 3, measured: `${served} of ${served + failed} pass` }
    },
  },
  'never-told': {
    sentence: 'They are refused as if the rate were too high, without a word that no wait helps.',
    measure: (trace) => causes(trace, 'rate limited'),
  },
  'told-never': {
    sentence: 'Each is told that it can never pass, without Retry-After, and nobody comes back.',
    measure(trace) {
      const verdict = causes(trace, 'can never pass')
      const returns = marksOf(trace, 'client/comes-back').length
      return { holds: verdict.holds && returns === 0, measured: `${verdict.measured}; ${returns} come back` }
    },
  },
}

/** The share of refused decisions for the first user and for all others. */
function refusals(trace: Trace, holds: (abuser: number, others: number) => boolean): Verdict {
  const share = (isOwn: (request: number) => boolean): number => {
    const passed = passedAt(trace).filter(({ request }) => isOwn(request)).length
    const refused = refusedAt(trace).filter(({ request }) => isOwn(request)).length
    return refused / Math.max(1, passed + refused)
  }
  const abuser = nodeIndex(trace, 'user-1')
  const byAbuser = share((request) => trace.request(request).node === abuser)
  const byOthers = share((request) => trace.request(request).node !== abuser)
  return {
    holds: holds(byAbuser, byOthers),
    measured: `${percent(byAbuser)} of user-1 are refused, ${percent(byOthers)} of the others`,
  }
}

function causes(trace: Trace, only: string): Verdict {
  const found = [...failuresByCause(trace).keys()]
  return { holds: found.length === 1 && found[0] === only, measured: `causes: ${found.join(', ') || 'none'}` }
}
