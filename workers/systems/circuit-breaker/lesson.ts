import { formatDuration } from '../../kernel/time'
import { percent, short } from '../../trace/figure-text'
import { countMarks, firstMark, gaugeBefore, nodeIndex } from '../../trace/marks'
import { requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between, is } from '../choices'
import type { Answer, Lesson } from '../lesson'
import { callsTo, outcomesOf, SECOND, spansOfState } from './claims-measures'

const END = Number.POSITIVE_INFINITY

const lesson: Lesson = {
  title: 'When to stop calling',
  promise: 'How a service that fails takes its callers down, and what keeps them alive: breakers, budgets, bulkheads.',
  claims: {
    'half-of-twenty': {
      sentence: 'The breaker looks at the last 20 calls and opens when half of them failed.',
      measure(_, values) {
        const [window, rate] = [values.number('window'), values.number('failure-rate')]
        return { holds: window === 20 && rate === 50, measured: `${rate} % of ${window} calls` }
      },
    },
    'three-tiers-four-tries': {
      sentence: 'Three tiers try four times each.',
      measure(_, values) {
        const [tiers, tries] = [values.number('tiers'), values.number('tries')]
        return { holds: tiers === 3 && tries === 4, measured: `${tiers} tiers, ${tries} tries` }
      },
    },
    'slow-two-seconds': {
      sentence: 'The service is slow for two seconds, from 3 s to 5 s, and is asked for 60 % of what it can do.',
      measure(trace, values) {
        const from = firstMark(trace, 'node/slowed')?.atMicros ?? 0
        const to = firstMark(trace, 'node/normal-speed')?.atMicros ?? 0
        const load = (values.number('rps') * values.number('work')) / (values.number('workers') * SECOND)
        return {
          holds: from === 3 * SECOND && to === 5 * SECOND && load === 0.6,
          measured: `from ${formatDuration(from)} to ${formatDuration(to)} at ${percent(load)} load`,
        }
      },
    },
    'eighty-times-slower': {
      sentence: 'From 2 s on a call takes 80 times as long, no call fails, and half of all requests need no call.',
      measure(trace, values) {
        const slowed = firstMark(trace, 'node/slowed')
        const failed = gaugeBefore(trace, 'gateway', 'callsFailed', END)
        const isAsTold = slowed?.atMicros === 2 * SECOND && slowed.details.factor === 80 && values.number('own') === 50
        const holds = isAsTold && failed === 0
        return { holds, measured: `${slowed?.sentence ?? 'It never becomes slow.'} ${failed} calls fail.` }
      },
    },
  },
  steps: [
    {
      id: 'why',
      title: 'Calls that cannot succeed',
      text: [
        'A gateway asks a service for every client. From 2 s to 5 s the service fails, and every call to it is wasted work: the client waits, the service is pestered, and the answer is known.',
      ],
      setting: { preset: 'no-breaker' },
      moment: { mark: 'service/behaviour' },
      node: 'gateway',
      act: { kind: 'play', label: 'Play from here' },
      claims: ['all-calls-go-out'],
    },
    {
      id: 'trips',
      title: 'A breaker counts and opens',
      text: [
        'A circuit breaker watches the last 20 calls. When half of them failed it opens, and refuses calls itself without asking the service.',
      ],
      setting: { preset: 'trips' },
      moment: { mark: 'service/behaviour' },
      node: 'gateway',
      act: { kind: 'go', label: 'Go to where it opens', to: { mark: 'breaker/opened' } },
      prediction: {
        kind: 'number',
        question: 'From when the service begins to fail, how many calls go out until it opens?',
        unit: 'calls',
        min: 0,
        max: 200,
        within: 0.25,
        reveal: { mark: 'breaker/opened' },
        answer(trace) {
          const from = firstMark(trace, 'service/behaviour')?.atMicros
          const opened = firstMark(trace, 'breaker/opened')
          if (from === undefined || opened === null) throw new Error('The breaker never opens in this run.')
          const calls = callsTo(trace, 'service', from, opened.atMicros)
          return {
            value: calls,
            shown: `${calls} calls go out. ${opened.sentence}`,
            why: 'A window weighs the good past against the bad present, so it trips only when enough of it is bad.',
          }
        },
      },
      claims: ['half-of-twenty', 'opens-at-the-limit'],
    },
    {
      id: 'half-open',
      title: 'A few probes, then trust',
      text: [
        'After its open time the breaker is half-open: three calls may go out as probes, and all others are still refused. Only if the probes succeed does it close.',
      ],
      setting: { preset: 'trips' },
      moment: { mark: 'breaker/half-open' },
      node: 'gateway',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'choice',
        question: 'While the breaker is open, how many calls reach the failing service in all?',
        choices: [
          { label: 'none', holds: below(1) },
          { label: 'a few probes', holds: between(1, 10) },
          { label: 'dozens', holds: atLeast(10) },
        ],
        reveal: { mark: 'breaker/probed' },
        answer(trace) {
          const opened = firstMark(trace, 'breaker/opened')?.atMicros
          if (opened === undefined) throw new Error('The breaker never opens in this run.')
          const recovered = 5 * SECOND
          const calls = callsTo(trace, 'service', opened + 1, recovered)
          return {
            value: calls,
            shown: `${calls} calls; the breaker is half-open ${countMarks(trace, 'breaker/half-open', 0, recovered)} × before the service recovers.`,
            why: 'Somebody has to try whether it is well again, and three are enough to find out.',
          }
        },
      },
      claims: ['probes-only', 'closes-after-recovery'],
    },
    {
      id: 'herd',
      title: 'Half-open is not open to all',
      text: [
        'The guide’s breaker holds nobody back while it is half-open: until the first answer comes, every call goes out. Here the service has just come back and is slow.',
      ],
      setting: { preset: 'herd-guide' },
      moment: { mark: 'breaker/half-open' },
      node: 'gateway',
      act: { kind: 'variant', label: 'Compare: a few probes only', variant: 'consecutive' },
      prediction: {
        kind: 'number',
        question: 'How many calls go out before the first answer?',
        unit: 'calls',
        min: 0,
        max: 1000,
        within: 0.3,
        reveal: { mark: 'breaker/closed' },
        answer(trace) {
          const span = spansOfState(trace, 'half-open')[0]
          if (span === undefined) throw new Error('The breaker is never half-open in this run.')
          const calls = callsTo(trace, 'service', span.from, span.to)
          return {
            value: calls,
            shown: `${calls} calls in ${formatDuration(span.to - span.from)} of half-open.`,
            why:
              calls > 10
                ? 'A service that is barely up meets the whole crowd at its door.'
                : 'A few probes tell as much as the whole crowd, and do less harm.',
          }
        },
      },
      claims: ['herd'],
    },
    {
      id: 'storm',
      title: 'Everybody tries again',
      text: [
        'Three tiers call one another, and each tries four times before it gives up. One client asks one question, and the service at the end always fails.',
      ],
      setting: { preset: 'retry-storm' },
      moment: { mark: 'retry/again' },
      node: 'service',
      act: { kind: 'set', label: 'Allow retries for one call in ten', values: { budget: 10 } },
      prediction: {
        kind: 'number',
        question: 'How many calls does the service get for that one question?',
        unit: 'calls',
        min: 1,
        max: 10_000,
        within: 0,
        reveal: { mark: 'client/failed' },
        answer(trace) {
          const ended = firstEnded(trace)
          const service = nodeIndex(trace, 'service')
          const calls = trace.hopsOfRequest(ended).filter(({ to }) => to === service).length
          return {
            value: calls,
            shown: `${calls} calls for the first request that ended.`,
            why: 'Retries of retries multiply: a service in trouble gets the most traffic of its life.',
          }
        },
      },
      claims: ['three-tiers-four-tries', 'amplifies-exactly'],
    },
    {
      id: 'metastable',
      title: 'The cause is gone, the outage stays',
      text: [
        'The service is asked for 60 % of what it can do. From 3 s to 5 s it is slow; then it is as fast as before. Callers give up after a while and try again.',
      ],
      setting: { preset: 'metastable' },
      moment: { mark: 'node/normal-speed' },
      node: 'service',
      act: { kind: 'set', label: 'Allow retries for one call in ten', values: { budget: 10 } },
      prediction: {
        kind: 'choice',
        question: 'Five seconds after it is fast again, how many requests fail?',
        choices: [
          { label: 'hardly any: it has room to spare', holds: below(0.1) },
          { label: 'some, while the queue drains', holds: between(0.1, 0.7) },
          { label: 'nearly all', holds: atLeast(0.7) },
        ],
        reveal: { at: 10 * SECOND },
        answer(trace) {
          const { served, failed } = requestCounts(trace, 10 * SECOND)
          return {
            value: failed / Math.max(1, served + failed),
            shown: `${failed} of ${served + failed} requests fail from 10 s on.`,
            why:
              failed > served
                ? 'The queue holds calls that nobody waits for any more, and their retries keep it full.'
                : 'Without the flood of retries the load is below what it can do, so the queue drains.',
          }
        },
      },
      claims: ['slow-two-seconds', 'stays-down'],
    },
    {
      id: 'slow',
      title: 'Slow is worse than down',
      text: [
        'From 2 s on each call takes 80 times as long, but none fails, so a breaker that counts failures stays closed. Each waiting call holds a thread of the gateway.',
        'Half of all requests are for a page that needs no service at all.',
      ],
      setting: { preset: 'slow-service' },
      moment: { mark: 'node/slowed' },
      node: 'gateway',
      act: { kind: 'set', label: 'Let at most ten calls wait', values: { bulkhead: 10 } },
      prediction: {
        kind: 'choice',
        question: 'What happens to the pages that need no service?',
        choices: [
          { label: 'nothing: they do not call it', holds: is('fine') },
          { label: 'many of them fail', holds: is('failing') },
        ],
        reveal: { mark: 'caller/no-thread' },
        answer: (trace) => ownPages(trace),
      },
      claims: ['eighty-times-slower', 'own-pages-fail', 'stays-closed-while-slow'],
    },
    {
      id: 'hedge',
      title: 'Ask twice, but seldom',
      text: [
        'Some calls are slow by bad luck. A call that takes longer than most is sent once more, and the first answer wins.',
      ],
      setting: { preset: 'hedging' },
      moment: { at: 1_572_337 },
      node: 'gateway',
      act: { kind: 'set', label: 'Send nothing twice', values: { hedge: 'off' } },
      prediction: {
        kind: 'number',
        question: 'What share of the calls is sent twice?',
        unit: '%',
        min: 0,
        max: 100,
        within: 0.35,
        reveal: { at: 5 * SECOND },
        answer(trace) {
          const hedges = gaugeBefore(trace, 'gateway', 'hedges', END)
          const calls = gaugeBefore(trace, 'gateway', 'calls', END)
          return {
            value: Math.round((1000 * hedges) / Math.max(1, calls)) / 10,
            shown: `${hedges} of ${calls} calls, ${short((100 * hedges) / Math.max(1, calls))} %.`,
            why: 'Waiting for the 95th percentile first means that only about one call in twenty asks again.',
          }
        },
      },
      claims: ['tail-cut', 'few-copies'],
    },
  ],
}

export default lesson

function firstEnded(trace: Trace): number {
  for (let id = 1; id <= trace.requestCount; id++) if (trace.requestEndMicros(id) !== END) return id
  throw new Error('No request ends in this run.')
}

function ownPages(trace: Trace): Answer {
  const { ended, failed } = outcomesOf(trace, (label) => label === 'GET /home', 5 * SECOND)
  return {
    value: failed / Math.max(1, ended) > 0.1 ? 'failing' : 'fine',
    shown: `${failed} of ${ended} of these pages fail from 5 s on.`,
    why:
      failed > 0
        ? 'They need a thread to be answered, and all threads wait for the slow service.'
        : 'The slow service gets no more threads than it may have; the others are free.',
  }
}
