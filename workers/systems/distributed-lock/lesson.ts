import { formatDuration } from '../../kernel/time'
import { countMarks, firstMark, gaugeBefore, marksOf } from '../../trace/marks'
import { groupDigits } from '../../trace/sentence'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import { acknowledged, longestOverlap, numberOf, textOf } from './claims-measures'
import { lessonClaims } from './lesson-claims'

const REDIS = 'redis'
const ACCOUNT = 'account'

const lesson: Lesson = {
  title: 'What a lock in Redis can promise',
  promise: 'Why a lock with a lease can have two holders, and what keeps your data whole when it does.',
  claims: lessonClaims,
  steps: [
    {
      id: 'take-turns',
      title: 'SET NX PX',
      text: [
        'Three workers add to one account: read the balance, compute, write it back. Without a lock one would write over the other.',
        'SET with NX sets the key only when nobody has it. PX gives it a lease: if its holder dies, the key goes by itself.',
      ],
      setting: { preset: 'in-turn' },
      moment: { mark: 'lock/granted' },
      node: REDIS,
      act: { kind: 'go', label: 'Go to the first who finds it taken', to: { mark: 'lock/busy' } },
      claims: ['all-counted'],
    },
    {
      id: 'crash',
      title: 'A holder that dies',
      text: ['w1 crashes with the lock in its hands. Nobody releases it any more.'],
      setting: { preset: 'holder-crashes' },
      moment: { mark: 'node/crashed' },
      node: REDIS,
      act: { kind: 'step', label: 'Step to the next mark' },
      prediction: {
        kind: 'number',
        question: 'How long after the crash does the next worker have the lock?',
        unit: 'ms',
        min: 0,
        max: 5_000,
        within: 0.25,
        reveal: { mark: 'lock/granted', from: 90_000 },
        answer(trace, values) {
          const crash = firstMark(trace, 'node/crashed')
          const next = crash === null ? null : firstMark(trace, 'lock/granted', crash.atMicros)
          if (crash === null || next === null) throw new Error('No lock is given after a crash in this run.')
          const after = next.atMicros - crash.atMicros
          return {
            value: Math.round(after / 1000),
            shown: `${textOf(next, 'worker')} has it ${formatDuration(after)} after the crash.`,
            why: `What is left of the lease of ${formatDuration(values.number('lease'))} must pass, and then somebody has to ask.`,
          }
        },
      },
      claims: ['lease-frees'],
    },
    {
      id: 'pause',
      title: 'A holder that only stands still',
      text: [
        'Now w1 does not die. It stands still for 700 ms, as a garbage collector or a full disk makes a process do, with a lease of 400 ms. Then it goes on where it was.',
        'Two workers deposit 100 once each, and both are told that it went well.',
      ],
      setting: { preset: 'pause-guide' },
      moment: { mark: 'node/paused' },
      node: ACCOUNT,
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'number',
        question: 'How much is in the account in the end?',
        unit: '',
        min: 0,
        max: 1_000,
        within: 0,
        reveal: { mark: 'account/overwrote' },
        answer: (trace) =>
          balance(trace, 'w1 writes what it had computed before it stood still, over the deposit of w2.'),
      },
      claims: ['lease-four-hundred', 'two-times-hundred', 'two-holders', 'hundred-of-two-hundred'],
    },
    {
      id: 'too-late',
      title: 'Asking afterwards',
      text: [
        'The guide releases the lock and does not look at the answer. This worker does: the script deletes the key only if it still has its own value, and says so.',
      ],
      setting: { preset: 'pause-safe' },
      moment: { mark: 'node/resumed' },
      node: ACCOUNT,
      act: { kind: 'step', label: 'Step to the next mark' },
      prediction: {
        kind: 'choice',
        question: 'w1 hears that the lock is not its own any more. Is the deposit of w2 safe then?',
        choices: [
          { label: 'yes: w1 hears it before it writes', holds: is('before') },
          { label: 'no: it hears it when it has written', holds: is('after') },
        ],
        reveal: { mark: 'lock/not-its-own' },
        answer(trace) {
          const heard = firstMark(trace, 'lock/not-its-own')
          if (heard === null) throw new Error('No release finds the lock in other hands in this run.')
          const wrote = marksOf(trace, ['account/overwrote', 'account/wrote']).find(
            (mark) => textOf(mark, 'worker') === textOf(heard, 'worker') && mark.index < heard.index,
          )
          const isAfter = wrote !== undefined
          return {
            value: isAfter ? 'after' : 'before',
            shown: isAfter
              ? `It writes at ${formatDuration(wrote.atMicros)} and hears it at ${formatDuration(heard.atMicros)}.`
              : `It hears it at ${formatDuration(heard.atMicros)} and has not written.`,
            why: 'Its deposit is at least reported as failed, but no look at the lock can undo a write.',
          }
        },
      },
      claims: ['deposit-lost', 'heard-too-late'],
    },
    {
      id: 'watchdog',
      title: 'Renew it while you work',
      text: [
        'Here nothing fails: the work takes 600 ms and the lease is 400 ms. A watchdog beside the work renews the lease after each third of it.',
      ],
      setting: { preset: 'renewed' },
      moment: { mark: 'lock/granted' },
      node: 'w1',
      act: { kind: 'go', label: 'Go to the first renewal', to: { mark: 'lock/renewed' } },
      prediction: {
        kind: 'choice',
        question: 'For how long do two workers hold the lock at once?',
        choices: [
          { label: 'never', holds: below(1) },
          { label: 'less than 100 ms', holds: between(1, 100_000) },
          { label: 'longer', holds: atLeast(100_000) },
        ],
        reveal: { mark: 'lock/renewed' },
        answer(trace) {
          const { micros } = longestOverlap(trace)
          return {
            value: micros,
            shown: micros === 0 ? 'Never two at once.' : `Two hold it for ${formatDuration(micros)}.`,
            why: `The lease is renewed ${countMarks(trace, 'lock/renewed')} times. But a watchdog lives in the process: when that stands still, so does it.`,
          }
        },
      },
      claims: ['work-six-hundred', 'renews', 'all-counted'],
    },
    {
      id: 'fencing',
      title: 'Let the account decide',
      text: [
        'The same pause of 700 ms, and again two holders. But each grant now has a number, one higher than the last, that goes along with every write.',
        'The account remembers the highest that it has seen.',
      ],
      setting: { preset: 'pause-fenced' },
      moment: { mark: 'node/resumed' },
      node: ACCOUNT,
      act: { kind: 'step', label: 'Step to the next mark' },
      prediction: {
        kind: 'choice',
        question: 'What becomes of the late write of w1?',
        choices: [
          { label: 'it is accepted and goes over the deposit of w2', holds: is('overwritten') },
          { label: 'it is refused: its number is too low', holds: is('refused') },
          { label: 'w1 sees in time that its lease is over', holds: is('not sent') },
        ],
        reveal: { mark: 'account/refused' },
        answer(trace) {
          const refused = firstMark(trace, 'account/refused')
          const overwrote = firstMark(trace, 'account/overwrote')
          return {
            value: refused !== null ? 'refused' : overwrote !== null ? 'overwritten' : 'not sent',
            shown: refused?.sentence ?? overwrote?.sentence ?? 'Nothing is written late.',
            why: 'The lock cannot know who still believes in it. What is written to can, if it gets a number to compare.',
          }
        },
      },
      claims: ['lease-four-hundred', 'two-holders', 'late-write-refused', 'all-counted'],
    },
    {
      id: 'failover',
      title: 'A second Redis, just in case',
      text: [
        'A replica follows the primary and takes over when it dies. Messages to it take 300 ms longer here, and the primary fails at 150 ms, when w1 has just got the lock.',
      ],
      setting: { preset: 'failover' },
      moment: { mark: 'lock/failed-over' },
      node: 'replica',
      act: { kind: 'step', label: 'Step to the next mark' },
      prediction: {
        kind: 'choice',
        question: 'Who can take the lock at the replica while w1 works?',
        choices: [
          { label: 'nobody: the key was replicated', holds: is('nobody') },
          { label: 'w2: the replica has never heard of the lock', holds: is('another') },
        ],
        reveal: { mark: 'lock/granted', from: 150_000 },
        answer(trace) {
          const failedOver = firstMark(trace, 'lock/failed-over')
          if (failedOver === null) throw new Error('Nothing fails over in this run.')
          const { micros, workers } = longestOverlap(trace)
          const isShared = micros > 0
          return {
            value: isShared ? 'another' : 'nobody',
            shown: isShared
              ? `${workers.join(' and ')} both hold it for ${formatDuration(micros)}.`
              : 'Nobody else gets it.',
            why: `Redis answers before its replicas know: the replica was ${numberOf(failedOver, 'behind')} bytes behind.`,
          }
        },
      },
      claims: ['replica-behind', 'failover-forgets', 'deposit-lost'],
    },
    {
      id: 'redlock',
      title: 'Five servers and a clock',
      text: [
        'Redlock asks five independent servers, and three must agree. w1 has three for 3 s and stands still for half a second only, well within its lease.',
        'But the clock of redis-3 is set 10 s ahead, and a lease is kept by the clock of its server.',
      ],
      setting: { preset: 'redlock-clock' },
      moment: { mark: 'lock/clock-set' },
      node: 'redis-3',
      act: { kind: 'go', label: 'Go to the second majority', to: { mark: 'redlock/majority', from: 250_000 } },
      prediction: {
        kind: 'number',
        question: 'How much is in the account after two deposits of 100?',
        unit: '',
        min: 0,
        max: 1_000,
        within: 0,
        reveal: { mark: 'account/overwrote' },
        answer: (trace) =>
          balance(
            trace,
            'The key expired on redis-3, so w2 found three servers too: two majorities, one of them stale.',
          ),
      },
      claims: ['three-of-five', 'clock-makes-two', 'deposit-lost'],
    },
    {
      id: 'herd',
      title: 'Who is next?',
      text: ['Six workers want the lock, and each asks again every 100 ms. Nobody keeps a queue.'],
      setting: { preset: 'herd' },
      moment: { at: 1_500_000 },
      node: REDIS,
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'How often is the lock asked for in vain, for each time it is given?',
        choices: [
          { label: 'hardly ever', holds: below(0.5) },
          { label: 'about as often', holds: between(0.5, 1.5) },
          { label: 'several times', holds: atLeast(1.5) },
        ],
        reveal: { at: 4_900_000 },
        answer(trace) {
          const [vain, given] = [countMarks(trace, 'lock/busy'), countMarks(trace, 'lock/granted')]
          if (given === 0) throw new Error('The lock is never given in this run.')
          const longest = Math.max(...marksOf(trace, 'lock/granted').map((mark) => numberOf(mark, 'waited')))
          return {
            value: vain / given,
            shown: `${vain} times in vain for ${given} times given; one worker waits ${formatDuration(longest)}.`,
            why: 'Who asks just after a release gets it, however long others have waited.',
          }
        },
      },
      claims: ['six-poll', 'overtaken', 'vain-questions'],
    },
  ],
}

export default lesson

function balance(trace: Trace, why: string): Answer {
  const told = acknowledged(trace)
  const tried = told + gaugeBefore(trace, 'w1', 'failed') + gaugeBefore(trace, 'w2', 'failed')
  const value = gaugeBefore(trace, ACCOUNT, 'balance')
  return {
    value,
    shown: `The account has ${groupDigits(value)} after ${tried} deposits, ${told} of them acknowledged.`,
    why,
  }
}
