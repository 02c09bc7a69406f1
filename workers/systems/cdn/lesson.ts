import { formatDuration } from '../../kernel/time'
import { percent } from '../../trace/figure-text'
import { marksOf } from '../../trace/marks'
import { atLeast, below, between, is } from '../choices'
import type { Lesson } from '../lesson'
import { classRatio } from './claims-delivery'
import { answersOf, hitShare, medianTook, overlapMicros, requestsTo } from './claims-measures'
import { lastSteps } from './lesson-last-steps'
import { LAUNCH } from './model-places'

const lesson: Lesson = {
  title: 'Copies near everybody',
  promise: 'What edges, shields, times to live and purges do for an origin, and which copies people get to see.',
  claims: {
    'three-times-sixty': {
      sentence: 'In each of three cities 60 people ask at once.',
      measure(trace) {
        const counts = marksOf(trace, 'cdn/crowd').map(({ details }) => Number(details.count))
        return { holds: counts.length === 3 && counts.every((count) => count === 60), measured: counts.join(', ') }
      },
    },
    'one-in-ten': {
      sentence: 'An edge has room for one object in ten.',
      measure(_, values) {
        const [room, all] = [values.number('capacity'), values.number('objects')]
        return { holds: room * 10 === all, measured: `${room} of ${all}` }
      },
    },
  },
  steps: [
    {
      id: 'near',
      title: 'The speed of light is the limit',
      text: [
        'The origin stands in Cape Town. Light in glass needs tens of milliseconds to get there, and no faster machine changes that. A copy on the own continent does.',
      ],
      setting: { preset: 'calm' },
      moment: { at: 5_000_000 },
      node: 'frankfurt',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'How much longer does half of what an edge has to fetch take than half of its hits?',
        choices: [
          { label: 'less than twice as long', holds: below(2) },
          { label: 'two to three times', holds: between(2, 3) },
          { label: 'more than three times', holds: atLeast(3) },
        ],
        reveal: { mark: 'http-cache/hit', from: 5_000_000 },
        answer(trace) {
          const answers = answersOf(trace).filter(({ status }) => status === 200)
          const hit = medianTook(answers.filter(({ isHit }) => isHit))
          const fetched = medianTook(answers.filter(({ isHit }) => !isHit))
          return {
            value: fetched / hit,
            shown: `Medians: ${formatDuration(hit)} from memory, ${formatDuration(fetched)} when it is fetched.`,
            why: 'A hit pays the way to the next edge and back, a miss also the way across oceans.',
          }
        },
      },
      claims: ['hits-are-near', 'origin-is-spared'],
    },
    {
      id: 'stampede',
      title: 'Cold edges and a crowd',
      text: [
        'A new page is launched, and in each of three cities 60 people ask for it at once. The guide says that edges keep copies. Nobody has one yet.',
      ],
      setting: { preset: 'stampede-guide' },
      moment: { mark: 'cdn/crowd' },
      node: 'origin',
      act: { kind: 'go', label: 'Go to the first refusal', to: { mark: 'cdn/origin-full' } },
      prediction: {
        kind: 'number',
        question: 'How many requests for the new page reach the origin?',
        unit: 'requests',
        min: 0,
        max: 1_000,
        within: 0.1,
        reveal: { mark: 'cdn/origin-full' },
        answer(trace) {
          const asked = requestsTo(trace, 'origin').filter(({ target }) => target === LAUNCH).length
          return {
            value: asked,
            shown: `${asked} requests.`,
            why: 'Until the first answer is back, everybody who asks finds nothing and goes on to the origin.',
          }
        },
      },
      claims: ['three-times-sixty', 'all-go-through', 'launch-fails'],
    },
    {
      id: 'shield',
      title: 'Ask once for all who wait',
      text: [
        'A cache that collapses requests lets everybody wait for the answer that is on its way already. And if all edges ask through one more cache, a shield, that one does the same for them.',
      ],
      setting: { preset: 'stampede-shield' },
      moment: { mark: 'http-cache/collapses' },
      node: 'shield',
      act: { kind: 'variant', label: 'Compare: edges without a shield', variant: 'edges' },
      prediction: {
        kind: 'choice',
        question: 'How many requests for the new page reach the origin now?',
        choices: [
          { label: 'one', holds: is('1') },
          { label: 'three', holds: is('3') },
          { label: 'more', holds: (value) => !['1', '3'].includes(String(value)) },
        ],
        reveal: { mark: 'cdn/origin-serves', where: (mark) => String(mark.details.label).includes(LAUNCH) },
        answer(trace) {
          const asked = requestsTo(trace, 'origin').filter(({ target }) => target === LAUNCH).length
          return {
            value: asked,
            shown: `${asked} of the people’s requests ${asked === 1 ? 'reaches' : 'reach'} the origin.`,
            why: 'Every cache on the way asks once, so the last one before the origin decides.',
          }
        },
      },
      claims: ['one-in-all', 'launch-succeeds'],
    },
    {
      id: 'tail',
      title: 'The long tail does not pay',
      text: [
        'An edge has room for one object in ten. Popular objects are asked for again before they are thrown out. Those of the tail are not, however many of them there are.',
      ],
      setting: { preset: 'tail' },
      moment: { at: 12_000_000 },
      node: 'frankfurt',
      act: { kind: 'set', label: 'Room for all', values: { capacity: 300 } },
      prediction: {
        kind: 'choice',
        question: 'How often is an object of the tail found, the least popular four fifths of all?',
        choices: [
          { label: 'never', holds: (value) => Number(value) === 0 },
          { label: 'less than one time in five', holds: between(0.000001, 0.2) },
          { label: 'more often', holds: atLeast(0.2) },
        ],
        reveal: { mark: 'http-cache/evicted', from: 12_000_000 },
        answer(trace) {
          const [head, tail] = [classRatio(trace, 'head'), classRatio(trace, 'tail')]
          return {
            value: tail,
            shown: `${percent(tail)} hits in the tail, ${percent(head)} among the most popular objects.`,
            why: 'What is asked for less often than the room turns over leaves before it is of use.',
          }
        },
      },
      claims: ['one-in-ten', 'head-over-tail', 'tail-is-evicted'],
    },
    {
      id: 'vary',
      title: 'One header that ruins it',
      text: [
        'Vary names the request fields on which an answer depends. With User-Agent in it, each of sixty browsers needs a copy of its own, although the pages are alike.',
      ],
      setting: { preset: 'vary-browser' },
      moment: { at: 10_000_000 },
      node: 'frankfurt',
      act: { kind: 'set', label: 'Vary by language instead', values: { vary: 'language' } },
      prediction: {
        kind: 'number',
        question: 'What share of all answers come from the memory of an edge?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.3,
        reveal: { mark: 'http-cache/forwards', from: 10_000_000, where: (mark) => mark.sentence.includes('none for') },
        answer(trace) {
          const share = hitShare(answersOf(trace))
          return {
            value: Math.round(share * 100),
            shown: `${percent(share)}.`,
            why: 'Every variant is asked for as seldom as if it were an object of the tail.',
          }
        },
      },
      claims: ['vary-explodes'],
    },
    {
      id: 'purge',
      title: 'A purge takes its time',
      text: [
        'A new version is published. The shield forgets the old one first; otherwise an edge would fetch it from there again. Then the edges are told, each at its own time.',
      ],
      setting: { preset: 'purge' },
      moment: { mark: 'cdn/published' },
      node: 'new-york',
      act: { kind: 'go', label: 'Go to when all have heard of it', to: { mark: 'cdn/purge-done' } },
      prediction: {
        kind: 'choice',
        question: 'For how long do some people see the new version while others still get the old one?',
        choices: [
          { label: 'not at all', holds: (value) => Number(value) === 0 },
          { label: 'up to half a second', holds: between(0.000001, 0.5) },
          { label: 'longer', holds: atLeast(0.5) },
        ],
        reveal: { mark: 'cdn/purge-done' },
        answer(trace) {
          const micros = overlapMicros(answersOf(trace), '/p/1', 2)
          return {
            value: micros / 1_000_000,
            shown: `For ${formatDuration(micros)}.`,
            why: 'A purge is a message to each edge, and they do not arrive together.',
          }
        },
      },
      claims: ['two-versions', 'purge-bounds'],
    },
    {
      id: 'race',
      title: 'A purge that comes too early',
      text: [
        'The origin works on a page with the old version in hand. Then the new one is published, and the purge is at the edge before the page is. What should be done with the page?',
      ],
      setting: { preset: 'purge-race-guide' },
      moment: { mark: 'cdn/published' },
      act: { kind: 'variant', label: 'Compare: what is on its way is not kept', variant: 'edges' },
      prediction: {
        kind: 'choice',
        question: 'Which version do the guide’s edges serve in the end?',
        choices: [
          { label: 'all the new one', holds: is('0') },
          { label: 'some the old one', holds: (value) => Number(value) > 0 },
        ],
        reveal: { mark: 'guide-edge/hit', from: 3_000_000, where: (mark) => mark.details.label === 'GET /p/1' },
        answer(trace) {
          const late = answersOf(trace, trace.heldMicros - 2_000_000).filter(({ target }) => target === '/p/1')
          const old = new Set(late.filter(({ version }) => version === 1).map(({ edge }) => edge)).size
          return {
            value: old,
            shown: `In the last two seconds the old version comes from ${old} of three edges.`,
            why: 'An edge that stores what was asked for before a purge has undone it, unless it looks.',
          }
        },
      },
      claims: ['old-for-ever'],
    },
    ...lastSteps,
  ],
}

export default lesson
