import { describe, expect, it } from 'vitest'
import { ShadowGateway } from '../../workers/components/shadow-gateway'
import type { Response } from '../../workers/network/message'
import { type Asked, Asker, Echo, hopsOf, runOf, traceOf } from '../network/hand-built'

const REFUSAL: Response = { status: 429, headers: { 'Retry-After': '3' }, failure: { cause: 'rate limited', by: 'no' } }
const FREE = { latency: { kind: 'fixed', micros: 1_000 } } as const

function ask(decides: string) {
  const answers: Asked[] = []
  const run = runOf((world) => {
    world.node('a', 'asker', (node) => new Asker(node, [{ at: 0, to: 'g', label: 'x' }], answers))
    world.node('g', 'gateway', (node) => new ShadowGateway(node, { decides, limiters: ['yes', 'no'], target: 'b' }))
    world.node('yes', 'limiter', (node) => new Echo(node, 0, { status: 204, headers: { RateLimit: '"x";r=1;t=1' } }))
    world.node('no', 'limiter', (node) => new Echo(node, 0, REFUSAL))
    world.node('b', 'service', (node) => new Echo(node, 0))
    world.link('a', 'g', FREE)
    for (const name of ['yes', 'no', 'b']) world.link('g', name, FREE)
  })
  const trace = traceOf(run)
  const target = (hop: { to: number }) => trace.topology.nodes[hop.to]?.name
  return {
    reply: answers[0]?.reply,
    targets: hopsOf(trace)
      .filter(({ label }) => label === 'x')
      .map(target),
  }
}

describe('a gateway with limiters in shadow mode', () => {
  it('asks all of them and obeys one that lets pass', () => {
    const { reply, targets } = ask('yes')
    expect(targets.sort()).toEqual(['b', 'g', 'no', 'yes'])
    expect(reply?.kind === 'answered' && reply.response).toEqual({ status: 200, headers: { RateLimit: '"x";r=1;t=1' } })
  })

  it('asks all of them and obeys one that refuses: the service hears nothing', () => {
    const { reply, targets } = ask('no')
    expect(targets.sort()).toEqual(['g', 'no', 'yes'])
    expect(reply?.kind === 'answered' && reply.response).toEqual(REFUSAL)
  })
})
