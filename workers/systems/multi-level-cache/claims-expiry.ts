/** Claims about what happens when an entry ends, and when the shared cache goes. */
import { formatDuration } from '../../kernel/time'
import { percent, short } from '../../trace/figure-text'
import { countMarks, firstMark, gaugePeak, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims } from '../system'
import { appsOf, earlyLots, failedShare, loadsAtOnce, ofApps, requestsOf, slowest, textOf } from './claims-measures'

/** By now the first load of a cold start is over in every preset. */
const WARM = 500_000

export const expiryClaims: Claims = {
  pile: {
    sentence: 'At least twenty loads of one key are under way at once.',
    measure(trace) {
      const { count, key } = loadsAtOnce(trace)
      return { holds: count >= 20, measured: `${count} loads of ${key}` }
    },
  },
  'one-per-app': {
    sentence: 'At most one load for each app is under way at once, and each time both apps load.',
    measure(trace) {
      const { count } = loadsAtOnce(trace)
      return { holds: count === appsOf(trace).length, measured: `${count} at once, ${ofApps(trace, 'loads')} in all` }
    },
  },
  'many-join': {
    sentence: 'At least ten requests wait along for each load.',
    measure(trace) {
      const each = countMarks(trace, 'level/joined') / ofApps(trace, 'loads')
      return { holds: each >= 10, measured: `${short(each)} for each` }
    },
  },
  'one-in-all': {
    sentence: 'There is never more than one load of the key at a time in all apps together, and one for each end.',
    measure(trace, values) {
      const { count } = loadsAtOnce(trace)
      const loads = ofApps(trace, 'loads')
      // One for the cold start and one for each end; an entry lives for its time to live and at most what it may be stale.
      const most = Math.floor(trace.heldMicros / values.number('ttl')) + 1
      return { holds: count === 1 && loads > 1 && loads <= most, measured: `${loads} loads, ${count} at once` }
    },
  },
  'nobody-waits': {
    sentence: 'After the first load no request takes longer than 10 ms, though each load takes 100 ms.',
    measure(trace) {
      const most = slowest(requestsOf(trace, 'GET'), WARM)
      return { holds: most > 0 && most <= 10_000, measured: `at most ${formatDuration(most)}` }
    },
  },
  'never-ends': {
    sentence: 'After the first load nobody misses: every load is early, by lot.',
    measure(trace) {
      const later = marksOf(trace, 'level/loads', WARM)
      const early = later.filter((mark) => textOf(mark, 'because') === 'early, by lot').length
      return { holds: later.length >= 3 && early === later.length, measured: `${early} of ${later.length} loads` }
    },
  },
  'early-as-expected': {
    sentence: 'So many lots say yes as their chances add up to, within four standard deviations.',
    measure(trace) {
      const { expected, variance, early } = earlyLots(trace)
      const holds = early > 0 && Math.abs(early - expected) <= 4 * Math.sqrt(variance)
      return { holds, measured: `${early} against ${short(expected)}` }
    },
  },
  'queue-piles-up': {
    sentence: 'More than forty queries wait for the database at once.',
    measure(trace) {
      const most = gaugePeak(trace, 'database', 'queue')
      return { holds: most > 40, measured: `${most} wait` }
    },
  },
  'queue-stays-short': {
    sentence: 'Never more than twenty queries wait for the database at once.',
    measure(trace) {
      const most = gaugePeak(trace, 'database', 'queue')
      return { holds: most <= 20, measured: `at most ${most} wait` }
    },
  },
  'outage-fails': {
    sentence: 'After the crash of Redis more than a third of the requests fail; before it none did.',
    measure(trace) {
      const at = crashOf(trace)
      const first = firstMark(trace, 'client/failed')?.atMicros ?? Number.POSITIVE_INFINITY
      const share = failedShare(trace, at)
      return { holds: share > 1 / 3 && first > at, measured: `${percent(share)} fail` }
    },
  },
  'outage-held': {
    sentence: 'After the crash of Redis fewer than one request in a hundred fails.',
    measure(trace) {
      const share = failedShare(trace, crashOf(trace))
      return { holds: share < 0.01, measured: `${percent(share)} fail` }
    },
  },
  'stale-stands-in': {
    sentence: 'At least fifty answers are entries that were over and stand in.',
    measure(trace) {
      const count = countMarks(trace, 'level/stale-on-error')
      return { holds: count >= 50, measured: `${count} answers` }
    },
  },
}

/** @throws nothing: without a crash no request counts */
function crashOf(trace: Trace): number {
  return firstMark(trace, 'node/crashed')?.atMicros ?? Number.POSITIVE_INFINITY
}
