import { percent, short } from '../../trace/figure-text'
import { firstMark, marksOf } from '../../trace/marks'
import { failuresByCause } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import { busiest, placementNodes } from './claims-load'
import { type Change, databaseQueries, hitRatio } from './claims-measures'

const CHANGE_AT = 2_000_000
const SECOND = 1_000_000

const lesson: Lesson = {
  title: 'Where does a key live?',
  promise: 'How a fleet of caches shares keys, and why one node more can bring a database down.',
  claims: {
    'one-home': {
      sentence: 'Before the change every question about a key goes to the same node.',
      measure(trace) {
        const homes = new Map<string, string>()
        let strays = 0
        for (const { details } of marksOf(trace, 'placement/located', 0, CHANGE_AT)) {
          const [key, node] = [String(details.key), String(details.node)]
          if ((homes.get(key) ?? node) !== node) strays++
          homes.set(key, node)
        }
        return {
          holds: strays === 0 && homes.size > 100,
          measured: `${homes.size} keys, ${strays} questions elsewhere`,
        }
      },
    },
    'four-points': {
      sentence: 'Each node has four points.',
      measure: (_, values) => ({ holds: values.number('points') === 4, measured: `${values.number('points')} points` }),
    },
    'bound-125': {
      sentence: 'The bound is 125 % of the mean.',
      measure: (_, values) => ({ holds: values.number('bound') === 125, measured: `${values.number('bound')} %` }),
    },
    'nine-of-ten-hit': {
      sentence: 'In the second before the change about nine of ten questions are hits, within 4 %.',
      measure(trace) {
        const ratio = hitRatio(trace, CHANGE_AT - SECOND, CHANGE_AT)
        return { holds: Math.abs(ratio - 0.9) < 0.04, measured: percent(ratio) }
      },
    },
  },
  steps: [
    {
      id: 'one-home',
      title: 'Every key has one home',
      text: [
        'Four caches stand before one database. The application hashes a key, divides by the number of caches, and the remainder says where the key lives.',
        'So every question about a key goes to the same cache, and about nine of ten find their answer there.',
      ],
      setting: { preset: 'add-modulo' },
      moment: { mark: 'placement/located', from: 1_000_000 },
      node: 'app',
      act: { kind: 'step', label: 'Step to the next decision' },
      claims: ['one-home', 'nine-of-ten-hit'],
    },
    {
      id: 'modulo-moves',
      title: 'One node more',
      text: ['After 2 s a fifth cache joins to help. The divisor is now five, and every remainder is worked out anew.'],
      setting: { preset: 'add-modulo' },
      moment: { at: CHANGE_AT - 1_000 },
      node: 'app',
      act: { kind: 'go', label: 'Go to the change', to: { mark: 'placement/changed' } },
      prediction: {
        kind: 'number',
        question: 'What share of all keys gets another home?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.15,
        reveal: { mark: 'placement/changed' },
        answer: (trace) =>
          movedShare(trace, 'Only a key with the same remainder by both divisors stays, and that is one in five.'),
      },
      claims: ['moved-by-modulo'],
    },
    {
      id: 'stampede',
      title: 'A moved key is a miss',
      text: [
        'The new homes are empty. Each moved key is missed once wherever it now belongs, and every miss is a query at the database.',
      ],
      setting: { preset: 'add-modulo' },
      moment: { mark: 'placement/changed' },
      node: 'database',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'In the next 250 ms, how many queries does the database get?',
        choices: [
          { label: 'about as many as before', holds: below(1.5) },
          { label: 'two or three times as many', holds: between(1.5, 4) },
          { label: 'more than four times as many', holds: atLeast(4) },
        ],
        reveal: { at: CHANGE_AT + 250_000 },
        answer: (trace) =>
          changed(trace, ({ atMicros }) => {
            const before = databaseQueries(trace, atMicros - SECOND, atMicros) / 4
            const after = databaseQueries(trace, atMicros, atMicros + 250_000)
            return {
              value: after / before,
              shown: `${after} queries instead of ${short(before)}: ${short(after / before)} times as many.`,
              why: 'Caches hide load. When they forget all at once, all of it comes through.',
            }
          }),
      },
      claims: ['hit-ratio-falls', 'database-spike', 'moved-keys-miss'],
    },
    {
      id: 'ring',
      title: 'Put the nodes on a ring',
      text: [
        'Hash the nodes too, to many points on one circle. A key belongs to the next point clockwise.',
        'A new node adds its points to the circle. Only the keys just before these points are concerned.',
      ],
      setting: { preset: 'add-ring' },
      moment: { at: CHANGE_AT - 1_000 },
      node: 'app',
      act: { kind: 'go', label: 'Go to the change', to: { mark: 'placement/changed' } },
      prediction: {
        kind: 'number',
        question: 'The fifth node joins. What share of the keys moves now?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.25,
        reveal: { mark: 'placement/changed' },
        answer: (trace) =>
          movedShare(trace, 'The new node takes its own fair share from the others, and nothing else moves.'),
      },
      claims: ['moved-by-ring', 'hit-ratio-holds', 'database-calm'],
    },
    {
      id: 'few-points',
      title: 'Few points, long arcs',
      text: [
        'Where the points fall is chance. With 4 points a node, some arcs of the circle are long and some short, and a node with long arcs owns many keys.',
      ],
      setting: { preset: 'few-points' },
      moment: { at: 2_000_000 },
      node: 'app',
      act: { kind: 'set', label: 'Give each node 128 points', values: { points: 128 } },
      prediction: {
        kind: 'number',
        question: 'Eight nodes. How many times the mean does the busiest get?',
        unit: 'times',
        min: 1,
        max: 8,
        within: 0.25,
        reveal: { at: 3_900_000 },
        answer(trace, values) {
          const { name, share } = busiest(trace, Number.POSITIVE_INFINITY)
          const times = share * values.number('caches')
          return {
            value: Math.round(times * 100) / 100,
            shown: `${name} gets ${short(times)} times the mean, ${percent(share)} of all questions.`,
            why: 'The more points a node has, the more its long and short arcs even out.',
          }
        },
      },
      claims: ['four-points', 'busiest-far', 'share-deviation'],
    },
    {
      id: 'bounded',
      title: 'Or pass by who is full',
      text: [
        'Another way out keeps the few points and sets a bound: a node may hold 125 % of the mean. A key that finds its node full walks on to the next one.',
      ],
      setting: { preset: 'bounded-loads' },
      moment: { mark: 'placement/walked', from: 1_000_000 },
      node: 'app',
      act: { kind: 'step', label: 'Step along the look-up' },
      prediction: {
        kind: 'choice',
        question: 'How many keys does the fullest node hold?',
        choices: [
          { label: 'fewer than the bound allows', holds: is('below') },
          { label: 'exactly as many as the bound allows', holds: is('at') },
          { label: 'more, for a popular node cannot refuse', holds: is('above') },
        ],
        reveal: { at: 2_000_000 },
        answer(trace, values) {
          const bound = Math.ceil((values.number('bound') * values.number('keys')) / (100 * values.number('caches')))
          const most = Math.max(...placementNodes(trace).map(({ load }) => load ?? 0))
          return {
            value: most < bound ? 'below' : most > bound ? 'above' : 'at',
            shown: `The fullest node holds ${most} keys; the bound is ${bound}.`,
            why: 'The longest arcs run into the bound, and what is too much for them falls to their neighbours.',
          }
        },
      },
      claims: ['bound-holds', 'bounded-walks', 'busiest-near', 'bound-125'],
    },
    {
      id: 'crash',
      title: 'A crash is not a farewell',
      text: [
        'On a good ring cache-2 crashes. Nobody has told the application to take it out, so its keys still belong to it.',
      ],
      setting: { preset: 'lose-node' },
      moment: { mark: 'node/crashed' },
      node: 'app',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'Who answers for the keys of cache-2 now?',
        choices: [
          { label: 'the other caches: the keys move at once', holds: is('moved') },
          { label: 'the database, every time', holds: is('fallen') },
        ],
        reveal: { mark: 'cache/failed' },
        answer(trace) {
          const crash = firstMark(trace, 'node/crashed')
          if (crash === null) throw new Error('No node crashes in this run.')
          const moved = firstMark(trace, 'placement/changed')
          let fallen = 0
          for (const _ of marksOf(trace, 'cache/failed', crash.atMicros)) fallen++
          const failed = [...failuresByCause(trace)].map(([cause, count]) => `${count} by ${cause}`).join(', ')
          return {
            value: moved === null ? 'fallen' : 'moved',
            shown:
              moved === null
                ? `No key moves. ${fallen} questions fall back on the database; failed requests: ${failed || 'none'}.`
                : `${moved.sentence} Before that, ${fallen} questions fall back on the database.`,
            why: 'Placement changes when somebody decides that the node is gone, not when it dies.',
          }
        },
      },
      claims: ['membership-stays', 'lost-keys-fall-back', 'database-doubles', 'failures-have-causes'],
    },
  ],
}

export default lesson

function movedShare(trace: Trace, why: string): Answer {
  return changed(trace, ({ moved, keys, where, node, kind }) => ({
    value: Math.round(moved * 1000) / 10,
    shown: `${node} ${kind === 'joined' ? 'joins' : 'leaves'}: ${percent(moved)} of ${keys} keys move, ${where}.`,
    why,
  }))
}

function changed(trace: Trace, answer: (change: Change) => Answer): Answer {
  const mark = firstMark(trace, 'placement/changed')
  if (mark === null) throw new Error('No node joins or leaves in this run.')
  return answer({ ...(mark.details as unknown as Change), atMicros: mark.atMicros })
}
