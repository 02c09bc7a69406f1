import { startingSize } from '../../algorithms/connection-pool/pool-size'
import { formatDuration } from '../../kernel/time'
import { percent, short } from '../../trace/figure-text'
import { countMarks, gaugePeak } from '../../trace/marks'
import { latencyPercentile, requestCounts } from '../../trace/measure'
import type { Claims } from '../system'
import { asked, SECOND, sweepResults } from './claims-measures'

/** When the presets' second of slowness is over. */
const FAST_AGAIN = 3 * SECOND

/** How many connections are good. */
export const sizeClaims: Claims = {
  'all-served': {
    sentence: 'No request fails, and 95 of 100 are answered within 150 ms.',
    measure(trace) {
      const { served, failed } = requestCounts(trace)
      const most = latencyPercentile(trace, 95) ?? 0
      return {
        holds: served > 100 && failed === 0 && most <= 150_000,
        measured: `${served} served, ${failed} failed, 95 of 100 within ${formatDuration(most)}`,
      }
    },
  },
  'opens-few': {
    sentence: 'Connections are opened at most once for each place in the pools, and used again and again.',
    measure(trace, values) {
      const opened = countMarks(trace, 'pool/opened')
      const most = values.number('apps') * values.number('pool')
      const lent = asked(trace).all
      return { holds: opened <= most && lent >= 20 * opened, measured: `${opened} opened, lent ${lent} times` }
    },
  },
  'knee-near-twice-cores': {
    sentence:
      'No size of the sweep serves over 5 % more a second than that of twice the cores, and half of it serves over 20 % less.',
    measure(trace, values) {
      const start = startingSize(values.number('cores'), 0)
      const results = sweepResults(trace, values.number('pool'))
      const at = (size: number) => results.find((result) => result.size === size)?.perSecond ?? Number.NaN
      const best = Math.max(...results.map(({ perSecond }) => perSecond))
      return {
        holds: at(start) * 1.05 >= best && at(start / 2) < 0.8 * at(start),
        measured: results.map(({ size, perSecond }) => `${size}: ${short(perSecond)}/s`).join(', '),
      }
    },
  },
  'big-pool-is-worse': {
    sentence: 'With the largest pool an answer takes at least 1.5 times as long as with twice the cores.',
    measure(trace, values) {
      const start = startingSize(values.number('cores'), 0)
      const results = sweepResults(trace, values.number('pool'))
      const good = results.find(({ size }) => size === start)?.mean ?? Number.NaN
      const last = results.at(-1)?.mean ?? Number.NaN
      return {
        holds: last >= 1.5 * good,
        measured: `${formatDuration(Math.round(last))} against ${formatDuration(Math.round(good))} in the mean`,
      }
    },
  },
  'stays-slow': {
    sentence:
      'From five seconds after the slowness has ended most requests fail, though the database could do more than is asked.',
    measure(trace, values) {
      const { served, failed } = requestCounts(trace, FAST_AGAIN + 5 * SECOND)
      const load = (values.number('rps') * values.number('work')) / (values.number('cores') * SECOND)
      const share = failed / Math.max(1, served + failed)
      return { holds: load < 0.8 && share > 0.5, measured: `${percent(share)} fail at a load of ${percent(load)}` }
    },
  },
  'catches-up': {
    sentence:
      'From three seconds after the slowness has ended no request fails and 95 of 100 are answered within 300 ms.',
    measure(trace) {
      const { served, failed } = requestCounts(trace, FAST_AGAIN + 3 * SECOND)
      const most = latencyPercentile(trace, 95, FAST_AGAIN + 3 * SECOND) ?? Number.POSITIVE_INFINITY
      return {
        holds: served > 100 && failed === 0 && most <= 300_000,
        measured: `${failed} of ${served + failed} fail, 95 of 100 within ${formatDuration(most)}`,
      }
    },
  },
  'four-of-ten-wait': {
    sentence: 'Between 30 and 52 % of the requests wait for a connection.',
    measure(trace) {
      const { all, waited } = asked(trace, SECOND)
      const share = waited / Math.max(1, all)
      return { holds: share > 0.3 && share < 0.52, measured: `${percent(share)} of ${all} wait` }
    },
  },
  'one-of-eight-refused': {
    sentence: 'Between 9 and 15 % of the requests are refused, and nobody waits.',
    measure(trace) {
      const { all, waited, refused } = asked(trace, SECOND)
      const share = refused / Math.max(1, all)
      const isFull = gaugePeak(trace, 'app-1', 'lent:primary') === 10
      return {
        holds: isFull && waited === 0 && share > 0.09 && share < 0.15,
        measured: `${percent(share)} of ${all} are refused, ${waited} wait`,
      }
    },
  },
}
