/** Claims about two that happen at once. */
import { formatDuration } from '../../kernel/time'
import { HopKind } from '../../protocol'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import type { Claims } from '../system'
import { oldestAnswer, replacements, requestsOf, textOf } from './claims-measures'

/** What was on its way when a write came may be answered so long after it. */
const ON_THE_WAY = 250_000

export const raceClaims: Claims = {
  'old-comes-back': {
    sentence: 'After app-2 has answered v2, both apps answer v1 again, at least ten times.',
    measure(trace) {
      const answers = marksOf(trace, 'level/hit')
      const fresh = answers.find((mark) => textOf(mark, 'value') === 'v2')
      const old = answers.filter((mark) => textOf(mark, 'value') === 'v1' && mark.index > (fresh?.index ?? Infinity))
      const apps = new Set(old.map(({ node }) => node))
      return { holds: old.length >= 10 && apps.size === 2, measured: `${old.length} answers of ${apps.size} apps` }
    },
  },
  'late-set-refused': {
    sentence: 'The shared cache refuses the late set, and no app answers the old value after that.',
    measure(trace) {
      const refused = marksOf(trace, 'level/refused')[0]
      if (refused === undefined) return { holds: false, measured: 'no set is refused' }
      const value = textOf(refused, 'value')
      const later = marksOf(trace, 'level/hit', refused.atMicros).filter((mark) => textOf(mark, 'value') === value)
      return { holds: later.length === 0, measured: `${value} refused: ${textOf(refused, 'why')}` }
    },
  },
  'never-old': {
    sentence: 'No answer was replaced longer than 250 ms before, though values are replaced.',
    measure(trace) {
      const { micros } = oldestAnswer(trace)
      const writes = replacements(trace).size
      return { holds: writes > 0 && micros <= ON_THE_WAY, measured: `at most ${formatDuration(micros)}` }
    },
  },
  'asks-for-generation': {
    sentence: 'Each read asks Redis for the generation of its key.',
    measure(trace) {
      const asked = commandsOf(trace, 'GET generation:')
      const ended = requestsOf(trace, 'GET').filter(({ endMicros }) => endMicros < Number.POSITIVE_INFINITY).length
      return { holds: ended > 0 && asked >= ended, measured: `${asked} questions for ${ended} reads` }
    },
  },
  'cache-differs': {
    sentence: 'The database has v3, and apps answer v2 for more than a second after it was replaced.',
    measure(trace) {
      const last = marksOf(trace, 'database/wrote').at(-1)
      const { micros, mark } = oldestAnswer(trace)
      const holds = last !== undefined && textOf(last, 'value') === 'v3' && micros > 1_000_000
      return { holds, measured: `${mark === null ? 'nothing' : textOf(mark, 'value')} for ${formatDuration(micros)}` }
    },
  },
  'memories-told': {
    sentence: 'At least ten times a memory lets go of a key because a message says so.',
    measure(trace) {
      const count = countMarks(trace, 'level/dropped')
      return { holds: count >= 10, measured: `${count} times` }
    },
  },
  'nothing-published': {
    sentence: 'No app publishes anything, and Redis tells an app nothing that it has not read.',
    measure(trace) {
      const published = commandsOf(trace, 'PUBLISH')
      const told = tellings(trace)
      const known = told.filter(({ hasRead }) => hasRead).length
      const holds = published === 0 && told.length > 10 && known === told.length
      return { holds, measured: `${told.length} messages to who has read the key, ${published} published` }
    },
  },
  'memory-emptied': {
    sentence:
      'The app that is cut off empties its memory within 120 ms, and answers nothing from it until it hears again.',
    measure(trace) {
      const cut = firstMark(trace, 'link/cut')?.atMicros ?? 0
      const [emptied, hears] = ['level/emptied', 'level/hears'].map(
        (name) => firstMark(trace, name)?.atMicros ?? Infinity,
      )
      const app = trace.topology.nodes.findIndex(({ name }) => name === 'app-1')
      const hits = marksOf(trace, 'level/hit', emptied, hears).filter(({ node }) => node === app).length
      const after = (emptied ?? Infinity) - cut
      return {
        holds: after <= 120_000 && hits === 0 && Number.isFinite(hears),
        measured: `after ${formatDuration(after)}; ${hits} answers from it`,
      }
    },
  },
  'old-in-shared': {
    sentence: 'The other app takes the old value from the shared cache after it was replaced.',
    measure(trace) {
      const at = replacements(trace).get('k1 v1') ?? Infinity
      const app = trace.topology.nodes.findIndex(({ name }) => name === 'app-2')
      const copies = marksOf(trace, 'level/copied', at + ON_THE_WAY).filter(
        (mark) => mark.node === app && textOf(mark, 'value') === 'v1',
      )
      return { holds: copies.length > 0, measured: `${copies.length} times` }
    },
  },
  'other-memory-old': {
    sentence:
      'An app answers a value that was replaced more than 250 ms before, and at most the time to live in memory.',
    measure(trace, values) {
      const { micros } = oldestAnswer(trace)
      const holds = micros > ON_THE_WAY && micros <= values.number('memory-ttl')
      return { holds, measured: formatDuration(micros) }
    },
  },
}

export function commandsOf(trace: Trace, beginning: string): number {
  return marksOf(trace, 'redis/ran').filter((mark) => textOf(mark, 'command').startsWith(beginning)).length
}

/** Messages of Redis to apps, and whether the app has asked for the key since it was told last. */
function tellings(trace: Trace): { readonly hasRead: boolean }[] {
  const read = new Set<string>()
  const told: { hasRead: boolean }[] = []
  for (let index = 0; index < trace.hopCount; index++) {
    if (trace.hopKind(index) !== HopKind.request) continue
    const { from, to, label } = trace.hop(index)
    const [sender, receiver] = [trace.topology.nodes[from], trace.topology.nodes[to]]
    if (receiver?.kind === 'redis')
      for (const word of label.split(' ')) if (/^[kx][0-9]+$/.test(word)) read.add(`${sender?.name} ${word}`)
    if (sender?.kind !== 'redis' || !label.startsWith('message ')) continue
    const place = `${receiver?.name} ${label.slice('message '.length)}`
    told.push({ hasRead: read.delete(place) })
  }
  return told
}
