/** Claims about the store of the guide. */
import { short } from '../../trace/figure-text'
import { marksOf } from '../../trace/marks'
import { failuresByCause } from '../../trace/measure'
import type { Claims } from '../system'
import { atEnd } from './claims-measures'

export const guideClaims: Claims = {
  'guide-finds-nothing': {
    sentence: 'Every query is answered with 0, and at the end more than 500 points are stored.',
    measure(trace) {
      const answers = marksOf(trace, 'guide/answered')
      const stored = atEnd(trace, 'points')
      const zero = answers.every(({ details }) => details.answer === 0)
      return {
        holds: answers.length > 20 && zero && stored > 500,
        measured: `${answers.length} answers of ${zero ? '0' : 'more'}, ${stored} points stored`,
      }
    },
  },
  'guide-index-stale': {
    sentence: 'The index has one entry a second, for 50 points each.',
    measure(trace, values) {
      const [entries, points] = [atEnd(trace, 'entries'), atEnd(trace, 'points')]
      const perSecond = 1_000_000 / values.number('every')
      return { holds: Math.abs(entries - points / perSecond) <= 1, measured: `${entries} entries for ${points} points` }
    },
  },
  'guide-drops-silently': {
    sentence: 'At least 50 points are taken and dropped at once, and no write fails.',
    measure(trace) {
      const dropped = marksOf(trace, 'guide/dropped').length
      const failed = failuresByCause(trace).size
      return {
        holds: dropped >= 50 && failed === 0,
        measured: `${dropped} points dropped, ${failed} causes of failure`,
      }
    },
  },
  'guide-index-leaks': {
    sentence: 'At the end the points are of about one second, but the index still has all twelve.',
    measure(trace, values) {
      const [entries, points] = [atEnd(trace, 'entries'), atEnd(trace, 'points')]
      const seconds = (points * values.number('every')) / 1_000_000
      return { holds: seconds < 1.2 && entries >= 11, measured: `points of ${short(seconds)} s, ${entries} entries` }
    },
  },
  'guide-moves-many': {
    sentence: 'From 4 s on each late point moves at least 100 others.',
    measure(trace) {
      const moved = marksOf(trace, 'guide/moved', 4_000_000).map(({ details }) => Number(details.moved))
      return {
        holds: moved.length > 50 && Math.min(...moved) >= 100,
        measured: `${Math.min(...moved)} to ${Math.max(...moved)} moved by ${moved.length} points`,
      }
    },
  },
}
