import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { marksOf } from '../../trace/marks'
import { below, between, is } from '../choices'
import type { Lesson } from '../lesson'
import { copiesBehind, drawsOf, meanOf, outcomesOf, readsAnswered, staleReads } from './claims-measures'
import { carts, lease } from './lesson-lease-and-carts'
import { ALL_EQUAL, LINEARIZABLE } from './meta-checks'
import { CUT_AT, HEAL_AT } from './meta-script'

const lesson: Lesson = {
  title: 'Copies that agree, and copies that do not',
  promise: 'What N, R and W buy, what they do not, and what a cut network makes you choose.',
  claims: {
    'three-copies': {
      sentence: 'Every key has three copies.',
      measure: (_, values) => ({ holds: values.number('copies') === 3, measured: `N = ${values.number('copies')}` }),
    },
    'five-copies': {
      sentence: 'Every key has five copies, on all nodes.',
      measure: (_, values) => ({ holds: values.number('copies') === 5, measured: `N = ${values.number('copies')}` }),
    },
  },
  steps: [
    {
      id: 'guide',
      title: 'Acknowledged by one',
      text: [
        'In the guide the primary alone acknowledges. The copies are sent on their way, without waiting and without a version.',
        'Two writes of one key can pass each other. Watch what a replica does with the older one that comes last.',
      ],
      setting: { preset: 'guide-overtaken' },
      moment: { mark: 'replica/overtaken' },
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'choice',
        question: 'When all is quiet again, are the copies alike?',
        choices: [
          { label: 'yes: all messages have arrived', holds: is('alike') },
          { label: 'no: some keep an older value for good', holds: is('unlike') },
        ],
        reveal: { at: 3_950_000 },
        answer(trace) {
          const behind = copiesBehind(trace)
          return {
            value: behind === 0 ? 'alike' : 'unlike',
            shown: `${behind} copies are older than another copy of their key.`,
            why: 'A replica without versions keeps what arrives last, which is not always what was written last. Nothing compares the copies later.',
          }
        },
      },
      claims: ['overtaken', 'stays-behind'],
    },
    {
      id: 'draws',
      title: 'Two draws by lot',
      text: [
        'Now every value has a stamp, and the newest wins. Three copies; a write goes to one, drawn by lot, and a read asks one, drawn by lot.',
      ],
      setting: { preset: 'fixed-sets' },
      moment: { mark: 'client/stale' },
      act: { kind: 'set', label: 'Read two copies', values: { 'read-quorum': 2 } },
      prediction: {
        kind: 'number',
        question: 'How many reads miss the newest value?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.2,
        reveal: { at: 19_900_000 },
        answer(trace) {
          const { reads, missed } = drawsOf(trace)
          if (reads === 0) throw new Error('Nothing was read.')
          return {
            value: (100 * missed) / reads,
            shown: `${missed} of ${reads} reads miss: ${percent(missed / reads)}.`,
            why: 'C(N − W, R) of C(N, R) sets of R copies avoid the W that have it: 2 of 3 here, and 1 of 3 when two are read.',
          }
        },
      },
      claims: ['three-copies', 'misses-as-drawn'],
    },
    {
      id: 'overlap',
      title: 'Sets that must meet',
      text: [
        'With two of three for writes and two of three for reads, every two sets share a copy. The price is to wait for the second answer instead of the first.',
      ],
      setting: { preset: 'overlap' },
      moment: { mark: 'quorum/read' },
      act: { kind: 'set', label: 'Ask for one and one', values: { 'read-quorum': 1, 'write-quorum': 1 } },
      claims: ['three-copies', 'no-stale'],
    },
    {
      id: 'inversion',
      title: 'Not stale, and still impossible',
      text: [
        'A write is under way and has reached one of its copies. One read asks that copy, the next read asks another one.',
        'Every read here meets a copy of every acknowledged write: all are written, one is read.',
      ],
      setting: { preset: 'inversion' },
      moment: { at: 300_000 },
      prediction: {
        kind: 'choice',
        question: 'Could one single copy have answered all reads so?',
        choices: [
          { label: 'yes: no read is stale', holds: is('yes') },
          { label: 'no: a value is seen and then gone again', holds: is('no') },
        ],
        reveal: { at: 3_950_000 },
        answer(trace) {
          const breach = trace.breaches.find(({ check }) => check === LINEARIZABLE)
          return {
            value: breach === undefined ? 'yes' : 'no',
            shown: `${staleReads(trace)} of ${readsAnswered(trace)} reads are stale. ${breach?.sentence ?? 'The history has an order.'}`,
            why: 'While a write is under way both values may be told. A single copy would change once; here reads go from new to old.',
          }
        },
      },
      claims: ['no-stale', 'goes-back'],
    },
    {
      id: 'atomic',
      title: 'Write back before you tell',
      text: [
        'An atomic register repairs this: a read that finds a value at less than a majority writes it to a majority first. Nobody can read the older value after that.',
      ],
      setting: { preset: 'atomic' },
      moment: { mark: 'quorum/wrote-back' },
      prediction: {
        kind: 'choice',
        question: 'What does a write cost against a plain read?',
        choices: [
          { label: 'the same', holds: below(1.2) },
          { label: 'about twice as much time at most', holds: between(1.2, 2.6) },
          { label: 'far more', holds: (value) => Number(value) >= 2.6 },
        ],
        reveal: { mark: 'quorum/written' },
        answer(trace) {
          const [read, write] = [meanOf(trace, 'read'), meanOf(trace, 'write')]
          const back = marksOf(trace, 'quorum/wrote-back').length / readsAnswered(trace)
          return {
            value: write / (read / (1 + back)),
            shown: `A write takes ${formatDuration(write)}, a read ${formatDuration(read)}; ${percent(back)} of the reads write back.`,
            why: 'A write asks a majority for the newest number and then writes to a majority: two rounds instead of one.',
          }
        },
      },
      claims: ['linearizable', 'second-round'],
    },
    {
      id: 'consistent',
      title: 'Cut: refuse …',
      text: [
        'Two of five nodes are cut off, with a coordinator and its clients. The atomic register needs three copies for every answer.',
      ],
      setting: { preset: 'partition-consistent' },
      moment: { at: CUT_AT },
      node: 'coordinator-b',
      prediction: {
        kind: 'choice',
        question: 'What do the clients of side b get during the cut?',
        choices: [
          { label: 'old values', holds: is('old') },
          { label: 'errors', holds: is('errors') },
          { label: 'answers as always', holds: is('answers') },
        ],
        reveal: { at: HEAL_AT },
        answer(trace) {
          const { ended, failed } = outcomesOf(trace, 'clients-b', CUT_AT + 20_000, HEAL_AT)
          const stale = staleReads(trace, CUT_AT, HEAL_AT)
          return {
            value: failed > ended / 2 ? 'errors' : stale > 0 ? 'old' : 'answers',
            shown: `${failed} of ${ended} requests of side b fail during the cut.`,
            why: 'Who cannot ask a majority cannot know whether the other side has written. To refuse is the only safe answer.',
          }
        },
      },
      claims: ['five-copies', 'minority-refuses', 'majority-answers', 'linearizable'],
    },
    lease,
    {
      id: 'available',
      title: '… or go on, and make it up later',
      text: [
        'With a sloppy quorum the next node on the ring stands in and keeps a hint. Both sides acknowledge everything.',
        'Go to the heal, and watch the triangles turn into dots.',
      ],
      setting: { preset: 'partition-available' },
      moment: { mark: 'hint/kept' },
      node: 'n4',
      act: { kind: 'go', label: 'Go to the first handoff after the heal', to: { mark: 'hint/handed', from: HEAL_AT } },
      prediction: {
        kind: 'choice',
        question: 'R + W > N holds. Are there stale reads during the cut?',
        choices: [
          { label: 'no: two sets of two in three always meet', holds: is('none') },
          { label: 'yes: they are not sets of the same three any more', holds: is('some') },
        ],
        reveal: { at: HEAL_AT },
        answer(trace) {
          const stale = staleReads(trace, CUT_AT, HEAL_AT)
          return {
            value: stale > 0 ? 'some' : 'none',
            shown: `${stale} of ${readsAnswered(trace, CUT_AT, HEAL_AT)} reads during the cut are stale.`,
            why: 'Stand-ins belong to nobody’s three copies: the two sides write to different nodes that need not meet.',
          }
        },
      },
      claims: ['both-sides-answer', 'stale-with-sloppy', 'hands-over', 'ends-equal'],
    },
    carts,
    {
      id: 'compare',
      title: 'Find the few that differ',
      text: [
        'A node was away, and nobody kept hints or reads the keys. Two nodes compare one hash for all that they share, and go down only where hashes differ.',
      ],
      setting: { preset: 'anti-entropy' },
      moment: { mark: 'repair/compared', from: 1_700_000 },
      act: { kind: 'set', label: 'Turn it off', values: { 'anti-entropy': 0 } },
      prediction: {
        kind: 'choice',
        question: 'Are all copies alike at the end?',
        choices: [
          { label: 'yes', holds: is('yes') },
          { label: 'no: only keys that are read again', holds: is('no') },
        ],
        reveal: { at: 3_950_000 },
        answer(trace) {
          const isBroken = trace.breaches.some(({ check }) => check === ALL_EQUAL)
          const exchanges = marksOf(trace, 'repair/compared', 1_700_000)
          return {
            value: isBroken ? 'no' : 'yes',
            shown: `${exchanges.length} exchanges after the cut; ${copiesBehind(trace)} copies are behind at the end.`,
            why: 'A root that differs leads to the buckets that differ, whether anybody reads their keys or not.',
          }
        },
      },
      claims: ['compares-few', 'ends-equal'],
    },
  ],
}

export default lesson
