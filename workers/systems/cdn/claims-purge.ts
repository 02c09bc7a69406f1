import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims } from '../system'
import { answersOf, hitShare, medianTook, overlapMicros, requestsTo } from './claims-measures'
import { shelfOf } from './model-origin'

const CHANGED = '/p/1'
/** Ways of a purge and of an answer, beyond the waits. */
const WAYS_MICROS = 400_000

/** New versions and purges. */
export const purgeClaims: Claims = {
  'two-versions': {
    sentence: 'For a time some users get the old version after others have got the new one.',
    measure(trace) {
      const micros = overlapMicros(answersOf(trace), CHANGED, 2)
      return { holds: micros > 0, measured: formatDuration(micros) }
    },
  },
  'purge-bounds': {
    sentence:
      'From the publication on, the old version is last served after at most two waits of a purge and 400 ms of ways.',
    measure(trace, values) {
      const published = firstMark(trace, 'cdn/published')?.atMicros ?? Number.NaN
      const micros = lastOld(trace) - published
      const bound = 2 * values.number('purge-delay') + WAYS_MICROS
      return { holds: micros > 0 && micros <= bound, measured: `${formatDuration(micros)} of ${formatDuration(bound)}` }
    },
  },
  'ttl-bounds': {
    sentence: 'From the publication on, the old version is last served within one time to live and 400 ms of ways.',
    measure(trace, values) {
      const published = firstMark(trace, 'cdn/published')?.atMicros ?? Number.NaN
      const micros = lastOld(trace) - published
      const bound = values.number('ttl') * 1_000_000 + WAYS_MICROS
      return { holds: micros > 0 && micros <= bound, measured: `${formatDuration(micros)} of ${formatDuration(bound)}` }
    },
  },
  'old-for-ever': {
    sentence: 'An edge serves the old version for at least 2 s after the publication, up to the end of the run.',
    measure(trace) {
      const published = firstMark(trace, 'cdn/published')?.atMicros ?? 0
      const answers = answersOf(trace, published + 2_000_000).filter(({ target }) => target === CHANGED)
      const stuck = [...new Set(answers.map(({ edge }) => edge))].filter((edge) =>
        answers.filter((answer) => answer.edge === edge).every(({ version }) => version === 1),
      )
      return { holds: stuck.length > 0, measured: stuck.length === 0 ? 'none does' : stuck.join(' and ') }
    },
  },
  'overtaken-is-not-kept': {
    sentence: 'A purge finds an answer on its way, and two seconds later every edge serves the new version.',
    measure(trace) {
      const loads = countMarks(trace, 'http-cache/overtaken')
      const published = firstMark(trace, 'cdn/published')?.atMicros ?? 0
      const late = answersOf(trace, published + 2_000_000).filter(({ target }) => target === CHANGED)
      const old = late.filter(({ version }) => version === 1).length
      return {
        holds: loads > 0 && late.length > 0 && old === 0,
        measured: `${loads} purges find one; ${old} of ${late.length} late answers are old`,
      }
    },
  },
  'purge-lost': {
    sentence: 'The purge does not reach one edge, and is not sent again.',
    measure(trace) {
      const lost = marksOf(trace, 'cdn/purge-lost').map(({ details }) => String(details.cache))
      return { holds: lost.length === 1, measured: lost.join(', ') || 'none is lost' }
    },
  },
  'purge-is-repeated': {
    sentence: 'The purge is sent to Singapore again until it arrives; from then on nobody gets the old version.',
    measure(trace) {
      const again = marksOf(trace, 'cdn/purge-again').filter(({ details }) => details.cache === 'singapore').length
      const done = firstMark(trace, 'cdn/purge-done')?.atMicros ?? Number.POSITIVE_INFINITY
      const old = answersOf(trace, done).filter(({ target, version }) => target === CHANGED && version === 1).length
      return {
        holds: again > 0 && Number.isFinite(done) && old === 0,
        measured: `sent again ${again} ×; ${old} old answers after it`,
      }
    },
  },
  'tag-and-no-more': {
    sentence: 'Every edge forgets several objects, all of them with the tag; and the hits on others do not fall.',
    measure(trace) {
      const purges = marksOf(trace, 'http-cache/purged').map(({ details }) => details.targets as readonly string[])
      const shelf = shelfOf(CHANGED)
      const isPure = purges.every(
        (targets) => targets.length > 1 && targets.every((target) => shelfOf(target) === shelf),
      )
      const at = firstMark(trace, 'cdn/published')?.atMicros ?? 0
      const others = (from: number, to: number) =>
        hitShare(answersOf(trace, from, to).filter(({ target }) => shelfOf(target) !== shelf))
      const [before, after] = [others(at - 2_000_000, at), others(at, at + 2_000_000)]
      return {
        holds: purges.length === 4 && isPure && after >= before,
        measured: `${purges.map(({ length }) => length).join(', ')} objects; others ${percent(before)}, then ${percent(after)}`,
      }
    },
  },
  'nobody-waits': {
    sentence:
      'After the purge half of all answers with /p/1 come as fast as before, and the slowest is no slower than twice that of its city.',
    measure(trace) {
      const at = firstMark(trace, 'cdn/published')?.atMicros ?? 0
      const own = (from: number, to: number) => answersOf(trace, from, to).filter(({ target }) => target === CHANGED)
      const [before, after] = [
        own(at - 1_000_000, at).filter(({ isHit }) => isHit),
        own(at + 200_000, Number.POSITIVE_INFINITY),
      ]
      const slow = after.filter(({ isHit }) => !isHit).length
      return {
        holds: after.length > 20 && slow === 0 && medianTook(after) < 2 * medianTook(before),
        measured: `${after.length} answers, ${slow} not from memory; median ${formatDuration(medianTook(after))}`,
      }
    },
  },
}

/** The last moment at which an edge sent the old version. */
function lastOld(trace: Trace): number {
  return (
    answersOf(trace)
      .filter(({ target, version }) => target === CHANGED && version === 1)
      .at(-1)?.sentMicros ?? Number.NaN
  )
}

/** Requests for the changed object that reached the origin. */
export function fetchesOf(trace: Trace, target: string): number {
  return requestsTo(trace, 'origin').filter((request) => request.target === target).length
}
