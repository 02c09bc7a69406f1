/** Claims about who answers, for how long, and what the guide does with null and with time. */
import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { countMarks, gaugePeak, marksOf } from '../../trace/marks'
import type { Claims } from '../system'
import { numberOf, ofApps, oldestAnswer, replacements, requestsOf, textOf, ttlHitRatio } from './claims-measures'

const HOUR = 3_600_000_000
/** Redis keeps deadlines in whole milliseconds. */
const ROUNDING = 2_000

export const levelClaims: Claims = {
  'memory-most': {
    sentence: 'The memories of the apps answer more than three of four reads.',
    measure(trace) {
      const share = ofApps(trace, 'hits') / requestsOf(trace, 'GET').length
      return { holds: share > 0.75, measured: percent(share) }
    },
  },
  'database-least': {
    sentence: 'The shared cache answers more than the database, which is asked for less than one read in twelve.',
    measure(trace) {
      const [shared, loads] = [ofApps(trace, 'shared hits'), ofApps(trace, 'loads')]
      const share = loads / requestsOf(trace, 'GET').length
      return { holds: shared > loads && share < 1 / 12, measured: `${shared} from the shared cache, ${loads} loads` }
    },
  },
  'hit-ratio-law': {
    sentence: 'The hit ratio is within 0.03 of Σ p · λpT / (1 + λpT).',
    measure(trace, values) {
      const ratio = ofApps(trace, 'hits') / requestsOf(trace, 'GET').length
      const law = ttlHitRatio(values, values.number('memory-ttl'), values.number('rps'))
      return { holds: Math.abs(ratio - law) < 0.03, measured: `${percent(ratio)} against ${percent(law)}` }
    },
  },
  'outlives-below': {
    sentence: 'A memory keeps for an hour what the shared cache has for less than 2 s more.',
    measure(trace) {
      const copies = marksOf(trace, 'level/outlives')
      const worst = copies.find((mark) => numberOf(mark, 'life') === HOUR && numberOf(mark, 'below') < 2_000_000)
      if (worst === undefined) return { holds: false, measured: 'no copy outlives the one below' }
      return { holds: true, measured: `${copies.length} copies, ${formatDuration(numberOf(worst, 'below'))} below` }
    },
  },
  'older-than-ttl': {
    sentence: 'An app answers a value that was replaced longer ago than the time to live.',
    measure(trace, values) {
      const { micros } = oldestAnswer(trace)
      return { holds: micros > values.number('ttl'), measured: `${formatDuration(micros)} after it was replaced` }
    },
  },
  'copies-bounded': {
    sentence: 'Every copy in a memory ends when the one below does, or before.',
    measure(trace) {
      const copies = marksOf(trace, 'level/copied')
      const beyond = Math.max(...copies.map((mark) => numberOf(mark, 'life') - numberOf(mark, 'below')))
      const holds = copies.length > 5 && beyond <= ROUNDING && countMarks(trace, 'level/outlives') === 0
      return { holds, measured: `${copies.length} copies, none longer than the one below` }
    },
  },
  'never-older-than-ttl': {
    sentence: 'Old values are answered, and none that was replaced longer ago than the time to live.',
    measure(trace, values) {
      const { micros } = oldestAnswer(trace)
      return { holds: micros > 0 && micros <= values.number('ttl'), measured: `at most ${formatDuration(micros)}` }
    },
  },
  'nothing-always-loaded': {
    sentence: 'More than nine of ten requests for a key that does not exist go to the database.',
    measure(trace) {
      const share = loadsOfNothing(trace)
      return { holds: share > 0.9, measured: percent(share) }
    },
  },
  'nothing-seldom-loaded': {
    sentence: 'At most one in ten requests for a key that does not exist goes to the database.',
    measure(trace) {
      const share = loadsOfNothing(trace)
      return { holds: share > 0 && share <= 0.1, measured: percent(share) }
    },
  },
  'nothing-cached': {
    sentence: 'Every set is refused, the shared cache never holds a key, and no request fails.',
    measure(trace) {
      const [refused, loaded] = [countMarks(trace, 'guide/swallowed'), countMarks(trace, 'level/loaded')]
      const keys = gaugePeak(trace, 'redis', 'keys')
      const failed = countMarks(trace, 'client/failed')
      const holds = loaded > 100 && refused === loaded && keys === 0 && failed === 0
      return { holds, measured: `${refused} of ${loaded} sets refused, ${failed} requests failed` }
    },
  },
  'front-answers': {
    sentence: 'Most reads never reach the app: the caches of HTTP answer them.',
    measure(trace) {
      const reads = requestsOf(trace, 'GET').length
      const reached = marksOf(trace, 'http-cache/forwards').filter(
        (mark) => trace.topology.nodes[mark.node]?.name === 'proxy' && textOf(mark, 'label').startsWith('GET'),
      )
      const share = 1 - reached.length / reads
      return { holds: reached.length > 0 && share > 0.5, measured: `${percent(share)} of ${reads} reads` }
    },
  },
  'other-browser-old': {
    sentence: 'After the write the browser of the other users still answers the old value from its own memory.',
    measure(trace) {
      const at = replacements(trace).get('k1 v1') ?? Number.POSITIVE_INFINITY
      const [next] = kept(trace, 'http-cache/keeps', at)
      const until = next?.atMicros ?? Number.POSITIVE_INFINITY
      const hits = kept(trace, 'http-cache/hit', at + 10_000).filter(({ atMicros }) => atMicros < until)
      const last = hits.at(-1)
      const age = last === undefined ? 0 : last.atMicros - at
      return { holds: hits.length > 0, measured: `${hits.length} times, up to ${formatDuration(age)} after it` }
    },
  },
  'browser-never-asks': {
    sentence: 'That browser asks for the key no more.',
    measure(trace) {
      const at = replacements(trace).get('k1 v1') ?? 0
      const asked = kept(trace, 'http-cache/forwards', at).length
      return { holds: at > 0 && asked === 0, measured: `${asked} times in ${formatDuration(trace.heldMicros - at)}` }
    },
  },
}

/** Marks of the second browser about k1. */
function kept(trace: Parameters<typeof marksOf>[0], name: string, from: number) {
  if (from === Number.POSITIVE_INFINITY) return []
  return marksOf(trace, name, from).filter(
    (mark) => trace.topology.nodes[mark.node]?.name === 'browser-2' && textOf(mark, 'label') === 'GET /k1',
  )
}

function loadsOfNothing(trace: Parameters<typeof marksOf>[0]): number {
  const asked = requestsOf(trace, 'GET').filter(({ label }) => label.startsWith('GET /x')).length
  const loaded = marksOf(trace, 'level/loads').filter((mark) => textOf(mark, 'key').startsWith('x')).length
  return loaded / Math.max(1, asked)
}
