import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import { percent, short } from '../../trace/figure-text'
import { countMarks, gaugeBefore, nodeIndex } from '../../trace/marks'
import { latencyPercentile, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { callsTo, outcomesOf, SECOND } from './claims-measures'

const OWN_PAGE = 'GET /home'
const END = Number.POSITIVE_INFINITY

/** What retries, slowness, hedging and throttling do to load and latency. */
export const loadClaims: Claims = {
  'amplifies-exactly': {
    sentence: 'Every request that has ended brought exactly tries · tries · tries calls to the service.',
    measure(trace, values) {
      const expected = values.number('tries') * values.number('tries') * values.number('tries')
      const counts = callsOfEndedRequests(trace)
      const isExact = counts.length > 10 && counts.every((count) => count === expected)
      const most = Math.max(...counts)
      return { holds: isExact, measured: `${counts.length} requests, ${most} calls for each` }
    },
  },
  'within-budget': {
    sentence: 'The service gets at most 1.1³ calls for each request, and what three budgets had saved up.',
    measure(trace, values) {
      const requests = trace.requestCount
      const calls = callsTo(trace, 'service')
      const ratio = 1 + values.number('budget') / 100
      const saved = 3 * (1 + ratio + ratio * ratio)
      const most = requests * ratio * ratio * ratio + saved
      return {
        holds: requests > 100 && calls <= most,
        measured: `${calls} calls for ${requests} requests; at most ${short(most)}`,
      }
    },
  },
  'storm-stopped': {
    sentence: 'From one second on the service gets less than one call for ten requests.',
    measure(trace) {
      const requests = requestCounts(trace, SECOND).offered
      const calls = callsTo(trace, 'service', SECOND)
      return { holds: requests > 100 && calls < requests / 10, measured: `${calls} calls for ${requests} requests` }
    },
  },
  'stays-down': {
    sentence:
      'From five seconds after the slowness has ended more than 95 % of the requests fail, at 60 % of the load that the service can do.',
    measure: (trace, values) => afterTrigger(trace, values, (share) => share > 0.95),
  },
  recovers: {
    sentence: 'From five seconds after the slowness has ended fewer than 2 % of the requests fail.',
    measure: (trace, values) => afterTrigger(trace, values, (share) => share < 0.02),
  },
  'own-pages-fail': {
    sentence: 'From three seconds after the slowness begins more than a third of the pages that need no service fail.',
    measure: (trace) => ownPages(trace, (share) => share > 1 / 3),
  },
  'own-pages-served': {
    sentence: 'From three seconds after the slowness begins fewer than 1 % of the pages that need no service fail.',
    measure: (trace) => ownPages(trace, (share) => share < 0.01),
  },
  'stays-closed-while-slow': {
    sentence: 'The breaker never opens: no call fails.',
    measure(trace) {
      const opened = countMarks(trace, 'breaker/opened')
      const failed = gaugeBefore(trace, 'gateway', 'callsFailed', END)
      return { holds: opened === 0 && failed === 0, measured: `it opens ${opened} ×, ${failed} calls fail` }
    },
  },
  'opens-by-slowness': {
    sentence: 'It opens for slow calls, before any call has failed.',
    measure(trace) {
      const failed = gaugeBefore(trace, 'gateway', 'callsFailed', END)
      const slow = countMarks(trace, 'breaker/opened')
      return { holds: slow > 0 && failed === 0, measured: `it opens ${slow} ×, ${failed} calls fail` }
    },
  },
  'waves-collide': {
    sentence: 'More than a quarter of the requests fail, though the service could do five times as many.',
    measure: (trace, values) => failedBelowCapacity(trace, values, (share) => share > 0.25),
  },
  'waves-spread': {
    sentence: 'Fewer than 12 % of the requests fail.',
    measure: (trace, values) => failedBelowCapacity(trace, values, (share) => share < 0.12),
  },
  'tail-long': {
    sentence: 'From two seconds on the 99th percentile of the latency is above 300 ms.',
    measure: (trace) => p99(trace, (micros) => micros > 300_000),
  },
  'tail-cut': {
    sentence: 'From two seconds on the 99th percentile of the latency is below 120 ms.',
    measure: (trace) => p99(trace, (micros) => micros < 120_000),
  },
  'few-copies': {
    sentence: 'At most 8 % of the calls are sent a second time.',
    measure(trace) {
      const hedges = gaugeBefore(trace, 'gateway', 'hedges', END)
      const calls = gaugeBefore(trace, 'gateway', 'calls', END)
      return { holds: hedges > 0 && hedges <= 0.08 * calls, measured: `${hedges} copies of ${calls} calls` }
    },
  },
  'sends-twice-what-is-accepted': {
    sentence: 'From ten seconds on two calls go out for each that the service accepts, within 10 %.',
    measure(trace) {
      const grown = (node: string, key: string): number =>
        gaugeBefore(trace, node, key, END) - gaugeBefore(trace, node, key, 10 * SECOND)
      const sent = grown('gateway', 'sent')
      const accepted = grown('service', 'served')
      const ratio = sent / Math.max(1, accepted)
      return { holds: ratio > 1.8 && ratio < 2.2, measured: `${sent} sent, ${accepted} accepted: ${short(ratio)}` }
    },
  },
}

/** How many calls to the service each request that has ended brought. */
function callsOfEndedRequests(trace: Trace): number[] {
  const service = nodeIndex(trace, 'service')
  const counts: number[] = []
  for (let id = 1; id <= trace.requestCount; id++) {
    if (trace.requestEndMicros(id) === Number.POSITIVE_INFINITY) continue
    counts.push(trace.hopsOfRequest(id).filter(({ to }) => to === service).length)
  }
  return counts
}

function failedBelowCapacity(trace: Trace, values: Values, holds: (share: number) => boolean): Verdict {
  const { served, failed } = requestCounts(trace)
  const share = failed / Math.max(1, served + failed)
  const capacity = (values.number('workers') * SECOND) / values.number('work')
  return {
    holds: capacity >= 5 * values.number('rps') && holds(share),
    measured: `${percent(share)} of ${served + failed} requests fail`,
  }
}

function afterTrigger(trace: Trace, values: Values, holds: (share: number) => boolean): Verdict {
  const { served, failed } = requestCounts(trace, 10 * SECOND)
  const share = failed / Math.max(1, served + failed)
  const capacity = (values.number('workers') * SECOND) / values.number('work')
  const load = values.number('rps') / capacity
  return {
    holds: load <= 0.6 && holds(share),
    measured: `${percent(share)} of ${served + failed} requests fail at ${percent(load)} load`,
  }
}

function ownPages(trace: Trace, holds: (share: number) => boolean): Verdict {
  const { ended, failed } = outcomesOf(trace, (label) => label === OWN_PAGE, 5 * SECOND)
  return { holds: ended > 50 && holds(failed / ended), measured: `${failed} of ${ended} own pages fail` }
}

function p99(trace: Trace, holds: (micros: number) => boolean): Verdict {
  const micros = latencyPercentile(trace, 99, 2 * SECOND)
  if (micros === null) return { holds: false, measured: 'no request ended' }
  return { holds: holds(micros), measured: `99 of 100 requests end within ${formatDuration(micros)}` }
}
