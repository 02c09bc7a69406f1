import { percent, short } from '../../trace/figure-text'
import { countMarks, firstMark } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import {
  askedByShard,
  busiestOf,
  END,
  isQuery,
  meanOf,
  moveOf,
  readsWithin,
  SECOND,
  shareIn,
  turnedAt,
} from './claims-measures'
import { lessonClaims } from './lesson-claims'
import { ONE_HOME, READS_FIND } from './meta-checks'

const JOIN_AT = 1_000_000

const lesson: Lesson = {
  title: 'Split a database, and split it again',
  promise: 'How keys find their shard, how rows move while clients write, and what no shard more can help.',
  claims: lessonClaims,
  steps: [
    {
      id: 'gap',
      title: 'Ranges with two closed ends',
      text: [
        'The guide cuts the alphabet: from a to e, from f to j, and so on, both letters included. Text is compared letter by letter.',
        'The word “e” is the last key of the first range. “eve” comes after it.',
      ],
      setting: { preset: 'guide-gap' },
      moment: { mark: 'shard/none' },
      node: 'router',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'choice',
        question: 'What share of the requests finds no shard?',
        choices: [
          { label: 'hardly any: only the letters themselves', holds: below(0.05) },
          { label: 'about a fifth: all names with a last letter', holds: between(0.05, 0.35) },
          { label: 'half or more', holds: (value) => Number(value) >= 0.35 },
        ],
        reveal: { at: 3_900_000 },
        answer(trace) {
          const [none, routed] = [countMarks(trace, 'shard/none'), countMarks(trace, 'shard/routed')]
          const share = none / (none + routed)
          return {
            value: share,
            shown: `${none} of ${none + routed} keys have no shard: ${percent(share)}.`,
            why: 'A range that includes its last key still ends there. Half-open ranges meet without a gap: each begins where the one before ends.',
          }
        },
      },
      claims: ['gap-fails'],
    },
    {
      id: 'modulo',
      title: 'A list that becomes longer',
      text: [
        'Hash the key, divide by the number of shards, take the remainder. That spreads the keys well, until there are five shards instead of four.',
        'Here the list of shards grows and nothing else happens. So it is in the guide.',
      ],
      setting: { preset: 'guide-join' },
      moment: { at: JOIN_AT - 1_000 },
      node: 'router',
      act: { kind: 'go', label: 'Go to the join', to: { mark: 'shard/switched' } },
      prediction: {
        kind: 'number',
        question: 'What share of the keys is now looked for at the wrong shard?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.2,
        reveal: { mark: 'shard/switched' },
        answer: (trace) =>
          movedShare(trace, 'A remainder by 5 agrees with the remainder by 4 for only one hash in five.'),
      },
      claims: ['moves-most', 'reads-find-nothing', 'four-shards'],
    },
    {
      id: 'fair-share',
      title: 'Move only what the new shard needs',
      text: [
        'On a ring, or with slots that change hands, a shard that joins takes its fair share and nothing moves between the others.',
        'Now the rows travel too. Watch the five stages: writes to both, copy, comparison, cut-over, clean-up.',
      ],
      setting: { preset: 'live-ring' },
      moment: { mark: 'shard/dual-begun' },
      node: 'router',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'number',
        question: 'What share of the keys moves to the fifth shard?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.25,
        reveal: { mark: 'shard/cut-over' },
        answer: (trace) =>
          movedShare(trace, 'Five equal shares are a fifth each, and only the new one needs to be filled.'),
      },
      claims: ['moves-a-fifth', 'no-read-misses', 'cut-over'],
    },
    {
      id: 'why-both',
      title: 'Why write to both?',
      text: [
        'It seems simpler to copy all rows and switch when the copy is done. But clients do not stop writing.',
        'A row that changes after it was copied is old at its new home.',
      ],
      setting: { preset: 'copy-then-switch' },
      moment: { mark: 'shard/copied' },
      node: 'router',
      act: { kind: 'set', label: 'Write to both shards', values: { migration: 'live' } },
      prediction: {
        kind: 'choice',
        question: 'Does a client notice?',
        choices: [
          { label: 'no: the copy is over in a moment', holds: is('kept') },
          { label: 'yes: a write that was acknowledged is gone', holds: is('lost') },
        ],
        reveal: { mark: 'shard/cut-over' },
        answer(trace) {
          const breach = trace.breaches.find(({ check }) => check === READS_FIND)
          return {
            value: breach === undefined ? 'kept' : 'lost',
            shown: breach?.sentence ?? 'Every read finds what was acknowledged before.',
            why: 'Between the copy of a row and the switch lies time, and in it a write reaches the old home only.',
          }
        },
      },
      claims: ['old-value-returns'],
    },
    {
      id: 'way-back',
      title: 'Leave a way back',
      text: [
        'shard-5 is in use, and turns out to be slow. Writes still go to the old shards as well, and their rows are not deleted yet.',
        'So the move can be taken back: both copies are compared once more, and the old map returns.',
      ],
      setting: { preset: 'roll-back' },
      moment: { at: 2_900_000 },
      node: 'router',
      act: { kind: 'go', label: 'Go to the return of the old map', to: { mark: 'shard/rolled-back' } },
      prediction: {
        kind: 'choice',
        question: 'Which writes are lost on the way back?',
        choices: [
          { label: 'none', holds: is('none') },
          { label: 'those since the cut-over', holds: is('some') },
        ],
        reveal: { mark: 'shard/copies-dropped' },
        answer(trace) {
          const breach = trace.breaches.find(({ check }) => check === ONE_HOME || check === READS_FIND)
          const writes = countMarks(trace, 'shard/written-twice', turnedAt(trace))
          if (firstMark(trace, 'shard/rolled-back') === null) throw new Error('No move is taken back in this run.')
          return {
            value: breach === undefined ? 'none' : 'some',
            shown: breach?.sentence ?? `None: ${writes} writes after the cut-over went to both shards.`,
            why: 'As long as writes go to both, either map can be the one in force. Only the deletion of the old rows ends that.',
          }
        },
      },
      claims: ['slow-until-back', 'back-as-before', 'none-lost-none-doubled'],
    },
    {
      id: 'split',
      title: 'Order has a price',
      text: [
        'Ranges keep keys in order, so one can ask for all names from f to h. But order of names is not order of load: one range gets more than a third of it.',
        'A split cuts the range in the middle of its rows.',
      ],
      setting: { preset: 'hot-range' },
      moment: { at: JOIN_AT - 50_000 },
      node: 'router',
      act: { kind: 'play', label: 'Play from here' },
      claims: ['uneven-before', 'split-halves'],
    },
    {
      id: 'running',
      title: 'The newest key is always last',
      text: [
        'Orders have running numbers, and ranges keep them in order. Every new order has the highest number.',
        'A fifth shard takes the upper half of the busiest range.',
      ],
      setting: { preset: 'running-numbers' },
      moment: { mark: 'shard/dual-begun' },
      node: 'router',
      act: { kind: 'variant', label: 'Place the same orders by slots', variant: 'slots' },
      prediction: {
        kind: 'choice',
        question: 'Who gets the writes after the split?',
        choices: [
          { label: 'shard-4 and shard-5, half each', holds: is('shared') },
          { label: 'shard-5 alone', holds: is('shard-5') },
          { label: 'still shard-4', holds: is('shard-4') },
        ],
        reveal: { mark: 'shard/cut-over' },
        answer(trace) {
          const writes = askedByShard(trace, turnedAt(trace) + 1, END, true)
          const busiest = busiestOf(writes)
          const share = shareIn(writes, busiest)
          if (busiest === '') throw new Error('Nothing is written after the split.')
          return {
            value: share > 0.9 ? busiest : 'shared',
            shown: `${busiest} gets ${percent(share)} of the writes.`,
            why: 'A split divides the rows that are there. The rows to come are all on one side of the cut.',
          }
        },
      },
      claims: ['last-gets-writes', 'split-moves-the-spot'],
    },
    {
      id: 'hot-key',
      title: 'One key cannot be divided',
      text: ['Half of all requests ask for one key. Its shard has more to do than the others together.'],
      setting: { preset: 'hot-key' },
      moment: { mark: 'shard/dual-begun' },
      node: 'router',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'number',
        question: 'A fifth shard joins. What share does the busiest shard get after that?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.25,
        reveal: { at: 3_500_000 },
        answer(trace) {
          const after = askedByShard(trace, turnedAt(trace))
          const share = shareIn(after, busiestOf(after))
          return {
            value: Math.round(1_000 * share) / 10,
            shown: `${busiestOf(after)} gets ${percent(share)} of the requests.`,
            why: 'Moving keys can move the hot one, but not make it smaller. It takes copies of the row, or a cache before it.',
          }
        },
      },
      claims: ['hot-stays-hot', 'half-hot'],
    },
    {
      id: 'scatter',
      title: 'Ask all, wait for the slowest',
      text: [
        'A query that names no key has to ask every shard, and is done when the last one has answered.',
        'Then shard-2 becomes slow. One request in five is such a query.',
      ],
      setting: { preset: 'scatter-slow' },
      moment: { mark: 'node/slowed' },
      node: 'router',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'How much slower do queries become?',
        choices: [
          { label: 'a little: three of four shards are quick', holds: below(1.5) },
          { label: 'up to six times, as the slow shard', holds: between(1.5, 6.5) },
          { label: 'more than six times', holds: (value) => Number(value) >= 6.5 },
        ],
        reveal: { at: 7_500_000 },
        answer(trace) {
          const at = firstMark(trace, 'node/slowed')?.atMicros
          if (at === undefined) throw new Error('No shard becomes slow in this run.')
          const queries = (request: number): boolean => isQuery(trace, request)
          const times = meanOf(trace, queries, at) / meanOf(trace, queries, 0, at)
          return {
            value: times,
            shown: `Queries take ${short(times)} times as long; ${readsWithin(trace, at, at + SECOND)} reads were sent in the first second.`,
            why: 'Every query waits for the slow shard, and there it also waits in a queue that grows.',
          }
        },
      },
      claims: ['queries-wait-for-slow', 'others-do-not', 'slow-six-times'],
    },
  ],
}

export default lesson

function movedShare(trace: Trace, why: string): Answer {
  const move = moveOf(trace)
  if (move === null) throw new Error('No shard joins in this run.')
  return {
    value: Math.round(1_000 * move.share) / 10,
    shown: `${move.moved} of ${move.keys} keys: ${percent(move.share)}.`,
    why,
  }
}
