import { describe, expect, it } from 'vitest'
import { Kernel } from '../../workers/kernel/kernel'
import type { Process } from '../../workers/kernel/process'
import { RandomStream } from '../../workers/kernel/random'
import { Link } from '../../workers/network/link'
import { Network } from '../../workers/network/network'
import { Node } from '../../workers/network/node'
import type { World } from '../../workers/network/world'
import { buffersOf } from '../../workers/session/transferables'
import { Recorder } from '../../workers/trace/recorder'
import { Asker, Echo, runOf, traceOf } from '../network/hand-built'

const LATENCY = { latency: { kind: 'fixed', micros: 100 } } as const

/** A node that runs one process and nothing else. */
function alone(process: (world: World) => Process): (world: World) => void {
  return (world) => world.node('a', 'alone', () => ({ start: () => process(world) }))
}

function breachesOf(build: (world: World) => void): string[] {
  return traceOf(runOf(build)).breaches.map(({ check, sentence }) => `${check}: ${sentence}`)
}

describe('checks of every run', () => {
  it('catch a request that ends twice', () => {
    const build = alone(function* (world) {
      const node = world.network.node('a') as Node
      const request = node.openRequest('x')
      yield* node.sleep(10)
      node.closeRequest(request, null)
      node.closeRequest(request, null)
    })
    expect(breachesOf(build)).toEqual(['Every request ends once: 1 requests ended that were not open.'])
  })

  it('catch a request that is lost from the books', () => {
    const build = alone(function* (world) {
      const node = world.network.node('a') as Node
      node.openRequest('x')
      yield* node.sleep(10)
      world.ledger.open--
    })
    expect(breachesOf(build)).toContain('Every request ends once: 1 requests are neither open nor ended.')
  })

  it('catch a time integral that is not the sum of the times', () => {
    const build = alone(function* (world) {
      const node = world.network.node('a') as Node
      const request = node.openRequest('x')
      world.ledger.open++
      yield* node.sleep(10)
      node.closeRequest(request, null)
      world.ledger.open--
    })
    expect(breachesOf(build)).toEqual([
      'Little’s law: the time integral of open requests equals the sum of their times: The integral is 20 µs and the sum is 10 µs.',
    ])
  })

  it('catch a message that vanishes from its link', () => {
    const build = (world: World) => {
      world.node('a', 'asker', (node) => new Asker(node, [{ at: 10, to: 'b', label: 'x' }], []))
      world.node('b', 'echo', (node) => new Echo(node, 50))
      world.link('a', 'b', LATENCY)
      const link = world.network.links[1] as Link
      Object.defineProperty(link, 'settled', { get: () => 0, set: () => {} })
    }
    expect(breachesOf(build)).toEqual([
      'Every message arrives, is lost, or is still on its way: Link 1 carried 1 messages, settled 0 and still has 0.',
    ])
  })

  it('are recorded once each, at the moment of the breach', () => {
    const run = runOf((world) => {
      alone(function* () {
        const node = world.network.node('a') as Node
        for (let count = 0; count < 5; count++) {
          yield* node.sleep(100)
          node.gauge('count').set(count)
        }
      })(world)
      world.check({
        name: 'The count stays below 2',
        watch: ({ network }) => {
          const gauge = (network.node('a') as Node).gauge('count')
          return () => (gauge.value >= 2 ? `It is ${gauge.value}.` : null)
        },
      })
    })
    const trace = traceOf(run)
    expect(trace.breaches).toMatchObject([{ check: 'The count stays below 2', sentence: 'It is 2.' }])
    expect(trace.eventMicros(trace.breaches[0]?.event ?? -1)).toBe(300)
  })
})

describe('the end of a run', () => {
  it('a mistake of a model breaks the run with a sentence and keeps what was recorded', () => {
    const run = runOf(
      alone(function* (world) {
        const node = world.network.node('a') as Node
        node.openRequest('x')
        yield* node.sleep(10)
        throw new Error('no such thing')
      }),
    )
    const trace = traceOf(run)
    expect(trace.status).toEqual({ kind: 'broken', sentence: 'The simulation itself failed: no such thing.' })
    expect(trace.requestCount).toBe(1)
    expect(trace.digest).toBeNull()
  })

  it('a finished run answers empty chunks', () => {
    const run = runOf(() => {})
    const first = run.advance(10)
    expect(first.status).toMatchObject({ kind: 'finished', reason: 'idle' })
    const again = run.advance(10)
    expect(again).toMatchObject({ status: first.status, digest: first.digest, firstEvent: 0 })
    expect(again.eventAt).toHaveLength(0)
  })

  it('a loop without time ends with a sentence', () => {
    const run = runOf(
      alone(function* (world) {
        for (;;) yield* (world.network.node('a') as Node).sleep(0)
      }),
    )
    expect(traceOf(run, 1_000_000).status).toMatchObject({
      reason: 'instant',
      sentence: expect.stringMatching(/^The run stops at 0 µs: more than 100000 things happen at this one moment/),
    })
  })

  it('the bound of hops ends it with a sentence, at once', () => {
    const kernel = new Kernel({ horizonMicros: 1_000_000, maxAtOneInstant: 1_000 })
    const network = new Network(kernel, new Recorder(), 25)
    const chatter = (node: Node) => ({
      *start(): Process {
        for (;;) yield* node.request('b', { label: 'x' })
      },
    })
    network.addNode(new Node(network, 0, 'a', 'chatter', 7, chatter))
    network.addNode(new Node(network, 1, 'b', 'echo', 7, (node) => new Echo(node, 5)))
    for (const [index, from, to] of [
      [0, 0, 1],
      [1, 1, 0],
    ] as const)
      network.addLink(new Link(index, from, to, LATENCY, RandomStream.named(7, `${index}`)))
    for (const node of network.nodes) node.boot()
    kernel.advance(1_000, () => {})
    expect(kernel.ending).toEqual({ reason: 'hops', sentence: 'The run stops at its bound of 25 hops.' })
    expect(network.recorder.hopsSent).toBe(25)
  })
})

describe('looking into a run', () => {
  const build = (world: World) => {
    const questions = [10, 20].map((at) => ({ at, to: 'b', label: `GET /${at}`, timeoutMicros: 5_000 }))
    world.node('a', 'asker', (node) => new Asker(node, questions, []))
    world.node('b', 'echo', (node) => new Echo(node, 2_000))
    world.link('a', 'b', LATENCY)
  }

  it('tells what the processes of a node wait for, for which request and since when', () => {
    const run = runOf(build)
    while (run.world.kernel.agenda.peekDue() <= 115) run.work(1)
    expect(run.waitsOf('a')).toEqual([
      { process: 'ask GET /10', request: 1, waitsFor: 'the answer of b to GET /10', sinceMicros: 10 },
      { process: 'ask GET /20', request: 2, waitsFor: 'the answer of b to GET /20', sinceMicros: 20 },
    ])
    expect(run.waitsOf('b')).toEqual([
      { process: 'handle GET /10', request: 1, waitsFor: '2 ms to pass', sinceMicros: 110 },
    ])
  })

  it('workUntil stops right after the event asked for', () => {
    const whole = traceOf(runOf(build))
    for (let events = 1; events <= whole.events; events++) {
      const run = runOf(build)
      run.workUntil(events)
      expect(run.world.recorder.events).toBe(events)
      expect(run.world.kernel.now).toBe(whole.eventMicros(events - 1))
    }
  })
})

describe('buffers of a chunk', () => {
  it('are all its columns, each once, so that nothing is copied on the way', () => {
    const chunk = runOf((world) => {
      world.node('a', 'asker', (node) => new Asker(node, [{ at: 10, to: 'b', label: 'x' }], []))
      world.node('b', 'echo', (node) => new Echo(node, 50))
      world.link('a', 'b', LATENCY)
    }).advance(100)
    const buffers = buffersOf(chunk)
    expect(new Set(buffers).size).toBe(buffers.length)
    const moved = structuredClone(chunk, { transfer: buffers })
    expect(moved.eventAt.length).toBeGreaterThan(0)
    const columns = [chunk.hops, chunk.settles, chunk.requests, chunk.ends, chunk.gauges, chunk.marks].flatMap(
      (group) => Object.values(group) as Float64Array[],
    )
    for (const column of [chunk.eventAt, ...columns]) expect(column.buffer.byteLength).toBe(0)
  })
})
