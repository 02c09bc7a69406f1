import { percent, short } from '../../trace/figure-text'
import { countMarks, firstMark } from '../../trace/marks'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import { aboutKey, asked, crashOf, foundOutAt, peakQueries, queries, SECOND, shares } from './claims-measures'
import { NOT_OLD } from './meta-checks'

const CRASH_AT = 1_000_000

const lesson: Lesson = {
  title: 'When a cache node dies',
  promise: 'Who gets the load of a cache that is gone, how one load serves all, and where old values come from.',
  claims: {
    'four-nodes': {
      sentence: 'Four nodes share 400 keys.',
      measure(_, values) {
        const [nodes, keys] = [values.number('caches'), values.number('keys')]
        return { holds: nodes === 4 && keys === 400, measured: `${nodes} nodes, ${keys} keys` }
      },
    },
    'three-probes': {
      sentence: 'A node is out after three failed probes.',
      measure: (_, values) => ({ holds: values.number('fall') === 3, measured: `${values.number('fall')} probes` }),
    },
    'ends-at-1-s': {
      sentence: 'Rows end after 1 s.',
      measure: (_, values) => ({ holds: values.number('ttl') === SECOND, measured: `${values.number('ttl')} µs` }),
    },
    'near-100-ms': {
      sentence: 'Applications keep a hot key for 100 ms.',
      measure: (_, values) => ({
        holds: values.number('near-ttl') === 100_000,
        measured: `${values.number('near-ttl')} µs`,
      }),
    },
  },
  steps: [
    {
      id: 'modulo',
      title: 'One node less',
      text: [
        'Four nodes share the keys by the remainder of a hash. Then cache-2 dies, and after three failed probes the applications divide by three.',
      ],
      setting: { preset: 'lose-modulo' },
      moment: { at: CRASH_AT - 1_000 },
      node: 'app-1',
      act: { kind: 'go', label: 'Go to the moment they find out', to: { mark: 'fleet/remapped' } },
      prediction: {
        kind: 'choice',
        question: 'How many times as many queries does the database get then?',
        choices: [
          { label: 'hardly more', holds: below(2) },
          { label: 'two to five times as many', holds: between(2, 5) },
          { label: 'more than five times as many', holds: atLeast(5) },
        ],
        reveal: { at: 1_500_000 },
        answer: (trace) =>
          flood(trace, 'Keys whose remainder changes have a home that has never seen them, wherever they were before.'),
      },
      claims: ['moves-three-quarters', 'misses-as-moved', 'database-floods', 'four-nodes', 'three-probes'],
    },
    {
      id: 'ring',
      title: 'Only what was lost moves',
      text: [
        'On a ring the keys of cache-2 move to the next points, and no other key moves.',
        'Still they all miss once, at nodes that have their own work to do.',
      ],
      setting: { preset: 'lose-ring' },
      moment: { mark: 'fleet/remapped' },
      node: 'app-1',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'number',
        question: 'What share of the keys moves?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.25,
        reveal: { mark: 'fleet/remapped' },
        answer(trace) {
          const mark = firstMark(trace, 'fleet/remapped')
          if (mark === null) throw new Error('No keys move in this run.')
          return {
            value: Math.round(1_000 * Number(mark.details.share)) / 10,
            shown: mark.sentence,
            why: 'The arcs of one node of four are about a quarter of the ring.',
          }
        },
      },
      claims: ['moves-a-quarter', 'others-undisturbed', 'misses-as-moved'],
    },
    {
      id: 'gutter',
      title: 'A node that stands in',
      text: [
        'If a key was hot enough to bring its node down, moving it brings down the next one. So the keys of cache-2 stay its own, and a spare node, the gutter, is asked for them.',
        'It keeps rows for a short time only.',
      ],
      setting: { preset: 'gutter' },
      moment: { mark: 'fleet/covered' },
      node: 'app-1',
      act: { kind: 'play', label: 'Play from here' },
      claims: ['loses-a-quarter', 'misses-once', 'few-failures', 'others-undisturbed'],
    },
    {
      id: 'copies',
      title: 'Or a second copy',
      text: ['Each key lives on two nodes. Reads go to the one with fewer open requests, deletes to both.'],
      setting: { preset: 'copies' },
      moment: { mark: 'node/crashed' },
      node: 'app-1',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'choice',
        question: 'What does the database notice of the crash?',
        choices: [
          { label: 'nothing much', holds: below(1.5) },
          { label: 'a spike, as before', holds: atLeast(1.5) },
        ],
        reveal: { at: CRASH_AT + SECOND },
        answer(trace) {
          const at = crashOf(trace)?.atMicros
          if (at === undefined) throw new Error('No node crashes in this run.')
          const [before, after] = [queries(trace, at - SECOND, at), queries(trace, at, at + SECOND)]
          return {
            value: after / Math.max(1, before),
            shown: `${before} queries in the second before, ${after} in the second after.`,
            why: 'Whoever gets no answer asks the other copy. It costs twice the memory.',
          }
        },
      },
      claims: ['database-calm'],
    },
    {
      id: 'failover',
      title: 'A copy that is a little behind',
      text: [
        'In a Redis Cluster each primary repeats its changes to a copy, after it has answered. Here the copy stands still for a moment, and then the primary dies.',
        'A majority of the primaries puts the copy in its place.',
      ],
      setting: { preset: 'cluster-lost-deletes' },
      moment: { mark: 'cluster/promoted' },
      act: { kind: 'set', label: 'Let deletes wait for the copy', values: { 'wait-copy': true } },
      prediction: {
        kind: 'choice',
        question: 'A write was acknowledged before the crash, and its row deleted. Who reads it afterwards?',
        choices: [
          { label: 'the new row: the delete was acknowledged', holds: is('new') },
          { label: 'the old row: the copy never heard of the delete', holds: is('old') },
        ],
        reveal: { at: 1_600_000 },
        answer(trace) {
          const breach = trace.breaches.find(({ check }) => check === NOT_OLD)
          return {
            value: breach === undefined ? 'new' : 'old',
            shown: breach?.sentence ?? 'No read is old.',
            why: 'The answer did not wait for the copy. When it does, as with WAIT 1, nothing acknowledged is lost, and writes wait while the copy is away.',
          }
        },
      },
      claims: ['acknowledged-lost', 'old-after-failover'],
    },
    {
      id: 'stampede',
      title: 'Everybody loads the same row',
      text: ['Nine of ten requests ask for item:1, and its row takes 60 ms to load. After 1 s it ends.'],
      setting: { preset: 'stampede' },
      moment: { at: 999_000 },
      node: 'app-1',
      act: { kind: 'set', label: 'Switch leases on', values: { leases: true } },
      prediction: {
        kind: 'number',
        question: 'How often is it loaded before it is there again?',
        unit: 'times',
        min: 1,
        max: 100,
        within: 0.4,
        reveal: { at: 1_080_000 },
        answer(trace) {
          const loads = aboutKey(trace, 'fleet/loads', 'item:1', 0, 1_500_000).length
          return {
            value: loads,
            shown: `${loads} loads of one row.`,
            why: 'Every request that comes within the 60 ms finds nothing and does the same as the first.',
          }
        },
      },
      claims: ['loads-many', 'ends-at-1-s'],
    },
    {
      id: 'leases',
      title: 'One loads, the others wait',
      text: [
        'The cache gives the first who misses a lease, a number. The others are told to ask again in a moment.',
        'A value comes in only with the lease.',
      ],
      setting: { preset: 'leases' },
      moment: { mark: 'lease/given', from: 990_000 },
      act: { kind: 'step', label: 'Step to the next decision' },
      claims: ['loads-one', 'many-wait'],
    },
    {
      id: 'stale-set',
      title: 'How an old value comes back',
      text: [
        'app-1 reads a row for the cache and stands still. app-2 writes the row and deletes the key. Then app-1 stores what it has.',
      ],
      setting: { preset: 'stale-set' },
      moment: { mark: 'node/paused' },
      node: 'app-1',
      act: { kind: 'set', label: 'Switch leases on', values: { leases: true } },
      prediction: {
        kind: 'choice',
        question: 'Does anybody read the old value?',
        choices: [
          { label: 'no: the delete has removed it', holds: is('new') },
          { label: 'yes, and it may stay for its whole time to live', holds: is('old') },
        ],
        reveal: { at: 1_410_000 },
        answer(trace) {
          const breach = trace.breaches.find(({ check }) => check === NOT_OLD)
          return {
            value: breach === undefined ? 'new' : 'old',
            shown: breach?.sentence ?? `${countMarks(trace, 'lease/refused')} values are refused, none is old.`,
            why: 'A delete removes what is there, not what is on its way. With a lease, what is on its way is refused.',
          }
        },
      },
      claims: ['old-row-stays'],
    },
    {
      id: 'hot-key',
      title: 'A key hotter than a node',
      text: ['More than half of all requests ask for item:1. A node answers one command at a time.'],
      setting: { preset: 'hot-key' },
      moment: { at: 2_000_000 },
      node: 'app-1',
      act: { kind: 'set', label: 'Put it on every node', values: { 'hot-keys': 'spread' } },
      prediction: {
        kind: 'number',
        question: 'What share of all questions does the busiest of four nodes get?',
        unit: '%',
        min: 25,
        max: 100,
        within: 0.15,
        reveal: { at: 3_900_000 },
        answer(trace) {
          const [[node = '', share = 0] = []] = shares(asked(trace))
          return {
            value: Math.round(1_000 * share) / 10,
            shown: `${node} gets ${percent(share)}.`,
            why: 'A good hash spreads keys, not requests. What helps are copies: on every node, or near the reader.',
          }
        },
      },
      claims: ['one-node-pinned'],
    },
    {
      id: 'near',
      title: 'Near is cheap, and old',
      text: [
        'Applications keep item:1 for 100 ms in their own memory. That relieves its node; but nobody tells app-2 when app-1 writes.',
      ],
      setting: { preset: 'hot-key-near-old' },
      moment: { mark: 'fleet/near' },
      node: 'app-1',
      act: { kind: 'play', label: 'Play from here' },
      claims: ['old-in-memory', 'near-100-ms'],
    },
  ],
}

export default lesson

function flood(trace: Trace, why: string): Answer {
  const crash = crashOf(trace)
  const at = foundOutAt(trace)
  if (crash === null || at === null) throw new Error('No node is found out in this run.')
  const before = (queries(trace, 0, crash.atMicros) * SECOND) / crash.atMicros
  const peak = peakQueries(trace, at, at + SECOND)
  return {
    value: peak / Math.max(1, before),
    shown: `${short(before)} queries a second before, up to ${peak} a second after: ${short(peak / Math.max(1, before))} times as many.`,
    why,
  }
}
