import { deadlockFreeSize } from '../../algorithms/connection-pool/pool-size'
import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { countMarks, firstMark, gaugeBefore, gaugePeak, marksOf, nodeIndex } from '../../trace/marks'
import { failuresByCause, gaugeAverage, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { failedShare, namesOf, outcomesOf, SECOND, sumOf } from './claims-measures'
import { NOT_STUCK } from './meta-checks'

const PAGE = 'about page'
const READ = 'find order'
const REPORT = 'report'

/** How pools run dry, stick and leak, and what helps. */
export const poolClaims: Claims = {
  'database-refuses': {
    sentence: 'The database reaches its limit of connections, refuses more, and requests fail for it.',
    measure(trace, values) {
      const refused = gaugeBefore(trace, 'primary', 'refusals')
      const failed = failuresByCause(trace).get('too many connections') ?? 0
      const peak = gaugePeak(trace, 'primary', 'connections')
      return {
        holds: peak === values.number('max') && refused > 0 && failed > 0,
        measured: `${peak} connections, ${refused} refused, ${failed} requests fail`,
      }
    },
  },
  'opens-beyond-use': {
    sentence: 'It has opened at least six times as many connections as work on average.',
    measure(trace) {
      const peak = gaugePeak(trace, 'primary', 'connections')
      const active = gaugeAverage(trace, nodeIndex(trace, 'primary'), 'active', SECOND, trace.heldMicros) ?? 0
      return { holds: peak >= 6 * active, measured: `${peak} opened, ${Math.round(10 * active) / 10} at work` }
    },
  },
  'connects-each-time': {
    sentence:
      'Each request opens a connection of its own, and to connect takes between a quarter and half of the database’s work.',
    measure(trace, values) {
      const connects = marksOf(trace, 'sessions/connected').length
      const asked = countMarks(trace, 'pool/waits')
      const connecting = connects * values.number('connect')
      const share = connecting / (connecting + connects * values.number('work'))
      return {
        holds: asked > 100 && asked - connects < 50 && share > 0.25 && share < 0.5,
        measured: `${connects} connections for ${asked} requests, ${percent(share)} of the work`,
      }
    },
  },
  'pages-fail': {
    sentence: 'While the database is slow more than a third of the pages that need no database fail.',
    measure: (trace) => pages(trace, (share) => share > 1 / 3),
  },
  'pages-live': {
    sentence: 'While the database is slow fewer than 2 % of the pages that need no database fail.',
    measure: (trace) => pages(trace, (share) => share < 0.02),
  },
  'reads-starve': {
    sentence:
      'From three seconds on more than half of the short reads fail, nearly all without having asked the database.',
    measure(trace) {
      const reads = outcomesOf(trace, READ, 3 * SECOND)
      const causes = failuresByCause(trace, 3 * SECOND)
      const failed = [...causes.values()].reduce((sum, count) => sum + count, 0)
      const without = causes.get('no connection in time') ?? 0
      return {
        holds: failedShare(reads) > 0.5 && without > 0.8 * failed,
        measured: `${percent(failedShare(reads))} of the reads fail; ${without} of ${failed} got no connection`,
      }
    },
  },
  'reads-live': {
    sentence: 'From three seconds on fewer than 3 % of the short reads fail.',
    measure(trace) {
      const share = failedShare(outcomesOf(trace, READ, 3 * SECOND))
      return { holds: share < 0.03, measured: `${percent(share)} of the reads fail` }
    },
  },
  'reports-cancelled': {
    sentence: 'Every report is cancelled at the limit.',
    measure(trace) {
      const { ended, failed } = outcomesOf(trace, REPORT)
      const cancelled = gaugeBefore(trace, 'primary', 'timeouts')
      return {
        holds: ended > 5 && failed === ended && cancelled >= ended,
        measured: `${failed} of ${ended} reports fail`,
      }
    },
  },
  'some-reports': {
    sentence: 'Some reports are run to their end, at most one an instance at a time.',
    measure(trace) {
      const reports = namesOf(trace, 'app').map((name) => gaugePeak(trace, name, 'lent:reports'))
      const done = marksOf(trace, 'pool/returned').filter((mark) => mark.details.pool === 'reports').length
      return { holds: done > 1 && Math.max(...reports) === 1, measured: `${done} reports run, one at a time` }
    },
  },
  'nobody-served': {
    sentence: 'Not one request is answered.',
    measure(trace) {
      const { offered, served } = requestCounts(trace)
      return { holds: offered > 50 && served === 0, measured: `${served} of ${offered} are served` }
    },
  },
  'sticks-later': {
    sentence: 'At least twenty requests are served before the pool sticks, and none in the last three seconds.',
    measure(trace) {
      const { served } = requestCounts(trace)
      const late = requestCounts(trace, trace.heldMicros - 3 * SECOND).served
      const stuck = trace.breaches.find(({ check }) => check === NOT_STUCK)
      return {
        holds: served >= 20 && late === 0 && stuck !== undefined,
        measured: `${served} served, then ${late} in the last 3 s`,
      }
    },
  },
  'never-sticks': {
    sentence:
      'With one connection more than threads · (connections − 1) no request fails in the pool, under the same load.',
    measure(trace, values) {
      const least = deadlockFreeSize(values.number('threads'), values.number('connections'))
      const { served } = requestCounts(trace)
      const timedOut = countMarks(trace, 'pool/timed-out')
      return {
        holds: values.number('pool') === least && served > 200 && timedOut === 0,
        measured: `${served} served with a pool of ${least}`,
      }
    },
  },
  'runs-dry': {
    sentence:
      'At the end every connection is lent, the database runs no statement, and all requests of the last second fail.',
    measure(trace, values) {
      const lent = sumOf(trace, namesOf(trace, 'app'), 'lent:primary')
      const all = values.number('apps') * values.number('pool')
      const active = gaugeBefore(trace, 'primary', 'active')
      const { served, failed } = requestCounts(trace, trace.heldMicros - SECOND)
      return {
        holds: lent === all && active === 0 && served === 0 && failed > 20,
        measured: `${lent} of ${all} lent, ${active} statements, ${failed} of ${served + failed} fail`,
      }
    },
  },
  'keeps-serving': {
    sentence: 'At least five connections are taken back, and fewer than 1 % of the requests fail.',
    measure(trace) {
      const taken = countMarks(trace, 'pool/leaked')
      const { served, failed } = requestCounts(trace)
      const share = failed / Math.max(1, served + failed)
      return { holds: taken >= 5 && share < 0.01, measured: `${taken} taken back, ${percent(share)} fail` }
    },
  },
  'fleet-exceeds-limit': {
    sentence: 'The pools of all instances together are larger than what the database allows.',
    measure(_, values) {
      const [fleet, max] = [values.number('apps') * values.number('pool'), values.number('max')]
      return {
        holds: fleet > max,
        measured: `${values.number('apps')} · ${values.number('pool')} = ${fleet} against ${max}`,
      }
    },
  },
  'many-over-few': {
    sentence: 'The clients have at least three times as many connections to the pooler as it has to the database.',
    measure(trace, values) {
      const [clients, servers] = [gaugePeak(trace, 'pooler', 'clients'), gaugePeak(trace, 'primary', 'connections')]
      return {
        holds: servers <= values.number('server-pool') && clients >= 3 * servers,
        measured: `${clients} over ${servers}`,
      }
    },
  },
  'nobody-refused': {
    sentence: 'No connection is refused and no request fails.',
    measure(trace) {
      const refused = gaugeBefore(trace, 'primary', 'refusals')
      const { served, failed } = requestCounts(trace)
      return { holds: refused === 0 && failed === 0 && served > 100, measured: `${served} served, ${failed} fail` }
    },
  },
}

function pages(trace: Trace, holds: (share: number) => boolean): Verdict {
  const slow = firstMark(trace, 'node/slowed')?.atMicros ?? 0
  const fast = firstMark(trace, 'node/normal-speed')?.atMicros ?? trace.heldMicros
  const outcomes = outcomesOf(trace, PAGE, slow + SECOND, fast)
  return {
    holds: outcomes.ended > 30 && holds(failedShare(outcomes)),
    measured: `${outcomes.failed} of ${outcomes.ended} pages fail from ${formatDuration(slow + SECOND)} to ${formatDuration(fast)}`,
  }
}
