import { describe, expect, it } from 'vitest'
import { leastConnections } from '../../workers/algorithms/balance/least-connections'
import { roundRobin } from '../../workers/algorithms/balance/round-robin'
import { LoadBalancer, type LoadBalancerOptions } from '../../workers/components/load-balancer'
import { Server } from '../../workers/components/server'
import type { Scenario } from '../../workers/scenario/scenario'
import { type Asked, Asker, runOf, sentencesOf, traceOf } from '../network/hand-built'

/** Two servers of one worker and one place, 10 ms a request, no latency; probes only begin after an hour. */
function balance(
  moments: readonly number[],
  script: Scenario['script'] = [],
  changes: { timeoutMicros?: number } = {},
) {
  const answers: Asked[] = []
  const run = runOf(
    (world) => {
      const questions = moments.map((at, index) => ({ at, to: 'lb', label: `GET /${index}` }))
      world.node('a', 'asker', (node) => new Asker(node, questions, answers))
      const targets = ['s1', 's2'].map((name) => ({ name, weight: 1 }))
      const health = { intervalMicros: 3_600_000_000, timeoutMicros: null, rise: 1, fall: 1 }
      const options = { policyName: 'round-robin', makePolicy: roundRobin, targets, health }
      const timeoutMicros = changes.timeoutMicros ?? null
      world.node('lb', 'load-balancer', (node) => new LoadBalancer(node, { ...options, timeoutMicros }))
      for (const { name } of targets)
        world.node(name, 'server', (node) => new Server(node, { workers: 1, queueCapacity: 1, workMicros: 10_000 }))
      for (const name of ['a', 's1', 's2']) world.link('lb', name, { latency: { kind: 'fixed', micros: 0 } })
    },
    { script },
  )
  return { trace: traceOf(run), answers, lb: 1 }
}

describe('the balancer', () => {
  it('sends each request to the target that the policy chose, says why, and passes the answer on', () => {
    const { trace, answers } = balance([0, 100, 30_000])
    expect(answers.map(({ endedAt, reply }) => [endedAt, reply.kind === 'answered' && reply.response.status])).toEqual([
      [10_000, 200],
      [10_100, 200],
      [40_000, 200],
    ])
    expect(sentencesOf(trace)).toEqual([
      's1 chosen: its turn comes after none.',
      's2 chosen: its turn comes after s1.',
      's1 chosen: its turn comes after s2.',
    ])
  })

  it('shows how many requests are open with each target', () => {
    const { trace, lb } = balance([0, 100, 200])
    const open = (micros: number) => ['open:s1', 'open:s2'].map((key) => trace.gauge(lb, key, trace.countAt(micros)))
    expect(open(200)).toEqual([2, 1])
    expect(open(10_000)).toEqual([1, 1])
    expect(open(20_000)).toEqual([0, 0])
  })

  it('answers 502 with the cause when its server is down, and 504 when it takes too long', () => {
    const down = balance([0], [{ at: 0, kind: 'crash', node: 's1' }])
    expect(down.answers[0]?.reply).toMatchObject({
      response: { status: 502, failure: { cause: 'refused', by: 's1' } },
    })
    const slow = balance([0], [], { timeoutMicros: 4_000 })
    expect(slow.answers[0]).toMatchObject({
      endedAt: 4_000,
      reply: { response: { status: 504, failure: { cause: 'timeout', by: 's1' } } },
    })
    expect(slow.trace.gauge(slow.lb, 'open:s1', slow.trace.countAt(4_000))).toBe(0)
  })

  it('passes a refusal of its server on with status and cause', () => {
    const { answers, trace } = balance([0, 0, 0, 0, 0])
    const refused = answers.filter(({ reply }) => reply.kind === 'answered' && reply.response.status === 503)
    expect(refused).toMatchObject([
      { label: 'GET /4', reply: { response: { failure: { cause: 'queue full', by: 's1' } } } },
    ])
    expect(sentencesOf(trace)).toContain('s1 refuses GET /4: its queue of 1 is full.')
  })

  it('answers 503 by itself when no target is healthy', () => {
    const answers: Asked[] = []
    const run = runOf((world) => {
      world.node('a', 'asker', (node) => new Asker(node, [{ at: 0, to: 'lb', label: 'GET /' }], answers))
      const health = { intervalMicros: 1_000_000, timeoutMicros: null, rise: 1, fall: 1 }
      const options = { policyName: '', makePolicy: leastConnections, targets: [], timeoutMicros: null, health }
      world.node('lb', 'load-balancer', (node) => new LoadBalancer(node, options))
      world.link('a', 'lb', { latency: { kind: 'fixed', micros: 0 } })
    })
    expect(sentencesOf(traceOf(run))).toEqual(['GET / is refused: none of 0 servers is healthy.'])
    expect(answers[0]?.reply).toMatchObject({
      response: { status: 503, failure: { cause: 'no healthy server', by: 'lb' } },
    })
  })

  it('forgets turns and open requests when it crashes', () => {
    const { trace, lb } = balance(
      [0, 30_000],
      [
        { at: 5_000, kind: 'crash', node: 'lb' },
        { at: 20_000, kind: 'restart', node: 'lb' },
      ],
    )
    expect(trace.gauge(lb, 'open:s1', trace.countAt(20_000))).toBe(0)
    expect(sentencesOf(trace).at(-1)).toBe('s1 chosen: its turn comes after none.')
  })
})

describe('a balancer that protects', () => {
  /** Two servers; `bad` fails every request at once while its health page says what it is told to. */
  function protect(
    changes: Partial<LoadBalancerOptions>,
    pages: readonly ('true' | 'ill')[],
    failing: readonly boolean[],
  ) {
    const answers: Asked[] = []
    let balancer: LoadBalancer | null = null
    const run = runOf(
      (world) => {
        const questions = Array.from({ length: 40 }, (_, index) => ({
          at: index * 1_000,
          to: 'lb',
          label: `GET /${index}`,
        }))
        world.node('a', 'asker', (node) => new Asker(node, questions, answers))
        const targets = ['s1', 's2'].map((name) => ({ name, weight: 1 }))
        const health = { intervalMicros: 1_000, timeoutMicros: null, rise: 1, fall: 1 }
        const options = { policyName: '', makePolicy: roundRobin, targets, health, timeoutMicros: null, ...changes }
        world.node('lb', 'load-balancer', (node) => {
          balancer = new LoadBalancer(node, options)
          return balancer
        })
        targets.forEach(({ name }, index) => {
          const misbehaviour = {
            failAfterMicros: failing[index] ? 10 : null,
            healthPage: pages[index] ?? 'true',
            mood: '',
          } as const
          const options = { workers: 9, queueCapacity: 0, workMicros: 100 }
          world.node(name, 'server', (node) => new Server(node, options, misbehaviour))
        })
        for (const name of ['a', 's1', 's2']) world.link('lb', name, { latency: { kind: 'fixed', micros: 0 } })
        world.onAction('drain', ({ name }) => balancer?.drain(name))
        world.onAction('put-back', ({ name }) => balancer?.putBack(name))
      },
      { script: changes.drained === undefined ? [] : SCRIPT, horizonMicros: 100_000 },
    )
    const sentences = sentencesOf(traceOf(run))
    const failed = answers.filter(({ reply }) => reply.kind !== 'answered' || reply.response.status >= 500).length
    return { sentences, failed }
  }
  const SCRIPT: Scenario['script'] = [
    { at: 4_500, kind: 'act', action: 'drain', target: 's2' },
    { at: 14_500, kind: 'act', action: 'put-back', target: 's2' },
  ]

  it('ejects a server that fails requests, whatever its health page says, and asks it again later', () => {
    const outliers = { failures: 2, baseMicros: 10_000, mostPercent: 10, sweepMicros: 1_000 }
    const { sentences, failed } = protect({ outliers }, ['true', 'true'], [false, true])
    expect(sentences).toContain(
      's2 is ejected for 10 ms: failures of real requests in a row: 2, the last with fast failure.',
    )
    expect(sentences).toContain('s2 may be chosen again: its time of ejection is over.')
    // Two for each of its three turns: at 1 ms, after 10 ms away, and after 20 ms away.
    expect(failed).toBe(6)
  })

  it('does not eject the last ones: more than the share would be away', () => {
    const outliers = { failures: 2, baseMicros: 10_000, mostPercent: 10, sweepMicros: 1_000 }
    const { sentences } = protect({ outliers }, ['true', 'true'], [true, true])
    expect(sentences).toContain(
      's2 stays although 2 requests in a row fail there: servers ejected already: 1, and at most 10 % of all may be.',
    )
  })

  it('panics when too few are able, and then asks all', () => {
    const calm = protect({}, ['ill', 'ill'], [false, false])
    expect(calm.failed).toBeGreaterThan(30)
    const { sentences, failed } = protect({ panicPercent: 60 }, ['ill', 'ill'], [false, false])
    expect(sentences).toContain('Only 1 of 2 servers can be chosen, less than 60 %: health is ignored from here on.')
    expect(failed).toBe(0)
  })

  it('drains a server: nothing new goes there until it is put back', () => {
    const { sentences, failed } = protect({ drained: new Set() }, ['true', 'true'], [false, false])
    const from = sentences.findIndex((text) => text.startsWith('s2 is drained'))
    const chosen = sentences.slice(from).filter((text) => text.includes('chosen'))
    expect(from).toBeGreaterThan(0)
    expect(chosen.slice(0, 10).every((text) => text.startsWith('s1'))).toBe(true)
    expect(chosen.some((text) => text.startsWith('s2'))).toBe(true)
    expect(failed).toBe(0)
  })

  it('tells how a server that comes back starts slowly', () => {
    const { sentences } = protect({ drained: new Set(), slowStartMicros: 5_000 }, ['true', 'true'], [false, false])
    expect(sentences).toContain('s2 starts slowly: its weight grows from a tenth to all of it within 5 ms.')
  })
})
