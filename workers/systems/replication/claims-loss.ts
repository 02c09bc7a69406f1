import { formatDuration } from '../../kernel/time'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import type { Claims } from '../system'
import {
  confirmationWaits,
  firstCrash,
  firstFailover,
  lostWrites,
  meanOf,
  numberOf,
  orderStatistic,
  textOf,
  unhinderedWaits,
} from './claims-measures'

const END = Number.POSITIVE_INFINITY

/** What an acknowledged write is worth. */
export const lossClaims: Claims = {
  'acknowledged-lost': {
    sentence: 'At least one acknowledged write is missing at the newest primary.',
    measure: (trace) => ({ holds: lostWrites(trace) > 0, measured: `${lostWrites(trace)} writes` }),
  },
  'none-lost': {
    sentence:
      'There is a failover with at least ten acknowledged writes before and after it, and none of them is lost.',
    measure(trace) {
      const over = firstFailover(trace, 500_000)?.atMicros ?? END
      const [before, after] = [
        countMarks(trace, 'write/acknowledged', 0, over),
        countMarks(trace, 'write/acknowledged', over),
      ]
      return {
        holds: before >= 10 && after >= 10 && lostWrites(trace) === 0,
        measured: `${before} acknowledged before it, ${after} after it, ${lostWrites(trace)} lost`,
      }
    },
  },
  'lost-by-lag': {
    sentence:
      'Exactly those writes are lost that n1 has taken and acknowledged since it last shipped its log, at least five.',
    measure(trace, values) {
      const crash = firstCrash(trace)?.atMicros ?? 0
      const shipped = crash - (crash % values.number('ship'))
      const since = marksOf(trace, 'primary/wrote', shipped + 1, crash + 1).map((mark) => textOf(mark, 'value'))
      const told = marksOf(trace, 'write/acknowledged').filter((mark) => since.includes(textOf(mark, 'value'))).length
      const lost = lostWrites(trace)
      return {
        holds: lost >= 5 && lost === told,
        measured: `${lost} lost; ${told} acknowledged of the last ${formatDuration(crash - shipped)}`,
      }
    },
  },
  'waits-for-one': {
    sentence: 'Writes wait for the next shipment, on average at least 80 ms, and none is acknowledged before.',
    measure(trace) {
      const waits = confirmationWaits(trace)
      const acknowledged = countMarks(trace, 'write/acknowledged')
      const mean = meanOf(waits)
      return {
        holds: waits.length >= 50 && mean >= 80_000 && waits.length >= acknowledged,
        measured: `${waits.length} writes wait ${formatDuration(Math.round(mean))} on average`,
      }
    },
  },
  'second-of-four': {
    sentence:
      'The mean wait is that of the second of four exponentials and the way there and back, within 20 %, for writes that no replica is still storing another before.',
    measure(trace, values) {
      const law = 2 * values.number('between') + values.number('apply') * orderStatistic(4, 2)
      const waits = unhinderedWaits(trace, values.number('between'))
      const mean = meanOf(waits)
      return {
        holds: waits.length >= 30 && Math.abs(mean / law - 1) < 0.2,
        measured: `${formatDuration(Math.round(mean))} against ${formatDuration(Math.round(law))}, ${waits.length} writes`,
      }
    },
  },
  'acknowledged-alone': {
    sentence: 'Writes are acknowledged without a confirmation, each after exactly the time that is set.',
    measure(trace, values) {
      const waits = marksOf(trace, 'primary/alone').map((mark) => numberOf(mark, 'waited'))
      return {
        holds: waits.length >= 5 && waits.every((waited) => waited === values.number('alone')),
        measured: `${waits.length} writes`,
      }
    },
  },
  'refuses-alone': {
    sentence:
      'n1 refuses writes from the set time after its last word of a replica on, and acknowledges none after that.',
    measure(trace, values) {
      const refusal = firstMark(trace, 'primary/too-few')
      const cut = firstMark(trace, 'link/cut')?.atMicros ?? 0
      if (refusal === null) return { holds: false, measured: 'it refuses nothing' }
      const later = marksOf(trace, 'write/acknowledged', refusal.atMicros + 10_000).filter(
        (mark) => textOf(mark, 'node') === 'n1',
      )
      const after = refusal.atMicros - cut
      return {
        holds: later.length === 0 && after <= values.number('most-lag') + 200_000,
        measured: `the first ${formatDuration(after)} after the cut; ${later.length} acknowledged after it`,
      }
    },
  },
}
