import { describe, expect, it } from 'vitest'
import { leastConnections } from '../../workers/algorithms/balance/least-connections'
import type { Policy } from '../../workers/algorithms/balance/policy'
import { randomChoice } from '../../workers/algorithms/balance/random-choice'
import { roundRobin } from '../../workers/algorithms/balance/round-robin'
import { twoChoices } from '../../workers/algorithms/balance/two-choices'
import { Client } from '../../workers/components/client'
import { LoadBalancer } from '../../workers/components/load-balancer'
import { Server } from '../../workers/components/server'
import { ArrivalProcess } from '../../workers/components/workload'
import type { World } from '../../workers/network/world'
import { defaultScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import meta from '../../workers/systems/load-balancer/meta'
import model from '../../workers/systems/load-balancer/model'
import { Trace } from '../../workers/trace/trace'
import { runOf } from '../network/hand-built'

const BASE = defaultScenario(meta)

function traceOf(scenario: Scenario, budget = 10_000): Trace {
  const run = startRun(scenario, model)
  const trace = new Trace(run.world.topology, scenario.horizonMicros)
  while (trace.status.kind === 'running') trace.append(run.advance(budget))
  return trace
}

function with_(values: Scenario['values'], changes: Partial<Scenario> = {}): Scenario {
  return { ...BASE, horizonMicros: 2_000_000, ...changes, values: { ...BASE.values, ...values } }
}

describe('the same seed brings the same requests', () => {
  const faults: Scenario['script'] = [
    { at: 300_000, kind: 'crash', node: 's1' },
    { at: 600_000, kind: 'slow', node: 's2', factor: 5 },
    { at: 700_000, kind: 'act', action: 'fail-fast', target: 's3' },
    { at: 900_000, kind: 'cut', link: ['lb', 's4'] },
  ]
  /** Start, asker and label of every request; the work comes from the same stream as the label. */
  function requestsOf(scenario: Scenario): string[] {
    const trace = traceOf(scenario)
    return Array.from({ length: trace.requestCount }, (_, index) => {
      const { startMicros, node, label } = trace.request(index + 1)
      return `${startMicros} ${node} ${label}`
    })
  }

  it.each(['poisson', 'steady', 'bursts'])('%s arrivals: whatever the variant and whatever breaks', (arrivals) => {
    const first = requestsOf(with_({ arrivals }))
    expect(first.length).toBeGreaterThan(300)
    for (const { id } of meta.variants) {
      expect(requestsOf(with_({ arrivals }, { variant: id })), id).toEqual(first)
      expect(requestsOf(with_({ arrivals }, { variant: id, script: faults })), id).toEqual(first)
    }
  })

  it('with the same work in every variant', () => {
    // One server at a time, without a queue to wait in: latency − 4 links = work.
    const works = (variant: string) => {
      const trace = traceOf(with_({ rps: 20, workers: 16, queue: 0, servers: 12 }, { variant }))
      const rows: string[] = []
      for (let order = 0; order < trace.requestsEnded(trace.events); order++) {
        const { id, startMicros, endMicros, cause } = trace.request(trace.endedRequestAt(order))
        rows.push(`${id} ${endMicros - startMicros} ${cause}`)
      }
      return rows.sort()
    }
    const first = works('guide')
    expect(first.length).toBeGreaterThan(20)
    for (const { id } of meta.variants) expect(works(id), id).toEqual(first)
  })

  it('another seed brings others', () => {
    expect(requestsOf(with_({}, { seed: 8 }))).not.toEqual(requestsOf(with_({})))
  })
})

describe('load', () => {
  it.each(['poisson', 'steady', 'bursts'])('%s: ten times the rate gives ten times the requests', (arrivals) => {
    const horizonMicros = 10_000_000
    const countAt = (rps: number) => traceOf(with_({ rps, arrivals, work: 100 }, { horizonMicros })).requestCount
    const few = countAt(100)
    const many = countAt(1_000)
    // Counts of a Poisson process have their mean as variance; groups of 20 make it 20 times as large. 4σ of 10·few − many.
    const groups = arrivals === 'bursts' ? 20 : 1
    const sigma = arrivals === 'steady' ? 3 : Math.sqrt(groups * (100 * 1_000 + 10_000))
    expect(Math.abs(10 * few - many)).toBeLessThanOrEqual(4 * sigma)
    expect(Math.abs(many - 10_000)).toBeLessThanOrEqual(4 * (arrivals === 'steady' ? 1 : Math.sqrt(groups * 10_000)))
  })
})

describe('budgets decide when, not what', () => {
  it.each(meta.variants.map(({ id }) => id))('%s gives one digest in pieces of 1, 7 and 1,000', (variant) => {
    const scenario = with_({}, { variant, horizonMicros: 500_000 })
    const digests = [1, 7, 1_000].map((budget) => traceOf(scenario, budget).digest)
    expect(digests[0]).toMatch(/^[0-9a-f]{16}$/)
    expect(new Set(digests).size).toBe(1)
  })
})

/**
 * Laws of queueing theory on worlds built by hand: Poisson arrivals, exponential work of mean 10 ms, no latency, no
 * timeout. Times are told as multiples of the mean work, so μ = 1.
 *
 * Each law is measured on several seeds of 60 s of simulated time each, the first 10 s of which are left out. The
 * tolerances were set beforehand: 4σ of the mean, with σ taken from eight runs of 120 s with other seeds.
 */
describe('laws of queueing', () => {
  const WORK = 10_000
  const WARM_UP = 10_000_000
  const HORIZON = 60_000_000

  /** Mean response time as a multiple of the mean work, by the ledger's totals. */
  function meanResponse(build: (world: World) => void, seed: number): number {
    const run = runOf(build, { seed, horizonMicros: HORIZON })
    const { kernel, ledger, recorder } = run.world
    let before: { area: number; opened: number } | null = null
    while (run.status.kind === 'running') {
      run.work(1_000)
      recorder.forget()
      if (before === null && kernel.now >= WARM_UP)
        before = { area: ledger.totals(kernel.now).area, opened: ledger.opened }
    }
    expect(run.status).toMatchObject({ reason: 'horizon' })
    expect(before).not.toBeNull()
    // Little: the mean time in the system is the time integral of the number in it for each arrival.
    const { area, opened } = before ?? { area: 0, opened: 0 }
    return (ledger.totals(kernel.now).area - area) / (ledger.opened - opened) / WORK
  }

  function average(build: (world: World) => void, runs: number): number {
    let sum = 0
    for (let seed = 21; seed < 21 + runs; seed++) sum += meanResponse(build, seed)
    return sum / runs
  }

  /** `rate` is in requests per mean work. */
  function addClient(world: World, target: string, rate: number): void {
    const arrivals = new ArrivalProcess('poisson', (rate * 1_000_000) / WORK, world.random('arrivals'))
    const work = world.random('work')
    const next = () => ({ label: 'GET /', workMicros: work.exponential(WORK) })
    const timeoutMicros = 100 * HORIZON
    world.node('c', 'client', (node) => new Client(node, { target, arrivals, next, timeoutMicros }))
  }

  const NO_LATENCY = { latency: { kind: 'fixed', micros: 0 } } as const

  function oneStation(workers: number, rate: number): (world: World) => void {
    return (world) => {
      addClient(world, 's', rate)
      const options = { workers, queueCapacity: Number.POSITIVE_INFINITY, workMicros: WORK }
      world.node('s', 'server', (node) => new Server(node, options))
      world.link('c', 's', NO_LATENCY)
    }
  }

  function balanced(makePolicy: () => Policy): (world: World) => void {
    return (world) => {
      addClient(world, 'lb', 9)
      const targets = Array.from({ length: 10 }, (_, index) => ({ name: `s${index}`, weight: 1 }))
      const health = { intervalMicros: HORIZON, timeoutMicros: null, rise: 1, fall: 1 }
      world.node(
        'lb',
        'load-balancer',
        (node) => new LoadBalancer(node, { policyName: '', makePolicy, targets, timeoutMicros: null, health }),
      )
      world.link('c', 'lb', NO_LATENCY)
      for (const { name } of targets) {
        const options = { workers: 1, queueCapacity: Number.POSITIVE_INFINITY, workMicros: WORK }
        world.node(name, 'server', (node) => new Server(node, options))
        world.link('lb', name, NO_LATENCY)
      }
    }
  }

  /** Erlang's formula for c workers: mean response at μ = 1. */
  function erlangC(workers: number, load: number): number {
    let blocking = 1
    for (let busy = 1; busy <= workers; busy++) blocking = (load * blocking) / (busy + load * blocking)
    const waits = blocking / (1 - (load / workers) * (1 - blocking))
    return 1 + waits / (workers - load)
  }

  /** A queue that gets every c-th of Poisson arrivals: the root of σ = (λ ÷ (λ + μ(1 − σ)))^c below 1. */
  function everyTenth(rate: number, count: number): number {
    let root = 0
    for (let round = 0; round < 10_000; round++) {
      let power = 1
      for (let factor = 0; factor < count; factor++) power *= rate / (rate + 1 - root)
      root = power
    }
    return 1 / (1 - root)
  }

  it('the formulas give the figures of the tables', () => {
    expect(erlangC(10, 8)).toBeCloseTo(1.20459, 5)
    expect(erlangC(10, 9)).toBeCloseTo(1.669, 3)
    expect(erlangC(1, 0.8)).toBeCloseTo(5, 9)
    expect(everyTenth(9, 10)).toBeCloseTo(5.6603, 4)
  })

  it('one worker at load 0.8 is M/M/1: 1 ÷ (μ − λ) = 5, within 10 %', () => {
    expect(Math.abs(average(oneStation(1, 0.8), 32) / 5 - 1)).toBeLessThan(0.1)
  })

  it('ten workers at load 8 are M/M/10 by Erlang C: 1.2046, within 2.5 %', () => {
    expect(Math.abs(average(oneStation(10, 8), 6) / erlangC(10, 8) - 1)).toBeLessThan(0.025)
  })

  it('a split by lot is ten M/M/1: 1 ÷ (μ − λ/c) = 10, within 11 %', () => {
    expect(Math.abs(average(balanced(randomChoice), 3) / 10 - 1)).toBeLessThan(0.11)
  })

  it('a split in turn is ten E10/M/1: 5.6603, within 14 %', () => {
    expect(Math.abs(average(balanced(roundRobin), 4) / everyTenth(9, 10) - 1)).toBeLessThan(0.14)
  })

  it('the shortest queue is not better than one common queue (1.669, less 3 % of chance) and at most 2.1', () => {
    const mean = average(balanced(leastConnections), 2)
    expect(mean).toBeGreaterThan(erlangC(10, 9) * 0.97)
    expect(mean).toBeLessThanOrEqual(2.1)
  })

  it('two choices lie between their law for many servers (2.614, less 5 % of chance) and 3.4', () => {
    const mean = average(balanced(twoChoices), 2)
    expect(mean).toBeGreaterThan(2.614 * 0.95)
    expect(mean).toBeLessThan(3.4)
  })
})
