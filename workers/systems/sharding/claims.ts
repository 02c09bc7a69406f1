import { formatDuration } from '../../kernel/time'
import { percent, short } from '../../trace/figure-text'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import { requestCounts } from '../../trace/measure'
import { groupDigits } from '../../trace/sentence'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import {
  askedByShard,
  busiestOf,
  isQuery,
  type Move,
  meanOf,
  moveOf,
  readsWithin,
  SECOND,
  shareIn,
  turnedAt,
} from './claims-measures'
import { moveClaims } from './claims-moves'
import { READS_FIND } from './meta-checks'

const claims: Claims = {
  ...moveClaims,
  'moves-a-fifth': {
    sentence: 'A fifth of the keys moves, within 6 % of all.',
    measure: (trace) => moved(trace, ({ share }) => Math.abs(share - 0.2) < 0.06),
  },
  'moves-most': {
    sentence: 'Four of five keys get another shard, within 6 % of all.',
    measure: (trace) => moved(trace, ({ share }) => Math.abs(share - 0.8) < 0.06),
  },
  'copies-four-times': {
    sentence: 'At least three and a half times as many rows are copied as the fifth that the new shard needs.',
    measure(trace) {
      const rows = marksOf(trace, 'shard/copied').reduce((sum, { details }) => sum + Number(details.rows), 0)
      const fifth = (moveOf(trace)?.keys ?? 0) / 5
      return { holds: rows >= 3.5 * fifth, measured: `${groupDigits(rows)} rows; a fifth is ${groupDigits(fifth)}` }
    },
  },
  'no-read-misses': {
    sentence: 'Every read finds its row, in the newest version that was acknowledged, and no request fails.',
    measure(trace) {
      const missing = countMarks(trace, 'shard/missing')
      const breach = trace.breaches.find(({ check }) => check === READS_FIND)
      const { failed } = requestCounts(trace)
      return {
        holds: missing === 0 && breach === undefined && failed === 0 && readsWithin(trace) > 300,
        measured: `${groupDigits(readsWithin(trace))} reads, ${missing} without a row, ${failed} failed`,
      }
    },
  },
  'written-twice': {
    sentence: 'While rows are copied, at least ten writes go to both shards.',
    measure(trace) {
      const twice = countMarks(trace, 'shard/written-twice')
      return { holds: twice >= 10, measured: `${twice} writes` }
    },
  },
  'cut-over': {
    sentence: 'The rows are compared before the cut-over, and none differs.',
    measure(trace) {
      const compared = firstMark(trace, 'shard/verified')
      const cut = firstMark(trace, 'shard/cut-over')
      if (compared === null || cut === null) return { holds: false, measured: 'there is no cut-over' }
      const { rows, repaired } = compared.details
      return {
        holds: compared.index < cut.index && repaired === 0 && Number(rows) > 50,
        measured: `${rows} rows, ${repaired} repaired, ${formatDuration(Number(cut.details.took))} in all`,
      }
    },
  },
  'reads-find-nothing': {
    sentence: 'In the second after the join more than half of the reads find no row.',
    measure(trace) {
      const at = turnedAt(trace)
      const [missing, reads] = [
        countMarks(trace, 'shard/missing', at, at + SECOND),
        readsWithin(trace, at, at + SECOND),
      ]
      return { holds: missing > reads / 2, measured: `${missing} of ${reads} reads` }
    },
  },
  'old-value-returns': {
    sentence: 'After the switch a read finds an older value than one that was acknowledged before.',
    measure(trace) {
      const breach = trace.breaches.find(({ check }) => check === READS_FIND)
      const at = breach === undefined ? 0 : trace.eventMicros(breach.event)
      return { holds: breach !== undefined && at >= turnedAt(trace), measured: breach?.sentence ?? 'nothing is lost' }
    },
  },
  'gap-fails': {
    sentence:
      'Requests for names with e, j, r or z at the beginning fail, all of them and no others: a fifth, within 6 %.',
    measure(trace) {
      let [inGap, wrong] = [0, 0]
      for (let request = 1; request <= trace.requestCount; request++) {
        if (trace.requestEndMicros(request) === Number.POSITIVE_INFINITY) continue
        const isGap = 'ejrz'.includes(trace.request(request).label.split(' ')[1]?.[0] ?? '')
        if (isGap) inGap++
        if (isGap !== (trace.requestCauseOf(request) === 'no shard for the key')) wrong++
      }
      const { served, failed } = requestCounts(trace)
      const share = inGap / (served + failed)
      return { holds: wrong === 0 && Math.abs(share - 0.2) < 0.06, measured: `${percent(share)}, ${wrong} exceptions` }
    },
  },
  'uneven-before': {
    sentence: 'Before the split one of four shards gets more than a third of the requests.',
    measure(trace) {
      const counts = askedByShard(trace, 0, moveOf(trace)?.atMicros)
      const share = shareIn(counts, busiestOf(counts))
      return { holds: share > 1 / 3, measured: `${busiestOf(counts)} gets ${percent(share)}` }
    },
  },
  'split-halves': {
    sentence:
      'After the split the busy shard gets less than two thirds of the requests that it had, and answers come sooner.',
    measure(trace) {
      const before = askedByShard(trace, 0, moveOf(trace)?.atMicros)
      const busiest = busiestOf(before)
      const at = turnedAt(trace)
      const [was, is] = [shareIn(before, busiest), shareIn(askedByShard(trace, at + SECOND / 2), busiest)]
      const slow = meanOf(trace, () => true, 0, moveOf(trace)?.atMicros)
      const quick = meanOf(trace, () => true, at + SECOND / 2)
      return {
        holds: is < (2 / 3) * was && quick < slow,
        measured: `${busiest}: ${percent(was)}, then ${percent(is)}; mean ${formatDuration(Math.round(slow))}, then ${formatDuration(Math.round(quick))}`,
      }
    },
  },
  'last-gets-writes': {
    sentence: 'Before the split every write goes to the shard with the last range.',
    measure(trace) {
      const writes = askedByShard(trace, 0, moveOf(trace)?.atMicros, true)
      return { holds: shareIn(writes, 'shard-4') === 1, measured: `shard-4 has ${percent(shareIn(writes, 'shard-4'))}` }
    },
  },
  'split-moves-the-spot': {
    sentence: 'After the split every write goes to the new shard.',
    measure(trace) {
      const writes = askedByShard(trace, turnedAt(trace) + 1, undefined, true)
      return { holds: shareIn(writes, 'shard-5') === 1, measured: `shard-5 has ${percent(shareIn(writes, 'shard-5'))}` }
    },
  },
  'writes-spread': {
    sentence: 'No shard gets more than a third of the writes.',
    measure(trace) {
      const writes = askedByShard(trace, undefined, undefined, true)
      const share = shareIn(writes, busiestOf(writes))
      return { holds: writes.size === 4 && share < 1 / 3, measured: `the most is ${percent(share)}` }
    },
  },
  'hot-stays-hot': {
    sentence: 'One shard gets half of the requests or more, before the new shard joins and after.',
    measure(trace) {
      const before = askedByShard(trace, 0, moveOf(trace)?.atMicros)
      const after = askedByShard(trace, turnedAt(trace))
      const [was, is] = [shareIn(before, busiestOf(before)), shareIn(after, busiestOf(after))]
      return {
        holds: was >= 0.5 && is >= 0.5 && after.size === 5,
        measured: `${busiestOf(before)} ${percent(was)}, then ${busiestOf(after)} ${percent(is)}`,
      }
    },
  },
  'slowest-decides': {
    sentence: 'A query takes as long as the slowest of four: on average 25/12 of the mean work, within 12 %.',
    measure(trace, values) {
      const mean = meanOf(trace, (request) => isQuery(trace, request))
      const law = (values.number('work') * 25) / 12
      return {
        holds: Math.abs(mean - law) < 0.12 * law,
        measured: `${formatDuration(Math.round(mean))} against ${formatDuration(law)}`,
      }
    },
  },
  'queries-wait-for-slow': {
    sentence:
      'After shard-2 becomes slow, a query without a key takes at least two and a half times as long as before.',
    measure: (trace) =>
      aroundSlow(
        trace,
        (request) => isQuery(trace, request),
        (times) => times >= 2.5,
      ),
  },
  'others-do-not': {
    sentence: 'Requests with a key at the other shards take at most a quarter longer than before.',
    measure(trace) {
      const elsewhere = new Set(
        marksOf(trace, 'shard/routed')
          .filter(({ details }) => details.shard !== 'shard-2')
          .map(({ request }) => request),
      )
      return aroundSlow(
        trace,
        (request) => elsewhere.has(request),
        (times) => times < 1.2,
      )
    },
  },
}

export default claims

function moved(trace: Trace, holds: (move: Move) => boolean): Verdict {
  const move = moveOf(trace)
  if (move === null) return { holds: false, measured: 'no shard joins' }
  return { holds: holds(move), measured: `${move.moved} of ${move.keys} keys: ${percent(move.share)}` }
}

function aroundSlow(trace: Trace, counts: (request: number) => boolean, holds: (times: number) => boolean): Verdict {
  const slow = firstMark(trace, 'node/slowed')
  if (slow === null) return { holds: false, measured: 'no shard is slow' }
  const [before, after] = [meanOf(trace, counts, 0, slow.atMicros), meanOf(trace, counts, slow.atMicros)]
  const times = after / before
  return {
    holds: holds(times),
    measured: `${formatDuration(Math.round(before))}, then ${formatDuration(Math.round(after))}: ${short(times)} times`,
  }
}
