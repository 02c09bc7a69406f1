import { formatDuration } from '../../kernel/time'
import { countMarks, firstMark, gaugeBefore, marksOf } from '../../trace/marks'
import type { Claims } from '../system'
import { firstCrash, firstFailover, numberOf, textOf } from './claims-measures'

const END = Number.POSITIVE_INFINITY

/** A majority for every decision. */
export const majorityClaims: Claims = {
  'catches-up': {
    sentence:
      'The old primary comes back, throws away or takes what differs, and holds the log of the new one in the end.',
    measure(trace) {
      const back = firstMark(trace, 'node/restarted')?.atMicros ?? END
      const stored = marksOf(trace, 'replica/stored', back).filter((mark) => textOf(mark, 'node') === 'n1')
      return {
        holds: stored.length > 0 && numberOf(stored.at(-1) ?? (stored[0] as never), 'epoch') >= 2,
        measured: `n1 stores ${stored.reduce((sum, mark) => sum + numberOf(mark, 'count'), 0)} changes of the new epoch`,
      }
    },
  },
  'one-log-cut': {
    sentence:
      'When the sides meet again, n1 throws away what it has accepted alone, and ends with the log of the others.',
    measure(trace) {
      const cut = marksOf(trace, 'replica/truncated').filter((mark) => textOf(mark, 'node') === 'n1')
      const count = cut.reduce((sum, mark) => sum + numberOf(mark, 'count'), 0)
      const behind = gaugeBefore(trace, 'n2', 'position') - gaugeBefore(trace, 'n1', 'position')
      return { holds: count > 0 && Math.abs(behind) <= 2, measured: `${count} entries thrown away` }
    },
  },
  'elected-in-time': {
    sentence:
      'Three of five nodes have a leader within two election timeouts, the longest, of the crash, and commit again.',
    measure(trace, values) {
      const crash = firstCrash(trace)?.atMicros ?? 0
      const before = marksOf(trace, 'primary/took-over', 0, crash).at(-1)
      const elected = firstFailover(trace, crash)
      if (before === undefined || elected === null) return { holds: false, measured: 'nobody is elected' }
      const dead = marksOf(trace, 'node/crashed').map((mark) => textOf(mark, 'node'))
      const after = elected.atMicros - crash
      const committed = countMarks(trace, 'raft/committed', elected.atMicros)
      return {
        holds: dead.includes(textOf(before, 'node')) && after <= 4 * values.number('election') && committed > 0,
        measured: `${textOf(elected, 'node')} leads ${formatDuration(after)} after the crash`,
      }
    },
  },
  'minority-commits-nothing': {
    sentence: 'n1, cut off, acknowledges nothing; the others acknowledge at least ten writes.',
    measure(trace) {
      const cut = firstMark(trace, 'link/cut')?.atMicros ?? 0
      const healed = firstMark(trace, 'link/healed')?.atMicros
      const acknowledged = marksOf(trace, 'write/acknowledged', cut + 20_000, healed)
      const byMinority = acknowledged.filter((mark) => textOf(mark, 'node') === 'n1').length
      return {
        holds: byMinority === 0 && acknowledged.length >= 10,
        measured: `${byMinority} acknowledged by n1, ${acknowledged.length} by the others`,
      }
    },
  },
}
