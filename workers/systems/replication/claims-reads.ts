import { formatDuration } from '../../kernel/time'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import type { Claims } from '../system'
import { meanOf, numberOf, textOf } from './claims-measures'
import { NEVER_BACK, OWN_WRITES } from './meta-checks'

const END = Number.POSITIVE_INFINITY

/** What a session reads of its own writes and of others. */
export const readsClaims: Claims = {
  'stale-own': {
    sentence: 'At least ten reads of what the session has written itself find what was there before.',
    measure(trace) {
      const [missed, reads] = [countMarks(trace, 'read/own-missed'), countMarks(trace, 'read/found')]
      return { holds: missed >= 10, measured: `${missed} of ${reads} reads` }
    },
  },
  'never-back': {
    sentence: 'With at least fifty reads no session goes back.',
    measure(trace) {
      const reads = countMarks(trace, 'read/found')
      const hasGone = trace.breaches.some(({ check }) => check === NEVER_BACK)
      return { holds: reads >= 50 && !hasGone, measured: `${reads} reads` }
    },
  },
  'session-kept': {
    sentence: 'Every session reads its own writes and never goes back.',
    measure(trace) {
      const broken = trace.breaches.filter(({ check }) => check === OWN_WRITES || check === NEVER_BACK)
      return { holds: broken.length === 0, measured: `${countMarks(trace, 'read/found')} reads` }
    },
  },
  'waits-for-position': {
    sentence: 'At least ten reads wait at a replica until it has what their session has seen.',
    measure(trace) {
      const waits = marksOf(trace, 'replica/awaited').map((mark) => numberOf(mark, 'waited'))
      return {
        holds: waits.length >= 10,
        measured: `${waits.length} reads wait ${formatDuration(Math.round(meanOf(waits)))} on average`,
      }
    },
  },
  'old-answers': {
    sentence:
      'At least ten reads are answered by n2 when it has been cut off for more than a second, the limit of the guide.',
    measure(trace) {
      const cut = firstMark(trace, 'link/cut')?.atMicros ?? END
      const healed = firstMark(trace, 'link/healed')?.atMicros ?? 0
      const reads = marksOf(trace, 'read/found', cut + 1_000_000, healed)
      const old = reads.filter((mark) => textOf(mark, 'node') === 'n2').length
      return { holds: old >= 10, measured: `${old} of ${reads.length} reads` }
    },
  },
  'bound-kept': {
    sentence:
      'From the bound after the cut until the link is healed n2 answers no read, and at least ten go to the primary instead.',
    measure(trace, values) {
      const cut = (firstMark(trace, 'link/cut')?.atMicros ?? 0) + values.number('bound') + 60_000
      const healed = firstMark(trace, 'link/healed')?.atMicros ?? 0
      const reads = marksOf(trace, 'read/found', cut, healed)
      const answered = reads.filter((mark) => textOf(mark, 'node') === 'n2').length
      const sent = countMarks(trace, 'replica/too-old', cut, healed)
      return { holds: answered === 0 && sent >= 10, measured: `${answered} answered by n2, ${sent} sent away` }
    },
  },
}
