import { firstMark } from '../../trace/marks'
import type { Claims } from '../system'

/** What the steps of the lesson say of a run beyond what its preset promises. */
export const lessonClaims: Claims = {
  'four-shards': {
    sentence: 'Four shards share 480 rows.',
    measure(_, values) {
      const [shards, rows] = [values.number('shards'), values.number('rows')]
      return { holds: shards === 4 && rows === 480, measured: `${shards} shards, ${rows} rows` }
    },
  },
  'half-hot': {
    sentence: 'Every second request with a key is for one key.',
    measure: (_, values) => ({ holds: values.number('hot') === 50, measured: `${values.number('hot')} %` }),
  },
  'slow-six-times': {
    sentence: 'One of four shards needs six times as long.',
    measure(trace) {
      const slow = firstMark(trace, 'node/slowed')
      return { holds: slow?.details.factor === 6, measured: slow?.sentence ?? 'no shard is slow' }
    },
  },
}
