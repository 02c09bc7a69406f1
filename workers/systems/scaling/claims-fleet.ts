import { formatDuration } from '../../kernel/time'
import { percent, short } from '../../trace/figure-text'
import { countMarks, firstMark, gaugeBefore, gaugePeak, marksOf } from '../../trace/marks'
import { meanLatency, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claim, Claims } from '../system'
import { paidCents, SECOND } from './claims-measures'

const SPIKE_AT = 20 * SECOND
const SPIKE_OVER = 45 * SECOND
const LOSS_AT = 10 * SECOND
const BACK_AT = 18 * SECOND

/** What machines that come, go and break do. */
export const fleetClaims: Claims = {
  'ramp-followed': {
    sentence:
      'The fleet grows from 2 machines to at least 6, and the mean time over the whole run is at most twice the work.',
    measure(trace, values) {
      const most = gaugePeak(trace, 'monitor', 'machines')
      const mean = meanLatency(trace) ?? Number.POSITIVE_INFINITY
      return {
        holds: most >= 6 && mean <= 2 * values.number('work'),
        measured: `${most} machines, mean ${formatDuration(Math.round(mean))}`,
      }
    },
  },
  'bill-follows': {
    sentence: 'It costs at most 70 % of what the largest fleet would have cost for the whole time.',
    measure(trace, values) {
      const paid = paidCents(trace, trace.reachedMicros)
      const whole = (values.number('max') * values.number('price') * trace.reachedMicros) / (3_600 * SECOND)
      return { holds: paid <= 0.7 * whole, measured: `${short(paid)} ¢ against ${short(whole)} ¢` }
    },
  },
  'spike-lags': {
    sentence:
      'No machine helps until a boot time after the spike, and then the mean time is at least 5 times that of before.',
    measure(trace, values) {
      const joined = firstMark(trace, 'pool/joined', SPIKE_AT)?.atMicros ?? Number.POSITIVE_INFINITY
      const [before, during] = [
        meanLatency(trace, 0, SPIKE_AT) ?? 0,
        meanLatency(trace, joined, joined + 5 * SECOND) ?? 0,
      ]
      return {
        holds: joined >= SPIKE_AT + values.number('boot') && during >= 5 * before,
        measured: `help after ${formatDuration(joined - SPIKE_AT)}; ${formatDuration(Math.round(during))} against ${formatDuration(Math.round(before))}`,
      }
    },
  },
  'spike-caught-up': {
    sentence: 'In the last 5 s of the spike the mean time is at most 3 times that of before.',
    measure(trace) {
      const before = meanLatency(trace, 0, SPIKE_AT) ?? 0
      const after = meanLatency(trace, SPIKE_OVER - 5 * SECOND, SPIKE_OVER) ?? Number.POSITIVE_INFINITY
      return {
        holds: after <= 3 * before,
        measured: `${formatDuration(Math.round(after))} against ${formatDuration(Math.round(before))}`,
      }
    },
  },
  'goes-down-late': {
    sentence:
      'After the spike no machine leaves for as long as the stabilisation lasts, less one period, and then some do.',
    measure(trace, values) {
      const down = firstMark(trace, 'autoscaler/down', SPIKE_OVER)
      if (down === null) return { holds: false, measured: 'none leaves' }
      const after = down.atMicros - SPIKE_OVER
      return {
        holds: after >= values.number('stabilise') - values.number('period'),
        measured: `the first leaves after ${formatDuration(after)}`,
      }
    },
  },
  flaps: {
    sentence: 'The autoscaler changes its direction at least 10 times.',
    measure(trace) {
      const turns = turnsOf(trace)
      return { holds: turns >= 10, measured: flapText(trace, turns) }
    },
  },
  calm: {
    sentence: 'The autoscaler changes its direction at most 4 times.',
    measure(trace) {
      const turns = turnsOf(trace)
      return { holds: turns <= 4, measured: flapText(trace, turns) }
    },
  },
  'loss-takes-all': outage('From 11 s to 18 s nobody is served.', ({ served, failed }) => served === 0 && failed > 50),
  'loss-takes-one': {
    sentence: 'Of all requests at most one fails, and from 11 s to 18 s at least 100 are served.',
    measure(trace) {
      const during = requestCounts(trace, LOSS_AT + SECOND, BACK_AT).served
      const { failed } = requestCounts(trace)
      return { holds: failed <= 1 && during >= 100, measured: `${failed} fails, ${during} are served meanwhile` }
    },
  },
  'loss-until-probed': {
    sentence: 'At least 3 requests fail, all of them before two health probes have failed, 1.5 s after the loss.',
    measure(trace) {
      const failed = requestCounts(trace).failed
      const early = requestCounts(trace, LOSS_AT, LOSS_AT + 1_500_000)
      const share = early.failed / Math.max(1, early.failed + early.served)
      return {
        holds: early.failed >= 3 && failed === early.failed,
        measured: `${early.failed} fail in that time (${percent(share)}), ${failed} in all`,
      }
    },
  },
}

function outage(sentence: string, holds: (counts: { served: number; failed: number }) => boolean): Claim {
  return {
    sentence,
    measure(trace) {
      const counts = requestCounts(trace, LOSS_AT + SECOND, BACK_AT)
      return { holds: holds(counts), measured: `${counts.served} served, ${counts.failed} failed` }
    },
  }
}

/** How often it goes up after it went down, or down after up. */
export function turnsOf(trace: Trace): number {
  const names = marksOf(trace, ['autoscaler/up', 'autoscaler/down']).map(({ name }) => name)
  return names.filter((name, index) => index > 0 && name !== names[index - 1]).length
}

function flapText(trace: Trace, turns: number): string {
  const [up, down] = [countMarks(trace, 'autoscaler/up'), countMarks(trace, 'autoscaler/down')]
  const mean = Math.round(meanLatency(trace) ?? 0)
  const paid = gaugeBefore(trace, 'monitor', 'paidCents')
  return `${turns} times (${up} × up, ${down} × down), mean ${formatDuration(mean)}, ${short(paid)} ¢`
}
