import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import { percent } from '../../trace/figure-text'
import { countMarks, firstMark, gaugeBefore, marksOf, nodeIndex } from '../../trace/marks'
import { failuresByCause, gaugeAverage, latencyPercentile, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { SECOND } from './claims-measures'

/** For how long connections are held and kept, and what is known on them. */
export const connectionClaims: Claims = {
  'lent-but-idle': {
    sentence:
      'From two seconds on nine of ten connections and more are lent, a third of the cores and less is busy, and requests fail for want of a connection.',
    measure(trace, values) {
      const lent = average(trace, 'app-1', 'lent:primary') / values.number('pool')
      const busy = average(trace, 'primary', 'active') / values.number('cores')
      const without = failuresByCause(trace, 2 * SECOND).get('no connection in time') ?? 0
      return {
        holds: lent >= 0.9 && busy <= 1 / 3 && without > 20,
        measured: `${percent(lent)} lent, ${percent(busy)} of the cores busy, ${without} fail`,
      }
    },
  },
  'nobody-waits-long': {
    sentence: 'No request fails, and from two seconds on fewer than half of the connections are lent on average.',
    measure(trace, values) {
      const lent = average(trace, 'app-1', 'lent:primary') / values.number('pool')
      const { served, failed } = requestCounts(trace)
      return {
        holds: failed === 0 && served > 100 && lent < 0.5,
        measured: `${served} served, ${failed} fail, ${percent(lent)} lent`,
      }
    },
  },
  'dead-connections': {
    sentence: 'At least one request in five fails on a connection that was cut, though the database is hardly busy.',
    measure(trace, values) {
      const lost = failuresByCause(trace).get('connection lost') ?? 0
      const { served, failed } = requestCounts(trace)
      const busy = average(trace, 'primary', 'active') / values.number('cores')
      const share = lost / Math.max(1, served + failed)
      return {
        holds: share >= 0.2 && busy < 0.25,
        measured: `${lost} of ${served + failed} fail, ${percent(busy)} of the cores busy`,
      }
    },
  },
  'no-dead-connections': {
    sentence: 'No request fails, and at least ten connections are closed because nobody has needed them for long.',
    measure(trace) {
      const closed = marksOf(trace, 'pool/closes').filter(({ details }) => String(details.why).includes('for long'))
      const { served, failed } = requestCounts(trace)
      return {
        holds: failed === 0 && served > 30 && closed.length >= 10,
        measured: `${served} served, ${failed} fail, ${closed.length} closed in time`,
      }
    },
  },
  'renewed-at-once': {
    sentence:
      'Three quarters of the connections and more are opened again within half a second, and in the two seconds after the first of them 95 of 100 requests take at least three times as long as in the second before.',
    measure: (trace, values) => renewal(trace, values, (share, times) => share >= 0.75 && times >= 3),
  },
  'renewed-apart': {
    sentence:
      'In no half second half of the connections are opened again, and in the two seconds after the first of them 95 of 100 requests take at most 2.5 times as long as in the second before.',
    measure: (trace, values) => renewal(trace, values, (share, times) => share < 0.5 && times <= 2.5),
  },
  'first-clients-keep-all': {
    sentence:
      'In the last two seconds one request in five and more fails, while all connections of the pooler are lent and the cores are at most half busy.',
    measure(trace, values) {
      const { served, failed } = requestCounts(trace, trace.heldMicros - 2 * SECOND)
      const lent = gaugeBefore(trace, 'pooler', 'lent:primary')
      const busy = average(trace, 'primary', 'active') / values.number('cores')
      const share = failed / Math.max(1, served + failed)
      return {
        holds: share >= 0.2 && lent === values.number('server-pool') && busy <= 0.5,
        measured: `${percent(share)} fail, ${lent} lent, ${percent(busy)} of the cores busy`,
      }
    },
  },
  'names-unknown': {
    sentence: 'At least one request in ten fails because the connection does not know the name of its statement.',
    measure(trace) {
      const unknown = failuresByCause(trace).get('unknown prepared statement') ?? 0
      const { served, failed } = requestCounts(trace)
      const share = unknown / Math.max(1, served + failed)
      return { holds: share >= 0.1, measured: `${unknown} of ${served + failed} fail (${percent(share)})` }
    },
  },
  'names-known': {
    sentence: 'No connection is asked for a name that it does not know.',
    measure(trace) {
      const unknown = countMarks(trace, 'sessions/unknown-statement')
      const asked = gaugeBefore(trace, 'primary', 'reads')
      return { holds: unknown === 0 && asked > 100, measured: `${unknown} unknown in ${asked} reads` }
    },
  },
}

/** A number of a node's reading on average, from two seconds on. */
function average(trace: Trace, node: string, key: string): number {
  return gaugeAverage(trace, nodeIndex(trace, node), key, 2 * SECOND, trace.heldMicros) ?? 0
}

/** How many connections are opened again within half a second, and what requests notice of it from the first that closes. */
function renewal(trace: Trace, values: Values, holds: (share: number, times: number) => boolean): Verdict {
  const at = firstMark(trace, 'pool/closes')?.atMicros ?? Number.NaN
  const all = values.number('apps') * values.number('pool')
  const opened = marksOf(trace, 'pool/opens', at).map(({ atMicros }) => atMicros)
  const within = opened.map((from) => opened.filter((each) => each >= from && each < from + SECOND / 2).length)
  const most = Math.max(0, ...within)
  const before = latencyPercentile(trace, 95, at - SECOND, at) ?? Number.NaN
  const after = latencyPercentile(trace, 95, at, at + 2 * SECOND) ?? Number.NaN
  return {
    holds: holds(most / all, after / before),
    measured: `${most} of ${all} within half a second, ${formatDuration(after)} against ${formatDuration(before)}`,
  }
}
