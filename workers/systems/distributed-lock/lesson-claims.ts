import { formatDuration } from '../../kernel/time'
import { firstMark, marksOf } from '../../trace/marks'
import type { Claims } from '../system'
import { numberOf, textOf } from './claims-measures'

/** Claims that only the lesson makes: what its texts say of settings and scripts. */
export const lessonClaims: Claims = {
  'lease-four-hundred': {
    sentence: 'The lease is 400 ms, and w1 stands still for 700 ms while it holds the lock.',
    measure(trace, values) {
      const pause = firstMark(trace, 'node/paused')
      const grant = firstMark(trace, 'lock/granted')
      const isHolder = grant !== null && textOf(grant, 'worker') === 'w1' && grant.atMicros < (pause?.atMicros ?? 0)
      return {
        holds: values.number('lease') === 400_000 && isHolder && pause?.details.time === 700_000,
        measured: `a lease of ${formatDuration(values.number('lease'))}; ${pause?.sentence ?? 'nobody stands still'}`,
      }
    },
  },
  'two-times-hundred': {
    sentence: 'Two workers deposit 100 once each.',
    measure(_, values) {
      const [workers, deposits, amount] = ['workers', 'deposits', 'amount'].map((key) => values.number(key))
      return {
        holds: workers === 2 && deposits === 1 && amount === 100,
        measured: `${workers} workers, ${deposits} deposit of ${amount} each`,
      }
    },
  },
  'work-six-hundred': {
    sentence: 'The work takes 600 ms and the lease is 400 ms.',
    measure(_, values) {
      const [work, lease] = [values.number('work'), values.number('lease')]
      return {
        holds: work === 600_000 && lease === 400_000,
        measured: `${formatDuration(work)} of work, ${formatDuration(lease)} of lease`,
      }
    },
  },
  'replica-behind': {
    sentence: 'Messages to the replica take 300 ms longer, and the primary fails over at 150 ms.',
    measure(trace) {
      const delay = firstMark(trace, 'link/delayed')
      const failover = firstMark(trace, 'lock/failed-over')
      return {
        holds: delay?.details.time === 300_000 && failover?.atMicros === 150_000,
        measured: failover?.sentence ?? 'nothing fails over',
      }
    },
  },
  'three-of-five': {
    sentence:
      'w1 has three of five servers for 3 s; redis-3 jumps 10 s ahead, and w1 then stands still for half a second.',
    measure(trace, values) {
      const first = firstMark(trace, 'redlock/majority')
      const jump = firstMark(trace, 'lock/clock-set')
      const pause = firstMark(trace, 'node/paused')
      return {
        holds:
          first !== null &&
          numberOf(first, 'votes') === 3 &&
          numberOf(first, 'servers') === 5 &&
          values.number('lease') === 3_000_000 &&
          jump?.details.by === 10_000_000 &&
          pause?.details.time === 500_000,
        measured: [first, jump, pause].map((mark) => mark?.sentence ?? 'nothing').join(' '),
      }
    },
  },
  'six-poll': {
    sentence: 'Six workers ask again every 100 ms.',
    measure(trace, values) {
      const waits = new Set(marksOf(trace, 'lock/busy').map((mark) => numberOf(mark, 'wait')))
      return {
        holds: values.number('workers') === 6 && waits.size === 1 && waits.has(100_000),
        measured: `${values.number('workers')} workers, every ${[...waits].map(formatDuration).join(', ')}`,
      }
    },
  },
}
