import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { firstMark, marksOf } from '../../trace/marks'
import type { Claims } from '../system'
import { SECOND } from './claims-measures'

/** What only the lesson says. */
export const lessonClaims: Claims = {
  'four-cores': {
    sentence: 'The database has four cores, and 64 users ask all the time.',
    measure(_, values) {
      const [cores, users] = [values.number('cores'), values.number('users')]
      return { holds: cores === 4 && users === 64, measured: `${cores} cores, ${users} users` }
    },
  },
  'seventy-percent': {
    sentence: 'The database is asked for 70 % of what it can do, and is slow from 2 s to 3 s.',
    measure(trace, values) {
      const load = (values.number('rps') * values.number('work')) / (values.number('cores') * SECOND)
      const from = firstMark(trace, 'node/slowed')?.atMicros
      const to = firstMark(trace, 'node/normal-speed')?.atMicros
      return {
        holds: load === 0.7 && from === 2 * SECOND && to === 3 * SECOND,
        measured: `${percent(load)}, slow from ${formatDuration(from ?? 0)} to ${formatDuration(to ?? 0)}`,
      }
    },
  },
  'one-in-twenty': {
    sentence: 'One request in twenty is a report of three seconds, and there are eight connections.',
    measure(_, values) {
      const [share, work] = [values.number('reports'), values.number('report-work')]
      const connections = values.number('apps') * values.number('pool')
      return {
        holds: share === 5 && work === 3 * SECOND && connections === 8,
        measured: `${share} % of ${formatDuration(work)} on ${connections} connections`,
      }
    },
  },
  'eight-threads': {
    sentence: 'Eight threads share eight connections, and each needs two at once.',
    measure(_, values) {
      const [threads, pool, connections] = ['threads', 'pool', 'connections'].map((key) => values.number(key))
      return {
        holds: threads === 8 && pool === 8 && connections === 2,
        measured: `${threads} threads, ${pool} connections, ${connections} at once`,
      }
    },
  },
  'two-hundred': {
    sentence: 'Requests hold their connection for 200 ms after 20 ms of work, and the pool has six.',
    measure(_, values) {
      const [work, hold, pool] = ['work', 'hold', 'pool'].map((key) => values.number(key))
      return {
        holds: work === 20_000 && hold === 200_000 && pool === 6,
        measured: `${formatDuration(work ?? 0)}, then ${formatDuration(hold ?? 0)}, on ${pool} connections`,
      }
    },
  },
  'cut-after-a-second': {
    sentence: 'Idle connections are cut after a second, the pool has eight, and all are cut before the second group.',
    measure(trace, values) {
      const [pool, cut] = [values.number('pool'), values.number('cut')]
      const before = marksOf(trace, 'sessions/cut', 0, firstMark(trace, 'sessions/gone')?.atMicros ?? 0).length
      return {
        holds: pool === 8 && cut === SECOND && before === 8,
        measured: `${before} of ${pool} cut after ${formatDuration(cut)}`,
      }
    },
  },
  'four-times-twelve': {
    sentence: 'Four instances have pools of twelve, and the database allows thirty connections.',
    measure(_, values) {
      const [apps, pool, max] = ['apps', 'pool', 'max'].map((key) => values.number(key))
      return { holds: apps === 4 && pool === 12 && max === 30, measured: `${apps} · ${pool} against ${max}` }
    },
  },
}
