import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { countMarks, firstMark, gaugeBefore, marksOf } from '../../trace/marks'
import { requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { behaviourAt, callsTo, SECOND, spansOfState } from './claims-measures'

/** What a breaker counts, when it changes its state, and what it lets through. */
export const breakerClaims: Claims = {
  'opens-at-the-limit': {
    sentence: 'It opens with exactly as many failed calls in the window as the limit asks for.',
    measure(trace, values) {
      const opened = firstMark(trace, 'breaker/opened')
      if (opened === null) return { holds: false, measured: 'it never opens' }
      const { failed, of, limitPercent } = opened.details as Record<string, number>
      const needed = Math.ceil(((of ?? 0) * values.number('failure-rate')) / 100)
      return {
        holds: failed === needed && limitPercent === values.number('failure-rate'),
        measured: `${failed} of ${of} calls failed`,
      }
    },
  },
  'probes-only': {
    sentence:
      'From its opening to the recovery only probes reach the service: at most three each time it is half-open.',
    measure(trace, values) {
      const opened = firstMark(trace, 'breaker/opened')?.atMicros ?? Number.POSITIVE_INFINITY
      const recovered = behaviourAt(trace, 'well again')
      const halfOpen = countMarks(trace, 'breaker/half-open', opened, recovered)
      const calls = callsTo(trace, 'service', opened + 1, recovered)
      const most = halfOpen * values.number('permits')
      return { holds: halfOpen > 0 && calls <= most, measured: `${calls} calls, ${halfOpen} × half-open` }
    },
  },
  'closes-after-recovery': {
    sentence: 'It is closed again at most one open time and half a second after the service has recovered.',
    measure(trace, values) {
      const recovered = behaviourAt(trace, 'well again')
      const closed = firstMark(trace, 'breaker/closed', recovered)
      if (closed === null) return { holds: false, measured: 'it does not close' }
      const after = closed.atMicros - recovered
      return {
        holds: after <= values.number('open') + SECOND / 2,
        measured: `closed ${formatDuration(after)} after it`,
      }
    },
  },
  'all-calls-go-out': {
    sentence: 'While the service fails, every request that needs it goes out to it, and fails.',
    measure(trace) {
      const from = behaviourAt(trace, 'with 500')
      const to = behaviourAt(trace, 'well again')
      const calls = callsTo(trace, 'service', from, to)
      const tried = gaugeBefore(trace, 'gateway', 'calls', to) - gaugeBefore(trace, 'gateway', 'calls', from)
      return { holds: tried > 50 && calls === tried, measured: `${calls} of ${tried} calls go out` }
    },
  },
  herd: {
    sentence: 'Half-open for the first time, it lets more than 50 calls through.',
    measure: (trace) => probesOfFirstHalfOpen(trace, (calls) => calls > 50),
  },
  'few-probes': {
    sentence: 'Half-open for the first time, it lets exactly as many calls through as it has permits.',
    measure: (trace, values) => probesOfFirstHalfOpen(trace, (calls) => calls === values.number('permits')),
  },
  'never-opens': {
    sentence: 'The breaker never opens.',
    measure: (trace) => opens(trace, (count) => count === 0),
  },
  'most-fail': {
    sentence: 'From one second after the failures begin, between 75 and 85 % of the requests fail.',
    measure(trace) {
      const share = failedShare(trace, behaviourAt(trace, 'with 500') + SECOND)
      return { holds: share > 0.75 && share < 0.85, measured: `${percent(share)} fail` }
    },
  },
  'most-succeed': {
    sentence: 'From one second after the failures begin, between 60 and 80 % of the requests succeed.',
    measure(trace) {
      const share = 1 - failedShare(trace, behaviourAt(trace, 'with 500') + SECOND)
      return { holds: share > 0.6 && share < 0.8, measured: `${percent(share)} succeed` }
    },
  },
  'opens-soon': {
    sentence: 'It opens within half a second of the first failure.',
    measure(trace) {
      const began = behaviourAt(trace, 'with 500')
      const opened = firstMark(trace, 'breaker/opened')?.atMicros ?? Number.POSITIVE_INFINITY
      return { holds: opened - began <= SECOND / 2, measured: `opens ${formatDuration(opened - began)} after it` }
    },
  },
  'closed-by-late': {
    sentence: 'A late success closes it more than a second before its open time is over.',
    measure(trace) {
      const closed = firstMark(trace, 'breaker/closed-late')
      const left = Number(closed?.details.left ?? 0)
      return { holds: left > SECOND, measured: closed === null ? 'nothing closes it' : closed.sentence }
    },
  },
  'late-ignored': {
    sentence: 'At least three successes come back late, and it stays open for exactly its open time.',
    measure(trace, values) {
      const late = marksOf(trace, 'breaker/late')
      const successes = late.filter(({ sentence }) => sentence.includes('200')).length
      const span = spansOfState(trace, 'open')[0]
      const lasted = span === undefined ? 0 : span.to - span.from
      const isWhole = lasted >= Math.min(values.number('open'), trace.heldMicros - (span?.from ?? 0))
      return {
        holds: successes >= 3 && isWhole,
        measured: `${successes} late successes; open for ${formatDuration(lasted)}`,
      }
    },
  },
  flaps: {
    sentence: 'It opens at least eight times in ten seconds.',
    measure: (trace) => opens(trace, (count) => count >= 8),
  },
  diluted: {
    sentence: 'The second time that the service fails, more than 50 calls fail in a row before the breaker opens.',
    measure(trace) {
      const failsAgain = marksOf(trace, 'service/behaviour').at(-1)?.atMicros ?? 0
      const opened = firstMark(trace, 'breaker/opened', failsAgain)?.atMicros ?? Number.POSITIVE_INFINITY
      const failed =
        gaugeBefore(trace, 'gateway', 'callsFailed', opened) - gaugeBefore(trace, 'gateway', 'callsFailed', failsAgain)
      return { holds: opened < trace.heldMicros && failed > 50, measured: `${failed} calls fail before it opens` }
    },
  },
  'nothing-counted': {
    sentence: 'After the cut every request fails, the breaker counts no failure and stays closed.',
    measure(trace) {
      const after = requestCounts(trace, 4 * SECOND)
      const counted = gaugeBefore(trace, 'gateway', 'failuresInRow', Number.POSITIVE_INFINITY)
      const isClosed = spansOfState(trace, 'open').length === 0
      return {
        holds: after.failed > 50 && after.served === 0 && counted === 0 && isClosed,
        measured: `${after.failed} requests fail, ${counted} failures are counted`,
      }
    },
  },
  'timeouts-open': {
    sentence: 'It opens within one call timeout and half a second of the cut.',
    measure(trace, values) {
      const cut = firstMark(trace, 'link/cut')?.atMicros ?? Number.POSITIVE_INFINITY
      const opened = firstMark(trace, 'breaker/opened')?.atMicros ?? Number.POSITIVE_INFINITY
      return {
        holds: opened - cut <= values.number('call-timeout') + SECOND / 2,
        measured: `opens ${formatDuration(opened - cut)} after it`,
      }
    },
  },
  'opens-on-404': {
    sentence: 'It opens though every answer is a 404 of a service that is well.',
    measure: (trace) => opens(trace, (count) => count > 0),
  },
}

function probesOfFirstHalfOpen(trace: Trace, holds: (calls: number) => boolean): Verdict {
  const span = spansOfState(trace, 'half-open')[0]
  if (span === undefined) return { holds: false, measured: 'it is never half-open' }
  const calls = callsTo(trace, 'service', span.from, span.to)
  return { holds: holds(calls), measured: `${calls} calls in ${formatDuration(span.to - span.from)}` }
}

function opens(trace: Trace, holds: (count: number) => boolean): Verdict {
  const count = countMarks(trace, 'breaker/opened')
  return { holds: holds(count), measured: `it opens ${count} ×` }
}

function failedShare(trace: Trace, fromMicros: number): number {
  const { served, failed } = requestCounts(trace, fromMicros)
  return failed / Math.max(1, served + failed)
}
