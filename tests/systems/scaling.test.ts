import { describe, expect, it } from 'vitest'
import { randomChoice } from '../../workers/algorithms/balance/random-choice'
import { meanResponse } from '../../workers/algorithms/scaling/erlang'
import { capacityOf, slowdownOf } from '../../workers/algorithms/scaling/scalability'
import { Client } from '../../workers/components/client'
import { Machine } from '../../workers/components/machine'
import { MachinePark } from '../../workers/components/machine-park'
import { ServerPool } from '../../workers/components/server-pool'
import { ArrivalProcess } from '../../workers/components/workload'
import type { World } from '../../workers/network/world'
import { defaultScenario } from '../../workers/scenario/preset-scenario'
import type { Scenario } from '../../workers/scenario/scenario'
import { startRun } from '../../workers/session/run'
import type { CurvePoint } from '../../workers/systems/glyphs'
import meta from '../../workers/systems/scaling/meta'
import model from '../../workers/systems/scaling/model'
import { marksOf } from '../../workers/trace/marks'
import { Trace } from '../../workers/trace/trace'
import { runOf } from '../network/hand-built'

const WORK = 10_000
const WARM_UP = 10_000_000
const HORIZON = 60_000_000
const NO_LATENCY = { latency: { kind: 'fixed', micros: 0 } } as const

interface Shape {
  readonly machines: number
  readonly workers: number
  readonly speed?: number
  readonly isOneQueue: boolean
  /** Requests in a mean work. */
  readonly rate: number
  readonly sigma?: number
  readonly kappa?: number
}

function site(shape: Shape): (world: World) => void {
  return (world) => {
    const names = Array.from({ length: shape.machines }, (_, index) => `s${index}`)
    const plan = { workers: shape.workers, speed: shape.speed ?? 1, centsPerHour: 1 }
    const park = new MachinePark(names, names.length, () => plan)
    const arrivals = new ArrivalProcess('poisson', (shape.rate * 1_000_000) / WORK, world.random('arrivals'))
    const work = world.random('work')
    const next = () => ({ label: 'GET /', workMicros: work.exponential(WORK) })
    const queueCapacity = 100_000
    world.node('c', 'client', (node) => new Client(node, { target: 'p', arrivals, next, timeoutMicros: 100 * HORIZON }))
    world.node('p', 'pool', (node) => {
      const servers = names.map((name) => ({ name, workers: shape.workers, isMember: true }))
      const makePolicy = shape.isOneQueue ? null : randomChoice
      return new ServerPool(node, { policyName: '', makePolicy, servers, queueCapacity, health: null })
    })
    const scalability = { sigma: shape.sigma ?? 0, kappa: shape.kappa ?? 0 }
    const options = { park, queueCapacity, bootMicros: 0, scalability, enlistsAt: null }
    for (const name of names) world.node(name, 'machine', (node) => new Machine(node, options))
    world.link('c', 'p', NO_LATENCY)
    for (const name of names) world.link('p', name, NO_LATENCY)
  }
}

/** Mean time in multiples of the work and requests in a mean work, after a warm-up, by the ledger's totals. */
function measure(shape: Shape, seed: number): { readonly mean: number; readonly rate: number } {
  const run = runOf(site(shape), { seed, horizonMicros: HORIZON })
  const { kernel, ledger, recorder } = run.world
  let before: { area: number; opened: number; served: number } | null = null
  const servedSoFar = (): number =>
    run.world.network.nodes.reduce((sum, node) => sum + (node.kind === 'machine' ? node.gauge('served').value : 0), 0)
  while (run.status.kind === 'running') {
    run.work(1_000)
    recorder.forget()
    if (before === null && kernel.now >= WARM_UP)
      before = { area: ledger.totals(kernel.now).area, opened: ledger.opened, served: servedSoFar() }
  }
  const { area, opened, served } = before ?? { area: 0, opened: 0, served: 0 }
  return {
    mean: (ledger.totals(kernel.now).area - area) / (ledger.opened - opened) / WORK,
    rate: ((servedSoFar() - served) * WORK) / (HORIZON - WARM_UP),
  }
}

function average(shape: Shape, runs: number): number {
  let sum = 0
  for (let seed = 41; seed < 41 + runs; seed++) sum += measure(shape, seed).mean
  return sum / runs
}

/** Tolerances are four standard deviations of the mean (Whitt 1989: about √(2(1 + ρ) / n) / (1 − ρ)), set beforehand. */
describe('laws of queueing, through a pool of machines', () => {
  it('ten machines behind one queue at load 8 are M/M/10: 1.2046 by Erlang C, within 4 %', () => {
    const shape = { machines: 10, workers: 1, isOneQueue: true, rate: 8 }
    expect(Math.abs(average(shape, 3) / meanResponse(10, 8) - 1)).toBeLessThan(0.04)
  })

  it('five machines with two workers each wait no longer, and no less, than ten with one', () => {
    const shape = { machines: 5, workers: 2, isOneQueue: true, rate: 8 }
    expect(Math.abs(average(shape, 3) / meanResponse(10, 8) - 1)).toBeLessThan(0.04)
  })

  it('one machine ten times as fast at load 8 is M/M/1: a tenth of 1 / (1 − 0.8), within 15 %', () => {
    const shape = { machines: 1, workers: 1, speed: 10, isOneQueue: false, rate: 8 }
    expect(Math.abs(average(shape, 3) / (0.1 * meanResponse(1, 0.8)) - 1)).toBeLessThan(0.15)
  })

  it('ten machines with a queue each, by lot, are ten M/M/1: 5, within 15 %', () => {
    const shape = { machines: 10, workers: 1, isOneQueue: false, rate: 8 }
    expect(Math.abs(average(shape, 3) / meanResponse(1, 0.8) - 1)).toBeLessThan(0.15)
  })
})

describe('workers that hinder each other', () => {
  it.each([1, 4, 16, 32])(
    '%s of them, always busy, serve as the Universal Scalability Law says, within four standard deviations',
    (workers) => {
      const law = { sigma: 0.05, kappa: 0.004 }
      const { rate } = measure(
        { machines: 1, workers, isOneQueue: false, rate: 1.3 * capacityOf(workers, law), ...law },
        5,
      )
      const n = (rate * (HORIZON - WARM_UP)) / WORK
      expect(Math.abs(rate / capacityOf(workers, law) - 1)).toBeLessThan(4 / Math.sqrt(n))
    },
  )

  it('below saturation wait as the chain of births and deaths with these speeds', () => {
    const law = { sigma: 0.1, kappa: 0.002 }
    const shape = { machines: 1, workers: 8, isOneQueue: false, rate: 3, ...law }
    expect(Math.abs(average(shape, 4) / chainResponse(8, 3, law) - 1)).toBeLessThan(0.06)
  })

  /** Mean response of a queue whose departure rate with n in it is min(n, c) over the slowdown of so many. */
  function chainResponse(workers: number, rate: number, law: { sigma: number; kappa: number }): number {
    let [weight, sum, number] = [1, 1, 0]
    for (let state = 1; state < 2_000; state++) {
      const busy = Math.min(state, workers)
      weight *= rate / (busy / slowdownOf(busy, law))
      sum += weight
      number += state * weight
    }
    return number / sum / rate
  }
})

describe('the system', () => {
  const BASE = defaultScenario(meta)

  function traceFor(changes: Partial<Scenario>, budget = 10_000): Trace {
    const run = startRun({ ...BASE, horizonMicros: 4_000_000, ...changes }, model)
    const trace = new Trace(run.world.topology, run.world.scenario.horizonMicros)
    while (trace.status.kind === 'running') trace.append(run.advance(budget))
    return trace
  }

  it('brings the same requests to every variant', () => {
    const requestsOf = (variant: string): string[] => {
      const trace = traceFor({ variant })
      return Array.from({ length: trace.requestCount }, (_, index) => {
        const { startMicros, label } = trace.request(index + 1)
        return `${startMicros} ${label}`
      })
    }
    const first = requestsOf('pooled')
    expect(first.length).toBeGreaterThan(80)
    for (const { id } of meta.variants) expect(requestsOf(id), id).toEqual(first)
  })

  it('gives an autoscaler machines up to its most and takes them back down to its fewest', () => {
    const trace = traceFor({
      variant: 'autoscaled',
      horizonMicros: 40_000_000,
      values: { ...BASE.values, servers: 2, rps: 100, max: 5, stabilise: 0, queue: 20, boot: 1_000_000 },
      script: [{ at: 15_000_000, kind: 'set', parameter: 'rps', value: 1 }],
    })
    const sentences = marksOf(trace, ['autoscaler/up', 'autoscaler/at-most', 'autoscaler/down']).map(
      (mark) => mark.name,
    )
    expect(sentences[0]).toBe('autoscaler/up')
    expect(sentences).toContain('autoscaler/at-most')
    expect(sentences.at(-1)).toBe('autoscaler/down')
    const powers = trace.topology.nodes.flatMap(({ kind }, index) =>
      kind === 'machine' ? [String(trace.fact(index, 'power', trace.events))] : [],
    )
    expect(powers).toEqual(['ready', 'ready', 'off', 'off', 'off'])
    expect(trace.breaches).toEqual([])
  })

  it('shows the utilisation that it decides by, also when machines leave and come back', () => {
    const values = { ...BASE.values, servers: 4, rps: 21, arrivals: 'bursts', stabilise: 0 }
    const trace = traceFor({ variant: 'autoscaled', horizonMicros: 60_000_000, values })
    const decisions = marksOf(trace, ['autoscaler/up', 'autoscaler/down', 'autoscaler/keeps'])
    expect(decisions.length).toBeGreaterThan(15)
    for (const { event, node, details } of decisions)
      expect(trace.gauge(node, 'utilisation', event + 1)).toBe(Math.round(100 * Number(details.utilisation)))
  })

  it('lists the machines that run when the pool starts anew, not those of the beginning', () => {
    const values = { ...BASE.values, servers: 2, rps: 60, max: 6, boot: 500_000 }
    const script: Scenario['script'] = [{ at: 12_000_000, kind: 'restart', node: 'pool' }]
    const trace = traceFor({ variant: 'autoscaled', horizonMicros: 16_000_000, values, script })
    const pool = trace.topology.nodes.findIndex(({ name }) => name === 'pool')
    const running = trace.topology.nodes.filter(
      ({ kind }, index) => kind === 'machine' && trace.fact(index, 'power', trace.events) === 'ready',
    )
    expect(running).toHaveLength(6)
    for (const { name } of running) expect(trace.gauge(pool, `healthy:${name}`, trace.events), name).toBe(1)
  })

  it('measures only what came after, when the monitor or the pool starts anew', () => {
    const script: Scenario['script'] = [
      { at: 9_500_000, kind: 'restart', node: 'monitor' },
      { at: 16_300_000, kind: 'restart', node: 'pool' },
    ]
    const trace = traceFor({ variant: 'pooled', horizonMicros: 30_000_000, script })
    const monitor = trace.topology.nodes.findIndex(({ name }) => name === 'monitor')
    const { values } = trace.gaugeHistory(monitor, 'utilisation')
    expect(Math.max(...values)).toBeLessThanOrEqual(100)
    const points = trace.fact(monitor, 'points', trace.events) as unknown as readonly CurvePoint[]
    expect(points).toHaveLength(1)
    expect(points[0]?.perSecond).toBeGreaterThan(24)
    expect(points[0]?.perSecond).toBeLessThan(40)
    expect(points[0]?.centsPerMillion).toBeCloseTo((40 * 1_000_000) / 3_600 / (points[0]?.perSecond ?? 1), -1)
  })

  it('holds an autoscaler still while it cools down', () => {
    const values = { ...BASE.values, servers: 2, rps: 100, max: 8, cooldown: 10_000_000, boot: 500_000 }
    const trace = traceFor({ variant: 'autoscaled', horizonMicros: 25_000_000, values })
    const ups = marksOf(trace, 'autoscaler/up').map(({ atMicros }) => atMicros)
    for (const [index, at] of ups.entries())
      if (index > 0) expect(at - (ups[index - 1] ?? 0)).toBeGreaterThanOrEqual(10_000_000)
    expect(marksOf(trace, 'autoscaler/cools-down').length).toBeGreaterThan(0)
  })
})
