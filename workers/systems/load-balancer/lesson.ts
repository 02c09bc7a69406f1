import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import { percent } from '../../trace/figure-text'
import { countMarks } from '../../trace/marks'
import { countByNode, failuresByCause, latencyPercentile, meanLatency, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between } from '../choices'
import type { Answer, Lesson } from '../lesson'

const FAULT_AT = 2_000_000
const SECOND = 1_000_000

const lesson: Lesson = {
  title: 'Who gets the next request?',
  promise: 'Seven short steps from taking turns to counting open requests, and to the trap that hides in counting.',
  claims: {
    'fair-turns': {
      sentence: 'While all servers are alike, turns give each of them a quarter of the requests, within 1 %.',
      measure(trace, values) {
        const shares = serverShares(trace, values, 0, FAULT_AT)
        const holds = shares.every((share) => Math.abs(share - 1 / shares.length) < 0.01)
        return { holds, measured: shares.map(percent).join(', ') }
      },
    },
    'slow-takes-turns': {
      sentence: 'In the second after the slowdown the slow server still gets its even share, within 1 %.',
      measure(trace, values) {
        const share = serverShares(trace, values, FAULT_AT, FAULT_AT + SECOND)[1] ?? 0
        return { holds: Math.abs(share - 1 / values.number('servers')) < 0.01, measured: `s2 gets ${percent(share)}` }
      },
    },
    'slow-gets-less': {
      sentence: 'In the last second the slow server gets less than half of an even share.',
      measure(trace, values) {
        const share = serverShares(trace, values, trace.horizonMicros - SECOND)[1] ?? 0
        return { holds: share < 0.5 / values.number('servers'), measured: `s2 gets ${percent(share)}` }
      },
    },
    'fail-by-waiting': {
      sentence: 'Every request that fails ends after 1 s with its client’s patience, or at once at a full queue.',
      measure(trace, values) {
        const causes = failuresByCause(trace)
        const known = [...causes.keys()].every((cause) => cause === 'timeout' || cause === 'queue full')
        const listed = [...causes].map(([cause, count]) => `${count} by ${cause}`).join(', ')
        return { holds: causes.size > 0 && known && values.number('timeout') === SECOND, measured: listed }
      },
    },
    'nine-tenths-busy': {
      sentence: 'The work that is asked for is 90 % of what the servers can do.',
      measure(_, values) {
        const can = (values.number('servers') * values.number('workers') * SECOND) / values.number('work')
        const load = values.number('rps') / can
        return { holds: load === 0.9, measured: percent(load) }
      },
    },
    'health-stays-good': {
      sentence: 'No health probe takes a server out.',
      measure(trace) {
        const outages = countMarks(trace, 'health/out')
        return { holds: outages === 0, measured: `${outages} times` }
      },
    },
  },
  steps: [
    {
      id: 'turns',
      title: 'Take turns',
      text: [
        'Clients on the left ask; the balancer in the middle hands each request to one of four servers. The simplest rule is to take turns: s1, s2, s3, s4, and again.',
        'Turns need no knowledge of the servers. While all are alike, that is enough.',
      ],
      setting: { preset: 'slow-server' },
      moment: { at: 1_000_000 },
      node: 'lb',
      act: { kind: 'step', label: 'Step to the next decision' },
      claims: ['fair-turns'],
    },
    {
      id: 'slow',
      title: 'One server becomes slow',
      text: [
        'At 2 s server s2 begins to take 4 times as long for everything. Nothing is broken: it still answers, and its health page says it is well.',
      ],
      setting: { preset: 'slow-server' },
      moment: { mark: 'node/slowed' },
      node: 's2',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'In the next second, what share of the requests does s2 get?',
        choices: [
          { label: 'hardly any', holds: below(0.1) },
          { label: 'about a quarter, as before', holds: between(0.1, 0.4) },
          { label: 'more than half', holds: atLeast(0.4) },
        ],
        reveal: { at: FAULT_AT + SECOND },
        answer: (trace, values) =>
          shareOfS2(trace, values, 'A rule sees only what it looks at, and turns look at nothing.'),
      },
      claims: ['slow-takes-turns', 'health-stays-good'],
    },
    {
      id: 'queue-fills',
      title: 'The queue is where the harm grows',
      text: [
        'Requests come to s2 faster than it finishes them. Each new one waits behind all others, until clients give up after 1 s or the queue is full.',
      ],
      setting: { preset: 'slow-server' },
      moment: { at: 2_400_000 },
      node: 's2',
      act: { kind: 'set', label: 'Try a shorter queue: 5 places', values: { queue: 5 } },
      prediction: {
        kind: 'number',
        question: 'From 3 s on, how many of every 100 requests fail?',
        unit: 'requests',
        min: 0,
        max: 100,
        within: 0.25,
        reveal: { at: 4_000_000 },
        answer(trace) {
          const { served, failed } = requestCounts(trace, FAULT_AT + SECOND)
          const share = (100 * failed) / Math.max(1, served + failed)
          const causes = [...failuresByCause(trace, FAULT_AT + SECOND)].map(([cause, count]) => `${count} by ${cause}`)
          return {
            value: Math.round(share * 10) / 10,
            shown: `${failed} of ${served + failed} requests fail: ${causes.join(', ') || 'none'}.`,
            why: 'One slow server of four is enough: a fair share is more than it can do.',
          }
        },
      },
      claims: ['slow-hurts', 'fail-by-waiting'],
    },
    {
      id: 'fewest-open',
      title: 'Count what is open',
      text: [
        'Now the balancer remembers how many requests each server has not answered yet, and picks the one with the fewest. It needs no message for that: it sees every request go and every answer come.',
        'The traffic and the slow server are the same as before.',
      ],
      setting: { preset: 'slow-server-least' },
      moment: { at: 2_400_000 },
      node: 'lb',
      act: { kind: 'step', label: 'Step to the next decision' },
      prediction: {
        kind: 'choice',
        question: 'What happens to the clients this time?',
        choices: [
          { label: 'about as many requests fail', holds: atLeast(0.02) },
          { label: 'hardly any request fails', holds: below(0.02) },
        ],
        reveal: { at: 4_000_000 },
        answer(trace) {
          const { served, failed } = requestCounts(trace, FAULT_AT + SECOND)
          return {
            value: failed / Math.max(1, served + failed),
            shown: `${failed} of ${served + failed} requests fail.`,
            why: 'Open requests pile up at a slow server, and the pile itself keeps new ones away.',
          }
        },
      },
      claims: ['slow-harmless', 'slow-gets-less'],
    },
    {
      id: 'black-hole',
      title: 'A server that fails fast looks idle',
      text: [
        'Server s2 now answers every request with 503 after 1 ms. The balancer counts open requests, and a request that fails at once is never open for long.',
      ],
      setting: { preset: 'black-hole' },
      moment: { at: FAULT_AT },
      node: 'lb',
      act: { kind: 'play', label: 'Play from here' },
      prediction: {
        kind: 'choice',
        question: 'In the next second, what share of the requests does s2 get?',
        choices: [
          { label: 'less than 10 %', holds: below(0.1) },
          { label: 'about 25 %, a fair share', holds: between(0.1, 0.4) },
          { label: 'more than 40 %', holds: atLeast(0.4) },
        ],
        reveal: { at: FAULT_AT + SECOND },
        answer: (trace, values) =>
          shareOfS2(trace, values, 'Failing is the fastest way to look free: counts need errors beside them.'),
      },
      claims: ['black-hole', 'health-stays-good'],
    },
    {
      id: 'flapping',
      title: 'One probe is gossip',
      text: [
        'The guide asks each server now and then whether it is well, and believes a single answer. Here every second probe of s2 fails, though it serves its requests.',
      ],
      setting: { preset: 'flapping-guide' },
      moment: { mark: 'health/out' },
      node: 'lb',
      act: { kind: 'variant', label: 'Ask for three failures in a row', variant: 'round-robin' },
      prediction: {
        kind: 'number',
        question: 'How often does s2 go out in the whole run?',
        unit: 'times',
        min: 0,
        max: 100,
        within: 0.25,
        reveal: { at: 9_900_000 },
        answer(trace) {
          const outages = countMarks(trace, 'health/out')
          return {
            value: outages,
            shown: `A server goes out ${outages} times.`,
            why: 'Asking for several equal answers in a row takes the noise out, at the price of seeing real failures later.',
          }
        },
      },
      claims: ['flaps'],
    },
    {
      id: 'two-choices',
      title: 'Two looks are nearly as good as all',
      text: [
        'Ten servers are busy for 90 % of the time. Choosing blindly makes some queues long while other servers idle; looking at all ten needs a fresh count of everybody.',
        'Drawing two by lot and taking the shorter queue needs two looks.',
      ],
      setting: { preset: 'two-choices-09' },
      moment: { at: 10_000_000 },
      node: 'lb',
      act: { kind: 'variant', label: 'Compare: choose blindly', variant: 'random' },
      prediction: {
        kind: 'number',
        question: 'With two choices, how many times the work is the mean time at the servers?',
        unit: 'times the work',
        min: 1,
        max: 50,
        within: 0.3,
        reveal: { at: 15_000_000 },
        answer(trace, values, scenario) {
          const mean = (meanLatency(trace) ?? 0) - 4 * values.number('latency')
          const p99 = latencyPercentile(trace, 99) ?? 0
          return {
            value: Math.round((10 * mean) / values.number('work')) / 10,
            shown: `The mean is ${formatDuration(Math.round(mean))} for ${formatDuration(values.number('work'))} of work; 99 of 100 end within ${formatDuration(p99)}.`,
            why:
              scenario.variant === 'two-choices'
                ? 'A long queue is chosen only when both draws are long, and that is rare squared.'
                : 'Another rule, another mean: compare it with that of two choices.',
          }
        },
      },
      claims: ['two-choices-mean', 'nine-tenths-busy'],
    },
  ],
}

export default lesson

function shareOfS2(trace: Trace, values: Values, why: string): Answer {
  const counts = countByNode(trace, FAULT_AT, FAULT_AT + SECOND)
  const all = servers(values).reduce((sum, name) => sum + (counts.get(name) ?? 0), 0)
  const own = counts.get('s2')
  if (own === undefined || all === 0) throw new Error('There is no s2 here, or nothing is asked.')
  return { value: own / all, shown: `s2 gets ${own} of ${all} requests, ${percent(own / all)}.`, why }
}

function serverShares(trace: Trace, values: Values, from: number, to = Number.POSITIVE_INFINITY): number[] {
  const counts = countByNode(trace, from, to)
  const asked = servers(values).map((name) => counts.get(name) ?? 0)
  const all = asked.reduce((sum, count) => sum + count, 0)
  return asked.map((count) => count / Math.max(1, all))
}

function servers(values: Values): string[] {
  return Array.from({ length: values.number('servers') }, (_, index) => `s${index + 1}`)
}
