/** Claims about when a write is seen and what a query costs. */

import { formatDuration } from '../../kernel/time'
import { short } from '../../trace/figure-text'
import { marksOf } from '../../trace/marks'
import { latencyPercentile } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Claims, Verdict } from '../system'
import { answers, totalOf } from './claims-measures'
import { CORPUS } from './model-corpus'
import { NEW_DOCUMENT, REWRITTEN } from './model-writes'

const SECOND = 1_000_000

export const workClaims: Claims = {
  'one-more-round': {
    sentence: 'Before every search each shard is asked for its numbers once.',
    measure(trace) {
      const gathered = marksOf(trace, 'search/gathered').length
      const analysed = marksOf(trace, 'search/analysed').length
      return { holds: gathered > 0 && analysed - gathered <= 1, measured: `${gathered} rounds for ${analysed} queries` }
    },
  },
  'unseen-until-refresh': {
    sentence: 'At least three answers between the acknowledgement and the refresh do not name the new document.',
    measure: (trace) =>
      aroundRefresh(trace, ({ writtenAt, seenAt }) => {
        const between = answers(trace, writtenAt, seenAt)
        const blind = between.filter(({ docs }) => !docs.includes(NEW_DOCUMENT.id)).length
        const time = formatDuration(seenAt - writtenAt)
        return {
          holds: blind >= 3 && blind === between.length,
          measured: `${blind} of ${between.length} answers in the ${time} before the refresh`,
        }
      }),
  },
  'seen-after-refresh': {
    sentence:
      'It is seen within one refresh interval and 50 ms, and from 20 ms after the refresh every answer names it.',
    measure: (trace, values) =>
      aroundRefresh(trace, ({ writtenAt, seenAt }) => {
        const after = answers(trace, seenAt + 20_000)
        const naming = after.filter(({ docs }) => docs.includes(NEW_DOCUMENT.id)).length
        const isInTime = seenAt - writtenAt <= values.number('refresh') + 50_000
        return {
          holds: isInTime && after.length > 0 && naming === after.length,
          measured: `seen after ${formatDuration(seenAt - writtenAt)}, named in ${naming} of ${after.length} answers`,
        }
      }),
  },
  'found-under-old-word': {
    sentence:
      'From 20 ms after it was written anew the document is still found under the word that it no longer holds.',
    measure: (trace) =>
      afterWrite(trace, (atMicros) => {
        const after = answers(trace, atMicros + 20_000)
        const stale = after.filter(({ docs }) => docs.includes(REWRITTEN.id)).length
        return { holds: stale > 0 && stale === after.length, measured: `${stale} of ${after.length} answers` }
      }),
  },
  'delete-refused': {
    sentence: 'The attempt to delete it fails.',
    measure(trace) {
      const refused = marksOf(trace, 'search/cannot-delete').length
      return { holds: refused === 1, measured: `${refused} refused` }
    },
  },
  'gone-after-refresh': {
    sentence: 'It is found before it is written anew, and never later than 20 ms after the next refresh of its shard.',
    measure(trace) {
      const [refresh] = marksOf(trace, 'search/refreshed', SECOND)
      if (refresh === undefined) return { holds: false, measured: 'no refresh after the write' }
      const finds = (from: number, to: number): number =>
        answers(trace, from, to).filter(({ docs }) => docs.includes(REWRITTEN.id)).length
      const before = finds(0, SECOND)
      const after = finds(refresh.atMicros + 20_000, Number.POSITIVE_INFINITY)
      return { holds: before > 0 && after === 0, measured: `${before} answers before, ${after} after` }
    },
  },
  'few-scored': {
    sentence: 'Fewer than one in five matching documents are scored.',
    measure(trace) {
      const steps = marksOf(trace, 'search/scored')
      const [scored, matching] = [totalOf(steps, 'scored'), totalOf(steps, 'matching')]
      return { holds: scored > 0 && scored < matching / 5, measured: `${scored} of ${matching} documents` }
    },
  },
  'few-read': {
    sentence: 'Fewer than half of the postings of the query’s words are read.',
    measure(trace) {
      const steps = marksOf(trace, 'search/walked')
      const [touched, postings] = [totalOf(steps, 'touched'), totalOf(steps, 'postings')]
      return { holds: touched > 0 && touched < postings / 2, measured: `${touched} of ${postings} postings` }
    },
  },
  'all-scored': {
    sentence: 'Every matching document is scored and every posting read.',
    measure(trace) {
      const steps = marksOf(trace, 'search/scored')
      const [scored, matching] = [totalOf(steps, 'scored'), totalOf(steps, 'matching')]
      const isAllRead = totalOf(steps, 'touched') === totalOf(steps, 'postings')
      return { holds: scored > 0 && scored === matching && isAllRead, measured: `${scored} of ${matching} documents` }
    },
  },
  'slow-shard-last': {
    sentence: 'From half a second after the slowdown shard-2 is the last to answer at least nine queries in ten.',
    measure(trace) {
      const merged = marksOf(trace, 'search/merged', SECOND + 500_000)
      const last = merged.filter(({ details }) => details.slowest === 'shard-2').length
      return {
        holds: merged.length > 0 && last >= merged.length * 0.9,
        measured: `${last} of ${merged.length} queries`,
      }
    },
  },
  'latency-follows': {
    sentence: 'The median latency of queries is at least three times that before the slowdown.',
    measure(trace) {
      const before = latencyPercentile(trace, 50, 0, SECOND) ?? 0
      const after = latencyPercentile(trace, 50, SECOND + 500_000) ?? 0
      return {
        holds: before > 0 && after >= 3 * before,
        measured: `${formatDuration(before)} before, ${formatDuration(after)} after`,
      }
    },
  },
  'segments-bounded': {
    sentence:
      'After more than 40 refreshes no shard has had more segments than the merge factor for each size class (a power of the factor).',
    measure(trace, values) {
      const refreshes = marksOf(trace, 'search/refreshed')
      const most = Math.max(0, ...refreshes.map(({ details }) => Number(details.segments)))
      const factor = values.number('merge-factor')
      const documents = CORPUS.length + totalOf(refreshes, 'added')
      let bound = factor
      for (let size = factor; size <= documents; size *= factor) bound += factor
      const measured = `${refreshes.length} refreshes, ${most} segments at most, ${bound} allowed`
      return { holds: refreshes.length > 40 && most <= bound, measured }
    },
  },
  'merges-copy': {
    sentence: 'Merges copy more postings than refreshes write: a document is copied more than once.',
    measure(trace) {
      const written = totalOf(marksOf(trace, 'search/refreshed'), 'tokens')
      const copied = totalOf(marksOf(trace, 'search/segments-merged'), 'postings')
      return {
        holds: copied > written,
        measured: `${copied} copied, ${written} written: ${short(copied / written)} times`,
      }
    },
  },
}

/** The moments at which the new document was acknowledged and became visible. */
function aroundRefresh(
  trace: Trace,
  measure: (moments: { readonly writtenAt: number; readonly seenAt: number }) => Verdict,
): Verdict {
  const written = marksOf(trace, 'search/written').find(({ details }) => details.id === NEW_DOCUMENT.id)
  const seen = marksOf(trace, 'search/refreshed').find(({ details }) =>
    (details.ids as readonly string[]).includes(NEW_DOCUMENT.id),
  )
  if (written === undefined || seen === undefined) return { holds: false, measured: 'it is never seen' }
  return measure({ writtenAt: written.atMicros, seenAt: seen.atMicros })
}

function afterWrite(trace: Trace, measure: (atMicros: number) => Verdict): Verdict {
  const written = marksOf(trace, 'search/written').find(({ details }) => details.id === REWRITTEN.id)
  return written === undefined ? { holds: false, measured: 'nothing is written' } : measure(written.atMicros)
}
