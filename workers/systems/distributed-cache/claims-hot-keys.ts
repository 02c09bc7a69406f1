/** Claims about a key that many ask for. */
import { percent, short } from '../../trace/figure-text'
import { countMarks, gaugePeak } from '../../trace/marks'
import type { Claims } from '../system'
import { asked, busyShare, HOT_KEY, oldRead, SECOND, shares } from './claims-measures'

export const hotKeyClaims: Claims = {
  'one-node-pinned': {
    sentence:
      'One node gets more than half of the questions and is busy for more than 85 % of the time, all others for less than half.',
    measure(trace) {
      const [[hottest = ''] = [], ...others] = shares(asked(trace))
      const busy = busyShare(trace, hottest, SECOND, 4 * SECOND)
      const rest = Math.max(...others.map(([node]) => busyShare(trace, node, SECOND, 4 * SECOND)))
      const [[, share = 0] = []] = shares(asked(trace))
      return {
        holds: share > 0.5 && busy > 0.85 && rest < 0.5,
        measured: `${hottest} gets ${percent(share)} and is busy for ${percent(busy)}, others for up to ${percent(rest)}`,
      }
    },
  },
  'near-relieves': {
    sentence:
      'From the second second on item:1 is asked for at most 40 times a second instead of hundreds, and no node is busy for more than half of the time.',
    measure(trace, values) {
      const times = asked(trace, SECOND, 4 * SECOND).filter(({ key }) => key === HOT_KEY).length / 3
      const nodes = Array.from({ length: values.number('caches') }, (_, index) => `cache-${index + 1}`)
      const busy = Math.max(...nodes.map((node) => busyShare(trace, node, SECOND, 4 * SECOND)))
      return {
        holds: times <= 40 && busy < 0.5,
        measured: `${short(times)} times a second; busy for up to ${percent(busy)}`,
      }
    },
  },
  'old-in-memory': {
    sentence: 'A read of item:1 finds a row that an acknowledged write had replaced.',
    measure: (trace) => oldRead(trace, (_, sentence) => sentence.includes(`${HOT_KEY} `)),
  },
  'spread-evens': {
    sentence: 'From the second second on no node gets more than 35 % of the questions.',
    measure(trace) {
      const [[node = '', share = 1] = []] = shares(asked(trace, SECOND))
      return { holds: share <= 0.35, measured: `${node} gets ${percent(share)}` }
    },
  },
  'near-told': {
    sentence: 'The other application hears of at least ten writes of rows that it keeps, and forgets them.',
    measure(trace) {
      const heard = countMarks(trace, 'fleet/near-forgotten')
      return {
        holds: heard >= 10,
        measured: `${heard} times, with ${countMarks(trace, 'fleet/near')} answers from memory`,
      }
    },
  },
  coalesced: {
    sentence: 'At least a tenth of all reads are served by the question of another one.',
    measure(trace) {
      const [joined, questions] = [countMarks(trace, 'fleet/joins'), asked(trace).length]
      return {
        holds: joined >= (joined + questions) / 10,
        measured: `${joined} of ${joined + questions} reads`,
      }
    },
  },
  'short-queue': {
    sentence: 'No more than four commands ever wait at a node.',
    measure(trace, values) {
      const nodes = Array.from({ length: values.number('caches') }, (_, index) => `cache-${index + 1}`)
      const most = Math.max(...nodes.map((node) => gaugePeak(trace, node, 'queue')))
      return { holds: most <= 4, measured: `at most ${most}` }
    },
  },
}
