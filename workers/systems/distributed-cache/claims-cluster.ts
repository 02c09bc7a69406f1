/** Claims about slots that move and copies that take over. */
import { slotCount } from '../../algorithms/hashing/redis-slots'
import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { countMarks, firstMark, gaugeBefore, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { asked, crashOf, oldRead, queries, SECOND } from './claims-measures'

export const clusterClaims: Claims = {
  'slots-move-evenly': {
    sentence: 'In the end the new node has its equal share of the slots, and moved slots came from every node alike.',
    measure(trace, values) {
      const nodes = values.number('caches') + 1
      const newest = `cache-${nodes}`
      const slots = Array.from({ length: nodes }, (_, index) => gaugeBefore(trace, `cache-${index + 1}`, 'slots'))
      return {
        holds: slots.every((each) => Math.abs(each - slotCount / nodes) <= 1),
        measured: `${newest} has ${slots.at(-1)}, the others ${slots.slice(0, -1).join(', ')}`,
      }
    },
  },
  'sends-on': {
    sentence:
      'While slots move, applications are sent on by ASK at least five times; by MOVED at most 30 times in all.',
    measure(trace) {
      const [asks, moves] = [countMarks(trace, 'cluster/ask'), countMarks(trace, 'cluster/moved')]
      return { holds: asks >= 5 && moves > 0 && moves <= 30, measured: `${asks} times ASK, ${moves} times MOVED` }
    },
  },
  'moves-without-misses': {
    sentence:
      'No key that nobody has written is loaded after the move has begun: keys move with their slots, and the database is left alone.',
    measure(trace) {
      const from = firstMark(trace, 'cluster/hands-over')?.atMicros ?? 0
      const written = new Set(marksOf(trace, 'fleet/invalidated').map(({ details }) => details.key))
      const loads = marksOf(trace, 'fleet/loads', from)
      const strange = loads.filter(({ details }) => !written.has(details.key)).length
      const moved = marksOf(trace, 'cluster/handed-over').reduce((sum, { details }) => sum + Number(details.keys), 0)
      return {
        holds: strange === 0 && moved > 50,
        measured: `${moved} keys move; ${strange} of ${loads.length} loads are of keys that nobody wrote`,
      }
    },
  },
  'majority-elects': {
    sentence: 'The copy takes its primary’s place with the votes of a majority of all primaries.',
    measure(trace, values) {
      const mark = firstMark(trace, 'cluster/promoted')
      const needed = Math.floor(values.number('caches') / 2) + 1
      return { holds: Number(mark?.details.votes) >= needed, measured: mark?.sentence ?? 'nobody is elected' }
    },
  },
  'warm-after-failover': {
    sentence: 'In the second after both applications know it, at least 90 % of the questions to it are hits.',
    measure(trace) {
      const at = marksOf(trace, 'cluster/map').at(-1)?.atMicros
      const node = String(firstMark(trace, 'cluster/promoted')?.details.node)
      if (at === undefined) return { holds: false, measured: 'nobody learns of it' }
      const questions = asked(trace, at, at + SECOND).filter((each) => each.node === node)
      const missed = new Set(
        marksOf(trace, ['fleet/loads', 'fleet/waits'], at, at + 2 * SECOND).map(({ request }) => request),
      )
      const hits = questions.filter(({ request }) => !missed.has(request)).length
      return {
        holds: questions.length > 50 && hits >= 0.9 * questions.length,
        measured: `${percent(hits / questions.length)} of ${questions.length} questions; ${queries(trace, at, at + SECOND)} queries in that second`,
      }
    },
  },
  'acknowledged-lost': {
    sentence: 'The copy that takes over lacks at least three changes that its primary had made.',
    measure: (trace) =>
      atFailover(trace, ({ offset, had }) => ({
        holds: had - offset >= 3,
        measured: `${offset} of ${had} changes`,
      })),
  },
  'old-after-failover': {
    sentence: 'After the failover a read finds a row that an acknowledged write had replaced.',
    measure: (trace) => atFailover(trace, ({ atMicros }) => oldRead(trace, (moment) => moment >= atMicros)),
  },
  'writes-wait': {
    sentence: 'A write whose delete was not confirmed is answered only after the failover, or never as done.',
    measure: (trace) =>
      atFailover(trace, ({ atMicros }) => {
        const crash = crashOf(trace)?.atMicros ?? 0
        const failed = marksOf(trace, 'fleet/delete-failed', crash - SECOND / 5, atMicros)
        const requests = [...new Set(failed.map(({ request }) => request))]
        const early = requests.filter((request) => trace.requestEndMicros(request) < atMicros)
        const longest = Math.max(
          ...requests.map((request) => trace.requestEndMicros(request) - trace.requestStartMicros(request)),
        )
        return {
          holds: requests.length > 0 && early.length === 0,
          measured: `${requests.length} such writes, up to ${formatDuration(longest)}`,
        }
      }),
  },
}

interface Failover {
  readonly atMicros: number
  /** Changes that the copy has, and that its primary had made. */
  readonly offset: number
  readonly had: number
}

function atFailover(trace: Trace, measure: (failover: Failover) => Verdict): Verdict {
  const mark = firstMark(trace, 'cluster/promoted')
  if (mark === null) return { holds: false, measured: 'no copy takes over' }
  const had = gaugeBefore(trace, String(mark.details.of), 'offset', mark.atMicros)
  return measure({ atMicros: mark.atMicros, offset: Number(mark.details.offset), had })
}
