import { formatDuration } from '../../kernel/time'
import { countMarks, firstMark, gaugeBefore, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import {
  acceptedBy,
  confirmationWaits,
  countsText,
  firstCrash,
  firstFailover,
  lostWrites,
  meanOf,
  numberOf,
  orderStatistic,
  textOf,
} from './claims-measures'
import { NEVER_BACK, OWN_WRITES } from './meta-checks'

const END = Number.POSITIVE_INFINITY

const claims: Claims = {
  'two-accept': {
    sentence: 'After the failover two nodes accept at least ten writes each, in one epoch.',
    measure(trace) {
      const promoted = firstMark(trace, 'guide/promoted')?.atMicros ?? END
      const counts = acceptedBy(trace, promoted)
      const busy = [...counts.values()].filter((count) => count >= 10)
      return { holds: busy.length === 2, measured: countsText(counts) }
    },
  },
  'one-accepts': {
    sentence: 'After n1 has stepped down, only n2 or n3 accepts writes: at least ten, and n1 none.',
    measure(trace) {
      const down = firstMark(trace, 'primary/stepped-down')?.atMicros ?? END
      const counts = acceptedBy(trace, down)
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
      return { holds: counts.size === 1 && !counts.has('n1') && total >= 10, measured: countsText(counts) }
    },
  },
  'old-steps-down': {
    sentence:
      'A replica that has promised the new epoch refuses the log of n1, which steps down for that: within 100 ms of being taken for dead, and before another node is primary.',
    measure(trace) {
      const suspected = firstMark(trace, 'monitor/suspected')
      const down = marksOf(trace, 'primary/stepped-down').find((mark) => textOf(mark, 'node') === 'n1')
      const over = firstFailover(trace, suspected?.atMicros ?? END)
      if (suspected === null || down === undefined || over === null)
        return { holds: false, measured: 'n1 does not step down for another' }
      const [after, before] = [down.atMicros - suspected.atMicros, over.atMicros - down.atMicros]
      const isFenced = textOf(down, 'why') === 'from a replica'
      return {
        holds: isFenced && after >= 0 && after <= 100_000 && before > 0,
        measured: `${formatDuration(Math.max(0, after))} after it; ${textOf(over, 'node')} is primary ${formatDuration(Math.max(0, before))} later`,
      }
    },
  },
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
  'every-write-throws': {
    sentence: 'From the moment at which both objects know that n1 is ill until it is back every write fails at once.',
    measure(trace) {
      const back = firstMark(trace, 'node/restarted')?.atMicros ?? 0
      const known = Math.max(...marksOf(trace, 'guide/view', 0, back).map(({ atMicros }) => atMicros), 0)
      const thrown = marksOf(trace, 'write/failed', known, back).filter((mark) =>
        textOf(mark, 'cause').includes('not available'),
      )
      const done = countMarks(trace, 'write/acknowledged', known + 1, back)
      return {
        holds: known > 0 && thrown.length >= 20 && done === 0 && countMarks(trace, 'guide/promoted') === 0,
        measured: `${thrown.length} writes throw in ${formatDuration(back - known)}, ${done} are done`,
      }
    },
  },
  'reads-ill-primary': {
    sentence: 'At least twenty reads are sent to a primary that is known to be ill, and every one of them fails.',
    measure(trace) {
      const first = firstMark(trace, 'guide/ill-primary')
      const sent = countMarks(trace, 'guide/ill-primary')
      const found = countMarks(trace, 'read/found', (first?.atMicros ?? 0) + 1)
      return { holds: sent >= 20 && found === 0, measured: `${sent} reads, ${found} of them find something` }
    },
  },
  'cut-off-promoted': {
    sentence: 'The promoted node says lag 0, and its log ends at least ten positions before that of the other replica.',
    measure(trace) {
      const promoted = firstMark(trace, 'guide/promoted')
      const over = firstMark(trace, 'primary/took-over')
      if (promoted === null || over === null) return { holds: false, measured: 'nobody is promoted' }
      const other = marksOf(trace, 'replica/stored', 0, over.atMicros).filter((mark) => textOf(mark, 'node') === 'n3')
      const behind = numberOf(other.at(-1) ?? over, 'position') - numberOf(over, 'position')
      return {
        holds: numberOf(promoted, 'lag') === 0 && behind >= 10,
        measured: `${textOf(promoted, 'node')} with lag ${numberOf(promoted, 'lag')} ms, ${behind} positions behind n3`,
      }
    },
  },
  'furthest-promoted': {
    sentence:
      'n3 is chosen, whose log goes at least ten positions further than that of n2, and at most two writes are lost.',
    measure(trace) {
      const chosen = firstMark(trace, 'monitor/chosen')
      if (chosen === null) return { holds: false, measured: 'nobody is chosen' }
      const other = Number(/(\d+) of n2/.exec(textOf(chosen, 'others'))?.[1] ?? Number.NaN)
      const further = numberOf(chosen, 'position') - other
      return {
        holds: textOf(chosen, 'node') === 'n3' && further >= 10 && lostWrites(trace) <= 2,
        measured: `${textOf(chosen, 'node')}, ${further} positions further; ${lostWrites(trace)} lost`,
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
    sentence: 'The mean wait is that of the second of four exponentials and the way there and back, within 25 %.',
    measure(trace, values) {
      const law = 2 * values.number('between') + values.number('apply') * orderStatistic(4, 2)
      const mean = meanOf(confirmationWaits(trace))
      return {
        holds: Math.abs(mean / law - 1) < 0.25,
        measured: `${formatDuration(Math.round(mean))} against ${formatDuration(Math.round(law))}`,
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
  'stale-own': {
    sentence: 'A session reads a key that it has written and does not find its write.',
    measure: (trace) => breachOf(trace, OWN_WRITES),
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

export default claims

function breachOf(trace: Trace, name: string): Verdict {
  const breach = trace.breaches.find(({ check }) => check === name)
  return { holds: breach !== undefined, measured: breach?.sentence ?? 'it never happens' }
}
