import { formatDuration } from '../../kernel/time'
import type { Values } from '../../scenario/parameters'
import { percent } from '../../trace/figure-text'
import { countMarks, firstMark, marksOf } from '../../trace/marks'
import { countByNode, failuresByCause, latencyPercentile, meanLatency, requestCounts } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import { atLeast, below, between } from '../choices'
import type { Answer, Lesson } from '../lesson'
import { FAULT_AT, lessonClaims, SECOND, servers } from './lesson-claims'

const lesson: Lesson = {
  title: 'Who gets the next request?',
  promise:
    'Nine short steps from taking turns to counting open requests, to the traps that hide in counting, and out of them.',
  claims: lessonClaims,
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
      id: 'ejected',
      title: 'Believe what requests get',
      text: [
        'The same server that fails at once. Now the balancer also counts failures in a row, and at the fifth it ejects the server for 2 s, whatever the health page says.',
        'Each time s2 comes back it is tried again. The n-th ejection lasts n times as long.',
      ],
      setting: { preset: 'black-hole-ejected' },
      moment: { mark: 'balancer/ejected' },
      node: 'lb',
      act: { kind: 'variant', label: 'Try it with turns', variant: 'round-robin' },
      prediction: {
        kind: 'number',
        question: 'Of all requests from 2 s to 10 s, how many in a thousand fail?',
        unit: 'in a thousand',
        min: 0,
        max: 1000,
        within: 0.6,
        reveal: { at: 9_900_000 },
        answer(trace) {
          const { served, failed } = requestCounts(trace, FAULT_AT)
          return {
            value: Math.round((1000 * failed) / Math.max(1, served + failed)),
            shown: `${failed} of ${served + failed} requests fail; s2 is ejected ${countMarks(trace, 'balancer/ejected')} times.`,
            why: 'A few requests pay for each try. What real users get is the best probe of all.',
          }
        },
      },
      claims: ['black-hole-closed', 'longer-away'],
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
      id: 'herd',
      title: 'The newcomer is trampled',
      text: [
        'Server s2 was away and is back: empty, and cold, so that all work takes several times as long at first. It has the fewest open requests of all.',
      ],
      setting: { preset: 'herd' },
      moment: { mark: 'health/back' },
      node: 'lb',
      act: { kind: 'set', label: 'Start slowly: grow to full weight in 3 s', values: { 'slow-start': 3_000_000 } },
      prediction: {
        kind: 'choice',
        question: 'Of the next ten requests, how many go to s2?',
        choices: [
          { label: 'two or three, a fair share', holds: below(4) },
          { label: 'about half', holds: between(4, 8) },
          { label: 'nearly all', holds: atLeast(8) },
        ],
        reveal: { at: 4_500_000 },
        answer(trace) {
          const back = firstMark(trace, 'health/back')?.atMicros ?? trace.horizonMicros
          const ten = marksOf(trace, 'balancer/chose', back).slice(0, 10)
          const own = ten.filter(({ details }) => details.server === 's2').length
          return {
            value: own,
            shown: `s2 gets ${own} of the next ${ten.length} requests.`,
            why: 'An empty server looks best to every rule that counts; a weight that grows slowly protects it while it warms up.',
          }
        },
      },
      claims: ['herd'],
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
