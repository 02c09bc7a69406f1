import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { countMarks, gaugeBefore, nodeIndex } from '../../trace/marks'
import { gaugeAverage, requestCounts } from '../../trace/measure'
import type { Claims } from '../system'
import { lagsOf } from './claims-lag'
import { namesOf, SECOND, sumOf } from './claims-measures'
import { OWN_WRITES } from './meta-checks'

/** What replicas do. */
export const replicaClaims: Claims = {
  'stale-reads': {
    sentence: 'Of those who look at what they have saved, between 25 and 60 % find an older version.',
    measure(trace) {
      const [stale, looks] = [gaugeBefore(trace, 'users', 'stale'), gaugeBefore(trace, 'users', 'looks')]
      const share = stale / Math.max(1, looks)
      const isTold = trace.breaches.some(({ check }) => check === OWN_WRITES)
      return { holds: looks > 50 && share > 0.25 && share < 0.6 && isTold, measured: `${stale} of ${looks}` }
    },
  },
  'no-stale-reads': {
    sentence: 'Nobody finds an older version than what they have saved, in more than fifty looks.',
    measure(trace) {
      const [stale, looks] = [gaugeBefore(trace, 'users', 'stale'), gaugeBefore(trace, 'users', 'looks')]
      return { holds: looks > 50 && stale === 0, measured: `${stale} of ${looks}` }
    },
  },
  'replicas-still-read': {
    sentence: 'Some looks go to a replica that has come far enough, the others to the primary.',
    measure(trace) {
      const [replica, primary] = [countMarks(trace, 'route/replica'), countMarks(trace, 'route/primary')]
      return { holds: replica > 5 && primary > 5, measured: `${replica} at a replica, ${primary} at the primary` }
    },
  },
  'beyond-one-database': {
    sentence: 'Nearly all requests are served though one database could do less than is asked.',
    measure(trace, values) {
      const load = loadOf(values.number('rps'), values.number('work'), values.number('cores'))
      const { served, failed } = requestCounts(trace)
      return {
        holds: load > 1.3 && failed < 0.01 * served,
        measured: `${served} of ${served + failed} at ${percent(load)} of what one can do`,
      }
    },
  },
  'primary-is-the-limit': {
    sentence:
      'The primary’s cores are all busy, the replicas serve fewer than a sixth of the requests each, and requests fail.',
    measure(trace, values) {
      const from = SECOND
      const busy = gaugeAverage(trace, nodeIndex(trace, 'primary'), 'active', from, trace.heldMicros) ?? 0
      const replicas = namesOf(trace, 'replica')
      const reads = replicas.map((name) => gaugeBefore(trace, name, 'reads'))
      const { served, failed } = requestCounts(trace)
      return {
        holds: busy > values.number('cores') && failed > 50 && Math.max(...reads) < served / 6,
        measured: `${Math.round(10 * busy) / 10} statements on ${values.number('cores')} cores; ${sumOf(trace, replicas, 'reads')} reads at replicas; ${failed} requests fail`,
      }
    },
  },
  'lag-grows': {
    sentence:
      'Half of the changes take at least three times the way of the log to be replayed, and more looks are stale than not.',
    measure(trace, values) {
      const lags = [...lagsOf(trace, 'replica-1').values()].sort((a, b) => a - b)
      const middle = lags[Math.floor(lags.length / 2)] ?? 0
      const [stale, looks] = [gaugeBefore(trace, 'users', 'stale'), gaugeBefore(trace, 'users', 'looks')]
      return {
        holds: middle >= 3 * values.number('lag') && 2 * stale > looks,
        measured: `${formatDuration(middle)} in the middle, ${stale} of ${looks} stale`,
      }
    },
  },
}

function loadOf(rps: number, workMicros: number, cores: number): number {
  return (rps * workMicros) / (cores * SECOND)
}
