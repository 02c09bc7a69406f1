import { formatDuration } from '../../kernel/time'
import type { Scenario } from '../../scenario/scenario'
import { percent, short } from '../../trace/figure-text'
import { firstMark } from '../../trace/marks'
import { meanLatency, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between } from '../choices'
import type { Lesson } from '../lesson'
import { turnsOf } from './claims-fleet'
import { SECOND, stagesOf, throughput, waitsBesideIdle } from './claims-measures'
import { lessonClaims } from './lesson-claims'

const ADDED_AT = 10 * SECOND
const SPIKE_AT = 20 * SECOND

const lesson: Lesson = {
  title: 'Bigger, or more?',
  promise:
    'What scaling up and scaling out really bring: in time, in throughput, in money, and on the day a machine breaks.',
  claims: lessonClaims,
  steps: [
    {
      id: 'half-busy',
      title: 'Room to spare',
      text: [
        'Four small machines share the work. They are busy for half of the time, and a request takes hardly longer than its work.',
        'The monitor draws what theory says of such machines, and beside it of the same capacity bought in another way. The dot is what this run has measured, and below stands what a million requests cost.',
      ],
      setting: { preset: 'knee' },
      moment: { at: 19 * SECOND },
      node: 'monitor',
      act: { kind: 'play', label: 'Play from here' },
      claims: ['knee-nearly-free'],
    },
    {
      id: 'knee',
      title: 'The knee',
      text: [
        'Now the load rises, step by step, from 32 to 38 requests a second. That is less than a fifth more.',
        'The bill goes the other way: machines that are busier do more for the same money.',
      ],
      setting: { preset: 'knee' },
      moment: { at: 39 * SECOND },
      node: 'monitor',
      act: { kind: 'go', label: 'Go to the last step', to: { at: 85 * SECOND } },
      prediction: {
        kind: 'choice',
        question: 'By how much does the mean time grow?',
        choices: [
          { label: 'by less than a fifth, as the load does', holds: below(1.2) },
          { label: 'by a fifth to a half', holds: between(1.2, 1.5) },
          { label: 'by more than a half', holds: atLeast(1.5) },
        ],
        reveal: { at: 99 * SECOND },
        answer(trace, _, scenario) {
          const [before, after] = [meanAt(trace, scenario, 32), meanAt(trace, scenario, 38)]
          return {
            value: after / before,
            shown: `It grows from ${formatDuration(Math.round(before))} to ${formatDuration(Math.round(after))}, ${short(after / before)} times.`,
            why: 'The wait grows with one over the room that is left, and that room shrinks to a quarter.',
          }
        },
      },
      claims: ['knee-bends', 'eighty-to-ninety-five', 'busier-is-cheaper'],
    },
    {
      id: 'queue-each',
      title: 'A queue for each',
      text: [
        'The same machines, and as much load as in the second step. But every request is sent to a machine by lot at once, and waits in its queue.',
      ],
      setting: { preset: 'queue-each' },
      moment: { at: 60_108_485 },
      node: 'pool',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'number',
        question: 'For how many percent of the time does somebody wait beside an idle machine?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.3,
        reveal: { at: 61 * SECOND },
        answer(trace) {
          const share = waitsBesideIdle(trace)
          return {
            value: Math.round(1000 * share) / 10,
            shown: `For ${percent(share)} of the time a request waits at one machine while another one idles.`,
            why: 'Who has been sent to a queue stays there. One queue for all never lets that happen.',
          }
        },
      },
      claims: ['split-mean', 'waits-beside-idle'],
    },
    {
      id: 'big',
      title: 'One big machine',
      text: [
        'One machine, four times as fast, for the same load. It beats all of the small ones: whoever finds it idle is done in a quarter of the time.',
        'And it is dearer for what it does, here by size to the power of 1.2.',
      ],
      setting: { preset: 'one-big' },
      moment: { at: 62_559_073 },
      node: 's1',
      act: { kind: 'set', label: 'Charge in proportion', values: { exponent: 100 } },
      claims: ['big-mean', 'big-dearer', 'four-times-as-fast'],
    },
    {
      id: 'loss',
      title: 'The day it breaks',
      text: ['At 10 s a machine breaks, is started again at 14 s and needs 4 s to boot. Here it is the only one.'],
      setting: { preset: 'lose-big' },
      moment: { mark: 'node/crashed' },
      node: 's1',
      act: { kind: 'variant', label: 'Have four small ones instead', variant: 'pooled' },
      prediction: {
        kind: 'choice',
        question: 'Of those who ask between 11 s and 18 s, how many are served?',
        choices: [
          { label: 'nobody', holds: below(0.01) },
          { label: 'about half', holds: between(0.01, 0.75) },
          { label: 'nearly all', holds: atLeast(0.75) },
        ],
        reveal: { at: 17 * SECOND },
        answer(trace) {
          const { served, failed } = requestCounts(trace, 11 * SECOND, 18 * SECOND)
          return {
            value: served / Math.max(1, served + failed),
            shown: `${served} are served and ${failed} fail.`,
            why: 'What stands alone fails alone. Of four small machines one is a quarter, and the others have room.',
          }
        },
      },
      claims: ['loss-takes-all', 'loss-times'],
    },
    {
      id: 'more-workers',
      title: 'More workers in one machine',
      text: [
        'This machine always has more to do. Every 5 s it gets twice the workers. They share locks and data, so each slows the others: by contention σ, and by coherency κ for each pair.',
        'The dotted line is what there would be without both, the dashed one with σ alone, as Amdahl says. The monitor fits both to the stages so far.',
      ],
      setting: { preset: 'retrograde' },
      moment: { at: 24_900_000 },
      node: 'monitor',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'What do 64 workers do, against 16?',
        choices: [
          { label: 'more than twice as much', holds: atLeast(2) },
          { label: 'somewhat more', holds: between(1, 2) },
          { label: 'less', holds: below(1) },
        ],
        reveal: { at: 39_403_245 },
        answer(trace, _, scenario) {
          const [few, many] = [rateWith(trace, scenario, 16), rateWith(trace, scenario, 64)]
          return {
            value: many / few,
            shown: `64 workers do ${short(many)} requests a second, 16 do ${short(few)}.`,
            why: 'The cost of pairs grows with the square of the workers, their work only with their number.',
          }
        },
      },
      claims: ['retrograde', 'follows-usl', 'fit-foretells', 'doubles-every-five'],
    },
    {
      id: 'amdahl',
      title: 'Even without quarrels there is a ceiling',
      text: ['Now no pair costs anything. Only a tenth of the work is such that one worker at a time may do it.'],
      setting: { preset: 'amdahl' },
      moment: { at: 9 * SECOND },
      node: 'monitor',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'number',
        question: 'How many times the work of one worker do 64 do?',
        unit: 'times',
        min: 1,
        max: 64,
        within: 0.2,
        reveal: { at: 39_442_249 },
        answer(trace, _, scenario) {
          const gain = rateWith(trace, scenario, 64) / rateWith(trace, scenario, 1)
          return {
            value: Math.round(100 * gain) / 100,
            shown: `64 workers do ${short(gain)} times the work of one.`,
            why: 'When all else takes no time at all, that tenth still takes its time: ten times is the most.',
          }
        },
      },
      claims: ['amdahl-ceiling'],
    },
    {
      id: 'boot',
      title: 'A new server is not there yet',
      text: [
        'The guide adds a server to a list, and the list is asked in turn. Two servers are added here at 10 s; they boot for 4 s.',
      ],
      setting: { preset: 'guide-out' },
      moment: { mark: 'machine/boots' },
      node: 'pool',
      act: { kind: 'variant', label: 'Ask them when they are ready', variant: 'shortest' },
      prediction: {
        kind: 'choice',
        question: 'How many of the requests fail while they boot?',
        choices: [
          { label: 'hardly any', holds: below(0.1) },
          { label: 'about half', holds: between(0.1, 0.75) },
          { label: 'nearly all', holds: atLeast(0.75) },
        ],
        reveal: { at: 13_900_000 },
        answer(trace, values) {
          const { served, failed } = requestCounts(trace, ADDED_AT, ADDED_AT + values.number('boot'))
          return {
            value: failed / Math.max(1, served + failed),
            shown: `${failed} of ${served + failed} requests fail.`,
            why: 'Turns do not ask whether a server can serve, and two of the four cannot.',
          }
        },
      },
      claims: ['boot-loses-half', 'two-added'],
    },
    {
      id: 'spike',
      title: 'The autoscaler and the spike',
      text: [
        'An autoscaler keeps machines 60 % busy. It looks every 2 s, and a machine boots for 5 s. At 20 s the load jumps to four times.',
      ],
      setting: { preset: 'spike' },
      moment: { at: 22_004_400 },
      node: 'monitor',
      act: { kind: 'step', label: 'Step to the next event' },
      prediction: {
        kind: 'number',
        question: 'How many seconds after the spike does the first new machine help?',
        unit: 's',
        min: 0,
        max: 30,
        within: 0.2,
        reveal: { at: 31 * SECOND },
        answer(trace) {
          const joined = firstMark(trace, 'pool/joined', SPIKE_AT)?.atMicros
          if (joined === undefined) throw new Error('no machine joins')
          return {
            value: Math.round((joined - SPIKE_AT) / 100_000) / 10,
            shown: `The first one gets requests ${formatDuration(joined - SPIKE_AT)} after the spike.`,
            why: 'First somebody has to look, then a machine has to boot. Spikes are met with spare room, not with decisions.',
          }
        },
      },
      claims: ['spike-lags', 'spike-caught-up', 'looks-and-boots'],
    },
    {
      id: 'flaps',
      title: 'Do not follow every lull',
      text: [
        'This load is uneven, but does not grow. The autoscaler follows every period, and returns machines that it needs a moment later.',
      ],
      setting: { preset: 'flaps' },
      moment: { at: 76_015_200 },
      node: 'monitor',
      act: { kind: 'set', label: 'Look back over 30 s', values: { stabilise: 30 * SECOND } },
      prediction: {
        kind: 'number',
        question: 'How often does it change its direction in this run?',
        unit: 'times',
        min: 0,
        max: 60,
        within: 0.4,
        reveal: { at: 89 * SECOND },
        answer(trace) {
          const turns = turnsOf(trace)
          return {
            value: turns,
            shown: `It changes its direction ${turns} times.`,
            why: 'Going down only to the most that was wanted lately costs a little money and calms it.',
          }
        },
      },
      claims: ['flaps'],
    },
  ],
}

export default lesson

function meanAt(trace: Trace, scenario: Scenario, rate: number): number {
  const stage = stagesOf(scenario, 'rps').find(({ value }) => value === rate)
  const mean = stage === undefined ? null : meanLatency(trace, stage.from, stage.to)
  if (mean === null) throw new Error(`no request ends at ${rate} requests a second`)
  return mean
}

function rateWith(trace: Trace, scenario: Scenario, workers: number): number {
  const stage = stagesOf(scenario, 'workers').find(({ value }) => value === workers)
  if (stage === undefined) throw new Error(`it never has ${workers} workers`)
  return throughput(trace, stage.from, stage.to)
}
