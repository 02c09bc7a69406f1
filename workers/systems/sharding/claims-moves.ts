/** What presets promise of moves that are taken back, of shards that leave, and of rows that are counted. */
import { formatDuration } from '../../kernel/time'
import { percent, short } from '../../trace/figure-text'
import { countMarks, firstMark, gaugeBefore, marksOf } from '../../trace/marks'
import { groupDigits } from '../../trace/sentence'
import type { Claims } from '../system'
import { askedByShard, isQuery, meanOf, moveOf, rowsBefore, SECOND, shardsOf, sumOf, turnedAt } from './claims-measures'
import { ONE_HOME } from './meta-checks'

export const moveClaims: Claims = {
  'none-lost-none-doubled': {
    sentence:
      'When the move is over, the tables together have as many rows as at the start, and each row stands at its own shard with what was acknowledged last.',
    measure(trace) {
      const over = firstMark(trace, ['shard/cleaned', 'shard/copies-dropped'])
      const breach = trace.breaches.find(({ check }) => check === ONE_HOME)
      const [first, last] = [sumOf(rowsBefore(trace, 1)), sumOf(rowsBefore(trace))]
      return {
        holds: over !== null && breach === undefined && first > 0 && first === last,
        measured: `${groupDigits(first)} rows, then ${groupDigits(last)}: ${breach?.sentence ?? 'none lost, none twice'}`,
      }
    },
  },
  'slow-until-back': {
    sentence:
      'Between the slowdown of shard-5 and the way back requests take at least twice as long as before; afterwards at most a fifth longer.',
    measure(trace) {
      const slow = firstMark(trace, 'node/slowed')?.atMicros ?? Number.NaN
      const back = firstMark(trace, 'shard/rolled-back')?.atMicros ?? Number.NaN
      const [before, during, after] = [
        meanOf(trace, () => true, 0, slow),
        meanOf(trace, () => true, slow, back),
        meanOf(trace, () => true, back + SECOND / 2),
      ]
      return {
        holds: during >= 2 * before && after <= 1.2 * before,
        measured: `${[before, during, after].map((mean) => formatDuration(Math.round(mean))).join(', then ')}`,
      }
    },
  },
  'back-as-before': {
    sentence: 'After the way back every shard has its rows again, and shard-5 gets no request and has no row.',
    measure(trace) {
      const move = moveOf(trace)
      const back = firstMark(trace, 'shard/rolled-back')
      if (move === null || back === null) return { holds: false, measured: 'nothing is taken back' }
      const [was, is] = [rowsBefore(trace, move.atMicros), rowsBefore(trace)]
      const asked = askedByShard(trace, back.atMicros + 1).get('shard-5') ?? 0
      return {
        holds: String(was) === String(is) && asked === 0 && is[shardsOf(trace).indexOf('shard-5')] === 0,
        measured: `rows ${was.join(' ')}, then ${is.join(' ')}; ${asked} requests to shard-5`,
      }
    },
  },
  'gives-all-to-neighbour': {
    sentence:
      'All rows of shard-4 and no others move, to one neighbour; after the cut-over it gets no request, and at the end it has no row.',
    measure(trace) {
      const move = moveOf(trace)
      if (move === null) return { holds: false, measured: 'no shard leaves' }
      const had = gaugeBefore(trace, 'shard-4', 'rows', move.atMicros)
      const left = gaugeBefore(trace, 'shard-4', 'rows')
      const asked = askedByShard(trace, turnedAt(trace) + 1).get('shard-4') ?? 0
      const to = new Set(marksOf(trace, 'shard/copied').flatMap(({ details }) => details.to as readonly string[]))
      return {
        holds: had > 0 && move.moved === had && left === 0 && asked === 0 && to.size === 1,
        measured: `${move.moved} of its ${had} rows to ${[...to].join(' and ')}, ${left} left, ${asked} requests afterwards`,
      }
    },
  },
  'asks-one-shard': {
    sentence: 'Every query for rows that belong together asks a single shard, and finds what there is.',
    measure(trace) {
      const spans = marksOf(trace, 'shard/spanned')
      const one = spans.filter(({ details }) => (details.asked as readonly string[]).length === 1).length
      const all = spans.length + countMarks(trace, 'shard/scattered')
      return { holds: all >= 100 && one === all, measured: `${one} of ${all} queries` }
    },
  },
  'query-as-quick-as-read': {
    sentence: 'Such a query takes as long as a request for one key, within 15 %.',
    measure(trace) {
      const query = meanOf(trace, (request) => isQuery(trace, request))
      const single = meanOf(trace, (request) => !isQuery(trace, request))
      const times = query / single
      return {
        holds: Math.abs(times - 1) < 0.15,
        measured: `${formatDuration(Math.round(query))} against ${formatDuration(Math.round(single))}: ${short(times)} times, ${percent(Math.abs(times - 1))} apart`,
      }
    },
  },
}
