import { describe, expect, it } from 'vitest'
import { HEALTH_TARGET, type Misbehaviour, Server, type ServerOptions } from '../../workers/components/server'
import type { Scenario } from '../../workers/scenario/scenario'
import { type Asked, Asker, runOf, sentencesOf, traceOf } from '../network/hand-built'

function serve(
  asked: readonly (readonly [at: number, label: string])[],
  options: Partial<ServerOptions> = {},
  misbehaviour: Partial<Misbehaviour> = {},
  script: Scenario['script'] = [],
) {
  const answers: Asked[] = []
  const run = runOf(
    (world) => {
      const questions = asked.map(([at, label]) => ({ at, label, to: 's' }))
      world.node('a', 'asker', (node) => new Asker(node, questions, answers))
      const all = { workers: 1, queueCapacity: 1, workMicros: 10_000, ...options }
      world.node(
        's',
        'server',
        (node) => new Server(node, all, { failAfterMicros: null, healthPage: 'true', mood: '', ...misbehaviour }),
      )
      world.link('a', 's', { latency: { kind: 'fixed', micros: 0 } })
    },
    { script },
  )
  const trace = traceOf(run)
  const outcomes = answers.map(({ label, endedAt, reply }) => {
    const said =
      reply.kind === 'answered' ? [reply.response.status, reply.response.failure?.cause ?? ''] : [reply.failure.cause]
    return [label, endedAt, ...said].join(' ').trim()
  })
  return { trace, outcomes, answers }
}

const THREE = [
  [0, 'x'],
  [1, 'y'],
  [2, 'z'],
] as const

describe('a server', () => {
  it('works on requests in turn, refuses what its queue has no place for, and says so', () => {
    const { outcomes, trace } = serve(THREE)
    expect(outcomes).toEqual(['z 2 503 queue full', 'x 10000 200', 'y 20000 200'])
    expect(sentencesOf(trace)).toEqual(['s refuses z: its queue of 1 is full.'])
    expect(trace.reading(1, trace.events)).toMatchObject({ served: 2, failed: 1, busy: 0, queue: 0 })
  })

  it('that drops the oldest refuses the one that waited longest', () => {
    expect(serve(THREE, { policy: 'drop-oldest' }).outcomes).toEqual([
      'y 2 503 dropped from the queue',
      'x 10000 200',
      'z 20000 200',
    ])
  })

  it('answers its health page at once, with no worker, also while all are busy', () => {
    const asked = [...THREE, [3, HEALTH_TARGET]] as const
    expect(serve(asked).outcomes).toContain(`${HEALTH_TARGET} 3 200`)
  })

  it('answers what it is told to', () => {
    const { answers } = serve([[0, 'x']], { answer: ({ label }) => ({ body: `hello ${label}`, bytes: 9 }) })
    expect(answers[0]?.reply).toMatchObject({ response: { status: 200, body: 'hello x', bytes: 9 } })
  })

  it('becomes slow with its node', () => {
    const slow: Scenario['script'] = [{ at: 5_000, kind: 'slow', node: 's', factor: 3 }]
    expect(serve(THREE.slice(0, 2), {}, {}, slow).outcomes).toEqual(['x 10000 200', 'y 40000 200'])
  })
})

describe('a misbehaving server', () => {
  it('that fails fast answers 503 without queueing, and its health page says it is well', () => {
    const asked = [...THREE, [3, HEALTH_TARGET]] as const
    expect(serve(asked, {}, { failAfterMicros: 1_000 }).outcomes).toEqual([
      `${HEALTH_TARGET} 3 200`,
      'x 1000 503 fast failure',
      'y 1001 503 fast failure',
      'z 1002 503 fast failure',
    ])
  })

  it('that flaps is unwell at every second probe and serves all the same', () => {
    const probes = [0, 10, 20, 30].map((at) => [at, HEALTH_TARGET] as const)
    const { outcomes } = serve([...probes, [40, 'x']], {}, { healthPage: 'flaps' })
    expect(outcomes).toEqual([
      `${HEALTH_TARGET} 0 200`,
      `${HEALTH_TARGET} 10 503 unwell`,
      `${HEALTH_TARGET} 20 200`,
      `${HEALTH_TARGET} 30 503 unwell`,
      'x 10040 200',
    ])
  })

  it('misbehaves on after a restart', () => {
    const restart: Scenario['script'] = [{ at: 0, kind: 'restart', node: 's' }]
    expect(serve([[10, 'x']], {}, { failAfterMicros: 5 }, restart).outcomes).toEqual(['x 15 503 fast failure'])
  })
})
