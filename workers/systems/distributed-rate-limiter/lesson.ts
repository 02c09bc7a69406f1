import { mostWithin } from '../../algorithms/rate-limit/intervals'
import type { Values } from '../../scenario/parameters'
import { percent, short } from '../../trace/figure-text'
import { countMarks, gaugePeak, marksOf } from '../../trace/marks'
import { groupDigits } from '../../trace/sentence'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import { firstReturns } from './claims-away'
import { awaySpan, commandsPerDecision, DECISIONS, mostOfAKey, PASSES, passedByKey } from './claims-measures'
import { lessonClaims } from './lesson-claims'

const SERVICE = 'service'
const REDIS = 'redis'

const lesson: Lesson = {
  title: 'One limit for three servers',
  promise: 'Where a shared limit leaks: edges, clocks, memory, herds, and the moment when the store is gone.',
  claims: lessonClaims,
  steps: [
    {
      id: 'one-count',
      title: 'Three servers, one count',
      text: [
        'A balancer spreads the requests of a client over three servers. Each could keep a count of its own, but then a client gets three limits. So all ask one Redis.',
        'The guide keeps a counter for each client and second: INCR, and refuse from the eleventh on.',
      ],
      setting: { preset: 'hammer-guide', values: { rps: 20 } },
      moment: { mark: 'quota/passed' },
      node: REDIS,
      act: { kind: 'step', label: 'Step to the next mark' },
      claims: ['limit-ten'],
    },
    {
      id: 'edge',
      title: 'Around the edge of a second',
      text: [
        'A client sends 10 requests just before a full second and 10 just after it. Each counter sees its own ten.',
      ],
      setting: { preset: 'boundary-guide' },
      moment: { at: 890_000 },
      node: SERVICE,
      act: { kind: 'step', label: 'Step to the next mark' },
      prediction: {
        kind: 'number',
        question: 'What is the most that reaches the service within any one second?',
        unit: 'requests',
        min: 0,
        max: 100,
        within: 0,
        reveal: { mark: 'service/too-many', where: ({ details }) => details.within === 20 },
        answer: (trace, values) =>
          worst(trace, values, 'Two counters of ten stand side by side, and nobody adds them up.'),
      },
      claims: ['limit-ten', 'exactly-twice', 'two-full-keys'],
    },
    {
      id: 'clocks',
      title: 'Whose second is it?',
      text: [
        'Which counter is used depends on the second, and each server asks its own clock for it. Here the clocks are 2.5 s apart, as after a long time without a time server.',
      ],
      setting: { preset: 'skew-guide' },
      moment: { mark: 'quota/passed' },
      node: REDIS,
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'The limit is 10. How many get through in the third second?',
        choices: [
          { label: 'about 10: there is one Redis', holds: below(15) },
          { label: 'about 20, as around an edge', holds: between(15, 25) },
          { label: 'about 30, one limit a clock', holds: atLeast(25) },
        ],
        reveal: { at: 2_990_000 },
        answer(trace) {
          const passed = marksOf(trace, PASSES, 2_000_000, 3_000_000).length
          return {
            value: passed,
            shown: `${passed} pass between 2 s and 3 s.`,
            why: 'Three clocks name three different windows, and each window has a counter of its own.',
          }
        },
      },
      claims: ['limit-ten', 'clocks-apart', 'quota-a-clock', 'keys-apart'],
    },
    {
      id: 'redis-time',
      title: 'Let Redis tell the time',
      text: [
        'A script in Redis reads Redis’s own clock, and decides in one step. It keeps the time of each request that passed in a sorted set. The servers’ clocks are as wrong as before.',
      ],
      setting: { preset: 'skew-log' },
      moment: { mark: 'quota/passed' },
      node: REDIS,
      act: { kind: 'go', label: 'Go to the first refusal', to: { mark: 'quota/refused' } },
      prediction: {
        kind: 'number',
        question: 'And now, what is the most within any one second?',
        unit: 'requests',
        min: 0,
        max: 100,
        within: 0,
        reveal: { at: 2_990_000 },
        answer: (trace, values) =>
          worst(trace, values, 'One clock, and every interval is counted, not only whole seconds.'),
      },
      claims: ['exactly-limit'],
    },
    {
      id: 'memory',
      title: 'What exactness costs',
      text: [
        'The limit is now 100 in 4 s, and two clients use it up. The log keeps an entry for each request; two counters keep two numbers and guess the rest.',
      ],
      setting: { preset: 'log-memory' },
      moment: { at: 100_000 },
      node: REDIS,
      act: { kind: 'variant', label: 'Count with two numbers instead', variant: 'sliding-counter' },
      prediction: {
        kind: 'choice',
        question: 'How many bytes does Redis need for the two logs?',
        choices: [
          { label: 'a few hundred', holds: below(1_000) },
          { label: 'a few thousand', holds: between(1_000, 10_000) },
          { label: 'more than ten thousand', holds: atLeast(10_000) },
        ],
        reveal: { at: 5_003_012 },
        answer(trace, values) {
          const bytes = gaugePeak(trace, REDIS, 'bytes')
          const entries = values.number('clients') * values.number('limit')
          return {
            value: bytes,
            shown: `Redis takes ${groupDigits(bytes)} bytes, for up to ${entries} requests that it remembers.`,
            why: 'A log grows with the limit and with the clients; two counts and GCRA’s one time do not.',
          }
        },
      },
      claims: ['hundred-each', 'log-grows'],
    },
    {
      id: 'herd',
      title: 'Told the same second',
      text: [
        'Sixty requests come at once. Twenty pass, and forty get 429 with “Retry-After: 1”. These clients are polite: they come back when they were told, not earlier.',
      ],
      setting: { preset: 'herd' },
      moment: { mark: 'quota/refused' },
      node: SERVICE,
      act: { kind: 'set', label: 'Let them wait up to 2 s longer, by lot', values: { jitter: 2_000_000 } },
      prediction: {
        kind: 'choice',
        question: 'How many of the forty come back within the same 15 ms?',
        choices: [
          { label: 'a handful', holds: below(8) },
          { label: 'about half', holds: between(8, 30) },
          { label: 'nearly all', holds: atLeast(30) },
        ],
        reveal: { mark: 'quota/passed', from: 1_300_000 },
        answer(trace) {
          const returns = firstReturns(trace)
          const most = mostWithin(returns, 15_000)
          return {
            value: most,
            shown: `${most} of ${returns.length} come back within 15 ms.`,
            why: 'One answer for all is an appointment for all; a wait of one’s own spreads them.',
          }
        },
      },
      claims: ['sixty-come', 'herd-returns'],
    },
    {
      id: 'gone',
      title: 'Redis is gone',
      text: ['Redis is down from 1.5 s to 3 s. The guide asks it, gets an error, and has no line of code for that.'],
      setting: { preset: 'crash-guide' },
      moment: { at: 1_500_000 },
      node: SERVICE,
      act: { kind: 'go', label: 'Go to the first answer without it', to: { mark: 'quota/failed' } },
      prediction: {
        kind: 'choice',
        question: 'What do clients get who ask meanwhile?',
        choices: [
          { label: 'what they asked for: who cannot count lets pass', holds: is('quota/let-through') },
          { label: '429: who cannot count refuses', holds: is('quota/refused') },
          { label: 'an error 500', holds: is('quota/failed') },
        ],
        reveal: { at: 2_169_666 },
        answer: (trace) => withoutRedis(trace, 'What protects a service must not be what brings it down.'),
      },
      claims: ['down-from-to', 'all-fail-without-redis'],
    },
    {
      id: 'choose',
      title: 'Open, closed, or a share',
      text: [
        'It is a choice, so make it: fail open and serve without a limit, fail closed and serve nobody, or let each server keep a third of the limit by itself until Redis is back.',
      ],
      setting: { preset: 'crash-local' },
      moment: { at: 1_500_000 },
      node: SERVICE,
      act: { kind: 'set', label: 'Fail open instead', values: { away: 'open' } },
      prediction: {
        kind: 'choice',
        question: 'With a share each, how much does a client get of its rate while Redis is down?',
        choices: [
          { label: 'a third: a client stays with one server', holds: below(0.5) },
          { label: 'about all of it, and a burst', holds: between(0.5, 2.5) },
          { label: 'everything that it asks for', holds: atLeast(2.5) },
        ],
        reveal: { at: 2_990_000 },
        answer(trace, values) {
          const span = awaySpan(trace)
          if (span === null) throw new Error('Redis is never down in this run.')
          const passed = marksOf(trace, PASSES, span.from, span.to).filter(({ details }) => details.key === 'c1').length
          const due = (values.number('limit') * (span.to - span.from)) / values.number('window')
          return {
            value: passed / due,
            shown: `${passed} of c1 pass while the rate brings ${short(due)}.`,
            why: 'The balancer spreads every client evenly, so the shares add up; each server starts with a small burst.',
          }
        },
      },
      claims: ['rate-kept-without-redis'],
    },
    {
      id: 'hot',
      title: 'A refusal is work too',
      text: [
        'c1 asks 360 times a second and may get ten. Every refusal is a question to Redis, which has one thread for all servers and all clients.',
        'But Redis says for how long nothing passes. A server can remember that.',
      ],
      setting: { preset: 'hot-key-remembered' },
      moment: { mark: 'quota/remembered' },
      node: REDIS,
      act: { kind: 'set', label: 'Forget it and ask each time', values: { remember: false } },
      prediction: {
        kind: 'choice',
        question: 'When servers remember it, how many decisions still need Redis?',
        choices: [
          { label: 'nearly all', holds: atLeast(0.8) },
          { label: 'about half', holds: between(0.35, 0.8) },
          { label: 'less than a third', holds: below(0.35) },
        ],
        reveal: { at: 3_900_000 },
        answer(trace) {
          const { commands, decisions } = commandsPerDecision(trace)
          if (decisions === 0) throw new Error('Nothing is decided in this run.')
          return {
            value: commands / decisions,
            shown: `Redis runs ${commands} commands for ${decisions} decisions, ${percent(commands / decisions)}.`,
            why: 'Nobody can pass before the wait is over, so there is nothing to ask.',
          }
        },
      },
      claims: ['hot-three-sixty', 'few-commands', 'same-rate'],
    },
  ],
}

export default lesson

function worst(trace: Trace, values: Values, why: string): Answer {
  const most = mostOfAKey(trace, values.number('window'))
  if (passedByKey(trace).size === 0) throw new Error('Nothing passes in this run.')
  return { value: most, shown: `${most} pass within one window, for a limit of ${values.number('limit')}.`, why }
}

/** What becomes of most requests while Redis is down. */
function withoutRedis(trace: Trace, why: string): Answer {
  const span = awaySpan(trace)
  if (span === null) throw new Error('Redis is never down in this run.')
  const counts = DECISIONS.map((name) => ({ name, count: countMarks(trace, name, span.from, span.to) }))
  const [most] = counts.toSorted((a, b) => b.count - a.count)
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  if (most === undefined || all === 0) throw new Error('Nobody asks while Redis is down.')
  const failed = countMarks(trace, 'quota/failed', span.from, span.to)
  return { value: most.name, shown: `${failed} of ${all} get an error 500 while Redis is down.`, why }
}
