import { formatDuration } from '../../kernel/time'
import { countMarks, gaugePeak, marksOf } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import { loadsAtOnce, numberOf, ofApps, oldestAnswer, textOf } from './claims-measures'

const lesson: Lesson = {
  title: 'Copies of copies',
  promise: 'Why a copy must know when it ends, who loads it then, and how an old value comes back.',
  claims: {
    'two-seconds': {
      sentence: 'The shared cache is told to keep an entry for 2 s.',
      measure: (_, values) => ({
        holds: values.number('ttl') === 2_000_000,
        measured: formatDuration(values.number('ttl')),
      }),
    },
    'slow-query': {
      sentence: 'A query takes 100 ms, and 400 requests come a second.',
      measure: (_, values) => ({
        holds: values.number('query') === 100_000 && values.number('rps') === 400,
        measured: `${formatDuration(values.number('query'))}, ${values.number('rps')} requests/s`,
      }),
    },
    'same-keys': {
      sentence: 'A deploy fills the cache with 150 keys.',
      measure: (trace) => {
        const [warmed] = marksOf(trace, 'level/warmed')
        const count = warmed === undefined ? 0 : numberOf(warmed, 'count')
        return { holds: count === 150, measured: `${count} keys` }
      },
    },
    'once-a-second': {
      sentence: 'The flusher comes once a second.',
      measure: (_, values) => ({
        holds: values.number('flush') === 1_000_000,
        measured: formatDuration(values.number('flush')),
      }),
    },
  },
  steps: [
    {
      id: 'levels',
      title: 'Three places to look',
      text: [
        'Each app looks in its own memory, then in the shared cache, then in the database. The bar under a value is the time it has left.',
        'Follow a request: the nearer the level, the shorter the way.',
      ],
      setting: { preset: 'levels' },
      moment: { mark: 'level/copied', from: 1_000_000 },
      node: 'app-1',
      act: { kind: 'step', label: 'Step to the next decision' },
      claims: ['memory-most', 'database-least'],
    },
    {
      id: 'backfill',
      title: 'The time to live gets lost on the way up',
      text: [
        'The shared cache may keep an entry for 2 s. An app that finds it there puts a copy into its memory, and the guide’s code does not say for how long.',
      ],
      setting: { preset: 'backfill-guide' },
      moment: { mark: 'level/outlives', where: (mark) => textOf(mark, 'key') === 'k1' },
      node: 'app-1',
      act: { kind: 'variant', label: 'Read through instead', variant: 'read-through' },
      prediction: {
        kind: 'choice',
        question: 'A write comes after 1 s. How long is the old value answered after that?',
        choices: [
          { label: 'less than 100 ms', holds: below(100_000) },
          { label: 'until the 2 s are over', holds: between(100_000, 2_000_000) },
          { label: 'until the end of this run and longer', holds: atLeast(2_000_000) },
        ],
        reveal: { at: 4_900_000 },
        answer: (trace) => age(trace),
      },
      claims: ['two-seconds', 'outlives-below', 'older-than-ttl'],
    },
    {
      id: 'pile',
      title: 'One entry ends',
      text: [
        'One popular key, 400 requests a second, a query of 100 ms. The entry ends, and whoever comes before it is back finds nothing.',
      ],
      setting: { preset: 'dog-pile-guide' },
      moment: { at: 1_000_000 },
      node: 'database',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'number',
        question: 'How many loads of that one key are under way at once, at most?',
        unit: 'loads',
        min: 0,
        max: 100,
        within: 0.3,
        reveal: { at: 1_300_000 },
        answer: (trace) => pile(trace),
      },
      claims: ['slow-query', 'pile'],
    },
    {
      id: 'flight',
      title: 'Wait along',
      text: [
        'The first one loads; who comes while it is under way waits for the same answer. That holds within one app. Two apps still load twice, unless the shared cache gives out one lease.',
      ],
      setting: { preset: 'dog-pile-flight' },
      moment: { mark: 'level/joined', from: 900_000 },
      node: 'app-1',
      act: { kind: 'set', label: 'Give out leases', values: { flight: 'lease' } },
      prediction: {
        kind: 'choice',
        question: 'How many loads of the key are under way at once now?',
        choices: [
          { label: 'one', holds: is('1') },
          { label: 'one for each app', holds: is('2') },
          { label: 'more than that', holds: atLeast(3) },
        ],
        reveal: { at: 1_300_000 },
        answer(trace) {
          const { count } = loadsAtOnce(trace)
          return {
            value: count,
            shown: `At most ${count} at once, ${ofApps(trace, 'loads')} in the whole run.`,
            why: 'Each app knows of its own flights only; a lease stands where all of them look.',
          }
        },
      },
      claims: ['one-per-app', 'many-join'],
    },
    {
      id: 'together',
      title: 'What came together ends together',
      text: [
        'A deploy has filled the cache with 150 keys, all with the same time to live. No key is asked for much; it is the number of them.',
      ],
      setting: { preset: 'together' },
      moment: { at: 1_500_000 },
      node: 'database',
      act: { kind: 'set', label: 'Add jitter of 40 %', values: { jitter: 40 } },
      prediction: {
        kind: 'number',
        question: 'How many queries wait for the database at once, at most?',
        unit: 'queries',
        min: 0,
        max: 200,
        within: 0.3,
        reveal: { at: 1_900_000 },
        answer(trace) {
          const most = gaugePeak(trace, 'database', 'queue')
          return {
            value: most,
            shown: `${most} queries wait at the worst moment.`,
            why: 'The same loads do no harm when each key ends at a time of its own.',
          }
        },
      },
      claims: ['same-keys', 'queue-piles-up'],
    },
    {
      id: 'late-set',
      title: 'The value that came back',
      text: [
        'app-1 has read v1 from the database and pauses before it can store it. Meanwhile app-2 writes v2 and deletes the entry.',
        'Then app-1 goes on.',
      ],
      setting: { preset: 'late-set' },
      moment: { mark: 'level/invalidated' },
      node: 'redis',
      act: { kind: 'go', label: 'Go to where app-1 wakes up', to: { mark: 'node/resumed' } },
      prediction: {
        kind: 'choice',
        question: 'What do the apps answer a second later?',
        choices: [
          { label: 'v2: the delete came last', holds: is('v2') },
          { label: 'v1: the late set came last', holds: is('v1') },
        ],
        reveal: { at: 1_400_000 },
        answer(trace) {
          const value = answerAt(trace, 1_400_000)
          return {
            value,
            shown: `After 1.4 s the apps answer ${value}.`,
            why:
              value === 'v1'
                ? 'Nobody asked whether what is stored was read before the delete.'
                : 'Something stands between the late set and the cache: a lease, a version or another name.',
          }
        },
      },
      claims: ['old-comes-back'],
    },
    {
      id: 'lease',
      title: 'A delete takes the lease away',
      text: [
        'Whoever misses gets a lease with a number, and may store only with it. A delete ends the lease. What was read before the write cannot come back.',
      ],
      setting: { preset: 'late-set-lease' },
      moment: { mark: 'level/refused' },
      node: 'redis',
      act: { kind: 'step', label: 'Step to the next decision' },
      claims: ['late-set-refused'],
    },
    {
      id: 'behind',
      title: 'Fast writes, and what they cost',
      text: [
        'With write-behind a write is over when the shared cache has it. The flusher comes once a second and writes each key once. Then Redis crashes.',
      ],
      setting: { preset: 'behind-crash' },
      moment: { at: 1_900_000 },
      node: 'redis',
      act: { kind: 'set', label: 'Let Redis keep a file', values: { file: true } },
      prediction: {
        kind: 'choice',
        question: 'What becomes of the writes since the last flush?',
        choices: [
          { label: 'the database has them', holds: is('kept') },
          { label: 'they are gone, though they were acknowledged', holds: is('lost') },
        ],
        reveal: { at: 2_160_000 },
        answer(trace) {
          const [breach] = trace.breaches.filter(({ sentence }) => sentence.includes('acknowledged'))
          return {
            value: breach === undefined ? 'kept' : 'lost',
            shown: breach?.sentence ?? 'Every acknowledged write is there after the restart.',
            why: 'An acknowledged write is as safe as the one place that has it.',
          }
        },
      },
      claims: ['once-a-second', 'window-lost'],
    },
  ],
}

export default lesson

function age(trace: Trace): Answer {
  const { micros } = oldestAnswer(trace)
  const longer = countMarks(trace, 'level/outlives')
  return {
    value: micros,
    shown: `The oldest answer was replaced ${formatDuration(micros)} before it was given.`,
    why:
      longer > 0
        ? 'The copy lives for the default hour: its end was not copied with it.'
        : 'No copy lives longer than the one that it was taken from.',
  }
}

function pile(trace: Trace): Answer {
  const { count, key } = loadsAtOnce(trace)
  return {
    value: count,
    shown: `${count} loads of ${key} are under way at once.`,
    why: 'As many as come while one load takes: requests a second times its seconds.',
  }
}

/** What an app last answered before a moment. */
function answerAt(trace: Trace, micros: number): string {
  const last = marksOf(trace, 'level/hit', 0, micros).at(-1)
  if (last === undefined) throw new Error('nobody has answered')
  return textOf(last, 'value')
}
