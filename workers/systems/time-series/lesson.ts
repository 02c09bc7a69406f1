import { formatDuration } from '../../kernel/time'
import { short } from '../../trace/figure-text'
import { marksOf } from '../../trace/marks'
import { failuresByCause } from '../../trace/measure'
import { atLeast, below, between, is } from '../choices'
import type { Lesson } from '../lesson'
import { answersFrom, atEnd } from './claims-measures'
import { SPIKE } from './model-signals'

const SETTLED = 9_000_000

const lesson: Lesson = {
  title: 'Points in time, byte by byte',
  promise: 'How a store keeps points in a byte or two, and when what it shows is not what happened.',
  claims: {
    'spike-is-130': {
      sentence: 'One point stands at 130 and the average of each second is asked for.',
      measure(trace, values) {
        const spikes = marksOf(trace, 'agent/behaviour').length
        const holds = spikes === 1 && SPIKE === 130 && values.text('function') === 'avg'
        return { holds, measured: `${spikes} spike of ${SPIKE}, ${values.text('function')}` }
      },
    },
    'three-hundred-users': {
      sentence: 'The label has 300 values on each of two agents.',
      measure(_, values) {
        const [users, agents] = [values.number('users'), values.number('agents')]
        return { holds: users === 300 && agents === 2, measured: `${users} users, ${agents} agents` }
      },
    },
    'late-by-900': {
      sentence: 'Every tenth point comes 900 ms late, later than the window is long.',
      measure(_, values) {
        const [late, by] = [values.number('late'), values.number('late-by')]
        const holds = late === 10 && by === 900_000 && values.number('window') < by
        return { holds, measured: `${late} % by ${formatDuration(by)}` }
      },
    },
    'range-of-eight': {
      sentence: 'A query asks for 8 s in steps of 4 s.',
      measure(_, values) {
        const [range, step] = [values.number('range'), values.number('step')]
        return {
          holds: range === 8_000_000 && step === 4_000_000,
          measured: `${formatDuration(range)} by ${formatDuration(step)}`,
        }
      },
    },
    'down-half-a-second': {
      sentence: 'The store is down from 6 s to 6.5 s.',
      measure(trace) {
        const [down] = marksOf(trace, 'node/crashed')
        const [up] = marksOf(trace, 'node/restarted')
        const holds = down?.atMicros === 6_000_000 && up?.atMicros === 6_500_000
        return { holds, measured: `${down?.sentence ?? ''} ${up?.sentence ?? ''}` }
      },
    },
  },
  steps: [
    {
      id: 'bits',
      title: 'What does not change costs nothing',
      text: [
        'A point is a time and a value, eight bytes each when written out. Points come evenly and change little, so the store keeps only what differs from the point before.',
        'Three agents report: a1 noise, a2 a counter, a3 always the same number.',
      ],
      setting: { preset: 'shapes' },
      moment: { mark: 'series/sealed', from: 5_000_000 },
      node: 'tsdb',
      act: { kind: 'step', label: 'Step to the next mark' },
      prediction: {
        kind: 'number',
        question: 'How many bytes does a point of the constant a3 take?',
        unit: 'bytes',
        min: 0,
        max: 16,
        within: 0.4,
        reveal: { at: 9_382_300 },
        answer(trace) {
          const [a1, a2, a3] = ['a1', 'a2', 'a3'].map((host) => atEnd(trace, `bytesEach:${host}`))
          if (!a3) throw new Error('There is no block of an agent a3 in this run.')
          return {
            value: Math.round(a3 * 100) / 100,
            shown: `a3 ${short(a3)} bytes, the counter a2 ${short(a2 ?? 0)}, the noise a1 ${short(a1 ?? 0)}.`,
            why: 'Nothing new is a bit for the time and a bit for the value, and the rest is the head of a block.',
          }
        },
      },
      claims: ['constant-small', 'counter-middle', 'noise-large'],
    },
    {
      id: 'decimals',
      title: 'Small steps, large bits',
      text: [
        'A wave changes a little from point to point, with one digit after the point. Written in binary, a tenth has no end.',
      ],
      setting: { preset: 'decimals-xor' },
      moment: { mark: 'series/sealed', from: 5_000_000 },
      node: 'tsdb',
      act: { kind: 'set', label: 'Keep ten times the value, as whole numbers', values: { values: 'decimals' } },
      prediction: {
        kind: 'choice',
        question: 'How many bytes does such a point take?',
        choices: [
          { label: 'less than two: it hardly changes', holds: below(2) },
          { label: 'two to five', holds: between(2, 5) },
          { label: 'more than five, nearly all of its eight', holds: atLeast(5) },
        ],
        reveal: { at: 8_002_350 },
        answer(trace) {
          const each = atEnd(trace, 'bytesEach:a1')
          return {
            value: each,
            shown: `${short(each)} bytes a point.`,
            why:
              each >= 5
                ? 'Neighbours in decimal differ in nearly all bits of a double.'
                : 'As whole numbers neighbours differ by little, and little takes few bits.',
          }
        },
      },
      claims: ['decimals-large'],
    },
    {
      id: 'cardinality',
      title: 'One label too many',
      text: [
        'Somebody adds the user to the labels: 300 values. Each value is a series of its own, with a head, an entry in the index, and hardly a point.',
      ],
      setting: { preset: 'cardinality' },
      moment: { mark: 'series/new', from: 1_000_000 },
      node: 'tsdb',
      act: { kind: 'set', label: 'Take the label away', values: { users: 1 } },
      prediction: {
        kind: 'choice',
        question: 'A raw point is 16 bytes. What does one take here, with all that it needs?',
        choices: [
          { label: 'less than 16: they are compressed', holds: below(16) },
          { label: 'from 16 to 100', holds: between(16, 100) },
          { label: 'more than 100', holds: atLeast(100) },
        ],
        reveal: { at: 11_900_000 },
        answer(trace) {
          const each = atEnd(trace, 'bytes') / Math.max(1, atEnd(trace, 'points'))
          return {
            value: each,
            shown: `${short(each)} bytes a point: ${atEnd(trace, 'series')} series for ${atEnd(trace, 'points')} points.`,
            why:
              each > 100
                ? 'The cost is in the series, not in the points, and no series gets enough of them to be compressed.'
                : 'Few series with many points each: the blocks can do their work.',
          }
        },
      },
      claims: ['three-hundred-users', 'series-explode', 'memory-explodes', 'nothing-sealed'],
    },
    {
      id: 'late',
      title: 'Too late to be let in',
      text: [
        'Every tenth point comes 900 ms late. The store takes late points within a window; what is older is sealed in blocks.',
      ],
      setting: { preset: 'late-outside' },
      moment: { at: 5_000_000 },
      node: 'tsdb',
      act: { kind: 'set', label: 'Make the window 1 s', values: { window: 1_000_000 } },
      prediction: {
        kind: 'choice',
        question: 'What happens to the late points?',
        choices: [
          { label: 'each finds its place', holds: is('kept') },
          { label: 'they are refused, and the sender is told', holds: is('told') },
          { label: 'they vanish, and nobody is told', holds: is('silent') },
        ],
        reveal: { mark: 'series/refused', from: 5_000_000 },
        answer(trace) {
          const [kept, refused] = [marksOf(trace, 'series/late').length, marksOf(trace, 'series/refused').length]
          const failed = [...failuresByCause(trace).values()].reduce((sum, count) => sum + count, 0)
          if (kept + refused === 0) throw new Error('No point is late in this run.')
          return {
            value: refused === 0 ? 'kept' : failed > 0 ? 'told' : 'silent',
            shown: `${refused} points are refused and ${kept} put in their place; ${failed} writes fail.`,
            why:
              refused > 0
                ? 'A sealed block is never opened again for writing. Saying so lets the sender do something about it.'
                : 'Within the window nothing is sealed yet, so a point can still be put where it belongs.',
          }
        },
      },
      claims: ['late-by-900', 'late-refused', 'late-told'],
    },
    {
      id: 'average',
      title: 'The spike that was not there',
      text: ['At 7 s one point stands at 130, far above all others. A dashboard asks for the average of each second.'],
      setting: { preset: 'spike-average' },
      moment: { mark: 'agent/behaviour' },
      node: 'tsdb',
      act: { kind: 'set', label: 'Ask for the largest instead', values: { function: 'max' } },
      prediction: {
        kind: 'number',
        question: 'How high is the highest step on the dashboard?',
        unit: 'units',
        min: 0,
        max: 200,
        within: 0.1,
        reveal: { mark: 'series/answered', from: 9_000_000 },
        answer(trace) {
          const seen = answersFrom(trace, SETTLED).filter(({ inRange }) => inRange > 0)
          const highest = Number(seen[0]?.highest)
          if (Number.isNaN(highest)) throw new Error('No query is answered in this run.')
          return {
            value: Math.round(highest * 100) / 100,
            shown: `${short(highest)}, where one point stands at ${SPIKE}.`,
            why:
              highest < SPIKE
                ? 'One point of many moves an average by hardly anything. Ask for the largest to see the largest.'
                : 'The largest of a step is that of its highest point, however many others there are.',
          }
        },
      },
      claims: ['spike-is-130', 'spike-hidden', 'spike-stored'],
    },
    {
      id: 'summaries',
      title: 'Do not read what can be known',
      text: [
        'A query asks for 8 s in steps of 4 s. Each block carries its count, sum, least and largest, so a block that lies within a step need not be opened.',
      ],
      setting: { preset: 'read-summaries' },
      moment: { mark: 'series/answered', from: 9_000_000 },
      node: 'tsdb',
      act: { kind: 'variant', label: 'Compare: without summaries', variant: 'gorilla' },
      prediction: {
        kind: 'number',
        question: 'For 100 points in the range, how many points and summaries are read?',
        unit: 'reads',
        min: 0,
        max: 150,
        within: 0.4,
        reveal: { mark: 'series/answered', from: 10_000_000 },
        answer(trace) {
          const seen = answersFrom(trace, SETTLED)
          const read = seen.reduce((sum, { points, summaries, rollups }) => sum + points + summaries + rollups, 0)
          const inRange = seen.reduce((sum, answer) => sum + answer.inRange, 0)
          if (inRange === 0) throw new Error('Nothing is in the range of the queries of this run.')
          return {
            value: Math.round((1000 * read) / inRange) / 10,
            shown: `${read} reads for ${inRange} points in range, in ${seen.length} queries.`,
            why:
              read < inRange
                ? 'Only the blocks that cross the bound of a step have to be opened.'
                : 'Without summaries every block has to be opened and read to its end.',
          }
        },
      },
      claims: ['range-of-eight', 'reads-few', 'takes-what-it-reads'],
    },
    {
      id: 'crash',
      title: 'What a crash takes',
      text: [
        'The newest points are only in memory, not yet in a block; a log on disk has them too. The store is down from 6 s to 6.5 s and then reads its log.',
      ],
      setting: { preset: 'crash-log' },
      moment: { mark: 'node/crashed' },
      node: 'tsdb',
      act: { kind: 'set', label: 'Do without the log', values: { log: false } },
      prediction: {
        kind: 'choice',
        question: 'What is missing afterwards?',
        choices: [
          { label: 'nothing', holds: is('nothing') },
          { label: 'only what was sent while it was down', holds: is('gap') },
          { label: 'that, and all that was not yet in a block', holds: is('head') },
        ],
        reveal: { mark: 'node/restarted' },
        answer(trace) {
          const [replayed] = marksOf(trace, 'series/replayed')
          const failed = [...failuresByCause(trace).values()].reduce((sum, count) => sum + count, 0)
          if (marksOf(trace, 'node/crashed').length === 0) throw new Error('The store does not crash in this run.')
          const back = Number(replayed?.details.points ?? 0)
          return {
            value: back === 0 ? 'head' : failed === 0 ? 'nothing' : 'gap',
            shown: `The log gives back ${back} points; ${failed} requests fail while the store is down.`,
            why:
              back > 0
                ? 'What was acknowledged is in the log. What was never taken in is a gap that stays.'
                : 'What was only in memory is gone with it, acknowledged or not.',
          }
        },
      },
      claims: ['down-half-a-second', 'log-gives-back', 'gap-stays'],
    },
  ],
}

export default lesson
