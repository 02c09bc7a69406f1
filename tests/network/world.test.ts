import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { twoChoices } from '../../workers/algorithms/balance/two-choices'
import { Client } from '../../workers/components/client'
import { LoadBalancer } from '../../workers/components/load-balancer'
import { Server } from '../../workers/components/server'
import { ArrivalProcess } from '../../workers/components/workload'
import type { Process } from '../../workers/kernel/process'
import type { World } from '../../workers/network/world'
import { Fate, HopKind, NO_HOP, NO_REQUEST } from '../../workers/protocol'
import type { Scenario } from '../../workers/scenario/scenario'
import type { Trace } from '../../workers/trace/trace'
import { scriptOf } from '../session/random-script'
import { hopsOf, pair, runOf, sentencesOf, traceOf } from './hand-built'

const NODES = ['c', 'lb', 's1', 's2', 's3']

/** A client, a balancer and three servers with lots on every link, and perhaps a node that nobody knows. */
function build(world: World, stranger: 'none' | 'first' | 'last' = 'none'): void {
  const addStranger = () =>
    world.node('stranger', 'stranger', (node) => ({
      *start(): Process {
        for (;;) yield* node.sleep(1 + node.random('naps').integer(900))
      },
    }))
  if (stranger === 'first') addStranger()
  const arrivals = new ArrivalProcess('poisson', 400, world.random('c/arrivals'))
  const lots = world.random('c/work')
  const next = () => ({ label: `GET /${lots.integer(3)}`, workMicros: lots.exponential(4_000) })
  world.node('c', 'client', (node) => new Client(node, { target: 'lb', arrivals, next, timeoutMicros: 60_000 }))
  const targets = ['s1', 's2', 's3'].map((name) => ({ name, weight: 1 }))
  const health = { intervalMicros: 30_000, timeoutMicros: 10_000, rise: 2, fall: 2 }
  world.node(
    'lb',
    'load-balancer',
    (node) =>
      new LoadBalancer(node, { policyName: '', makePolicy: twoChoices, targets, timeoutMicros: 40_000, health }),
  )
  for (const { name } of targets)
    world.node(name, 'server', (node) => new Server(node, { workers: 1, queueCapacity: 4, workMicros: 4_000 }))
  const options = { latency: { kind: 'exponential', floor: 100, mean: 400 }, lossPerTenThousand: 50 } as const
  world.link('c', 'lb', options)
  for (const { name } of targets) world.link('lb', name, options)
  if (stranger === 'last') addStranger()
}

function clusterTrace(script: Scenario['script'] = [], stranger: 'none' | 'first' | 'last' = 'none'): Trace {
  return traceOf(runOf((world) => build(world, stranger), { script, horizonMicros: 250_000 }))
}

const randomScript = scriptOf(NODES, 250_000)

describe('a node that nobody knows', () => {
  it.each(['first', 'last'] as const)('added %s moves no hop of the others', (stranger) => {
    const story = (trace: Trace) =>
      hopsOf(trace).map((hop) => ({
        from: trace.topology.nodes[hop.from]?.name,
        to: trace.topology.nodes[hop.to]?.name,
        sent: hop.sentMicros,
        due: hop.dueMicros,
        label: hop.label,
        fate: hop.fate,
        cause: hop.cause,
        request: hop.request,
      }))
    const alone = story(clusterTrace())
    expect(alone.length).toBeGreaterThan(300)
    expect(story(clusterTrace([], stranger))).toEqual(alone)
  })
})

const CAUSES: Readonly<Record<string, readonly string[]>> = {
  c: ['', 'crashed while it waited'],
  lb: ['timeout', 'refused', 'connection lost', 'no healthy server'],
  server: ['timeout', 'refused', 'connection lost', 'queue full'],
}

describe('under random faults', () => {
  it('every failed request has one stated cause and the node that it happened at; a request ends at most once', () => {
    fc.assert(
      fc.property(randomScript, (script) => {
        const trace = clusterTrace(script)
        const ended: number[] = []
        const odd: string[] = []
        for (let order = 0; order < trace.requestsEnded(trace.events); order++) {
          const { id, cause, by } = trace.request(trace.endedRequestAt(order))
          const name = trace.topology.nodes[by]?.name ?? ''
          ended.push(id)
          if (!(CAUSES[name === 'lb' || name === 'c' ? name : 'server'] ?? []).includes(cause))
            odd.push(`${cause} at ${name}`)
        }
        expect(odd).toEqual([])
        expect(new Set(ended).size).toBe(ended.length)
      }),
      { seed: 7, numRuns: 40 },
    )
  })

  it('causes lead from every hop back to a first hop of its request, each an arrival at the sender', () => {
    fc.assert(
      fc.property(randomScript, (script) => {
        const trace = clusterTrace(script)
        const names = trace.topology.nodes.map(({ name }) => name)
        const unfounded = hopsOf(trace).filter((hop) => {
          // Only who begins something of its own has no cause: the client that asks, and the prober.
          if (hop.cause === NO_HOP)
            return hop.kind !== HopKind.request || names[hop.from] !== (hop.request === NO_REQUEST ? 'lb' : 'c')
          const cause = trace.hop(hop.cause)
          const isArrival = cause.to === hop.from && (cause.fate === Fate.delivered || cause.fate === Fate.refused)
          return (
            !isArrival || cause.index >= hop.index || cause.request !== hop.request || cause.dueMicros > hop.sentMicros
          )
        })
        expect(unfounded).toEqual([])
      }),
      { seed: 7, numRuns: 40 },
    )
  })

  it('nothing is created or lost: checks hold, every hop settles once when it is due or still flies', () => {
    fc.assert(
      fc.property(randomScript, (script) => {
        const trace = clusterTrace(script)
        expect(trace.status.kind).toBe('finished')
        expect(trace.breaches).toEqual([])
        const wrong = hopsOf(trace).filter(({ fate, dueMicros, settledEvent }) =>
          fate === Fate.flying ? dueMicros <= 250_000 : trace.eventMicros(settledEvent) !== dueMicros,
        )
        expect(wrong).toEqual([])
      }),
      { seed: 7, numRuns: 40 },
    )
  })

  it('the time integral of open requests is the sum of their times, read from the trace alone', () => {
    fc.assert(
      fc.property(randomScript, (script) => {
        const trace = clusterTrace(script)
        const { reachedMicros } = trace
        let sum = 0
        const changes: [at: number, by: number][] = []
        for (let id = 1; id <= trace.requestCount; id++) {
          const { startMicros, endMicros } = trace.request(id)
          sum += Math.min(endMicros, reachedMicros) - startMicros
          changes.push([startMicros, 1], [Math.min(endMicros, reachedMicros), -1])
        }
        changes.sort((a, b) => a[0] - b[0])
        let integral = 0
        let open = 0
        let last = 0
        for (const [at, by] of changes) {
          integral += open * (at - last)
          open += by
          last = at
        }
        expect(integral).toBe(sum)
      }),
      { seed: 7, numRuns: 20 },
    )
  })
})

describe('the answer of one who asked another', () => {
  it('is caused by the other’s answer', () => {
    const trace = clusterTrace()
    const names = trace.topology.nodes.map(({ name }) => name)
    const passedOn = hopsOf(trace).filter(({ from, kind }) => names[from] === 'lb' && kind === HopKind.answer)
    expect(passedOn.length).toBeGreaterThan(50)
    for (const { cause } of passedOn) expect(names[trace.hop(cause).from]).toMatch(/^s\d$/)
  })
})

describe('a script', () => {
  it('asks in vain for what there is not, and says so', () => {
    const { trace, answers } = pair(
      [{ at: 0, label: 'x' }],
      [
        { at: 1, kind: 'crash', node: 'nobody' },
        { at: 2, kind: 'cut', link: ['a', 'a'] },
        { at: 3, kind: 'set', parameter: 'rps', value: 5 },
        { at: 4, kind: 'act', action: 'flap', target: 'b' },
      ],
    )
    expect(answers[0]?.reply.kind).toBe('answered')
    const inVain = (what: string) => `The script asks for ${what}, which this system does not have; nothing happens.`
    expect(sentencesOf(trace)).toEqual(
      ['a node called nobody', 'a link between a and a', 'a live parameter rps', 'flap on b'].map(inVain),
    )
  })

  it('of one moment happens in its order', () => {
    const at = 5_000
    const { trace } = pair(
      [{ at: 0, label: 'x' }],
      [
        { at, kind: 'crash', node: 'b' },
        { at, kind: 'restart', node: 'b' },
        { at, kind: 'slow', node: 'b', factor: 2 },
      ],
    )
    const names = Array.from({ length: trace.markCount }, (_, index) => trace.markNameOf(index))
    expect(names).toEqual(['node/crashed', 'node/restarted', 'node/slowed'])
  })
})

describe('building', () => {
  it('refuses two nodes of one name, links to nobody and more than 256 nodes', () => {
    const add = (world: World, name: string) => world.node(name, 'idle', () => ({}))
    expect(() => runOf((world) => [add(world, 'a'), add(world, 'a')])).toThrow('two nodes are called a')
    const latency = { kind: 'fixed', micros: 0 } as const
    expect(() => runOf((world) => world.link(add(world, 'a').name, 'b', { latency }))).toThrow('there is no node b')
    const many = (world: World) => {
      for (let index = 0; index <= 256; index++) add(world, `n${index}`)
    }
    expect(() => runOf(many)).toThrow('at most 256 nodes')
  })
})
