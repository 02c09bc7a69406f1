import { describe, expect, it } from 'vitest'
import { leastConnections } from '../../workers/algorithms/balance/least-connections'
import { Client } from '../../workers/components/client'
import { Machine, type MachineOptions } from '../../workers/components/machine'
import { MachinePark } from '../../workers/components/machine-park'
import { ServerPool } from '../../workers/components/server-pool'
import { ArrivalProcess } from '../../workers/components/workload'
import type { World } from '../../workers/network/world'
import type { Scenario } from '../../workers/scenario/scenario'
import { gaugeBefore, marksOf, nodeIndex } from '../../workers/trace/marks'
import { failuresByCause, gaugeAverage, requestCounts } from '../../workers/trace/measure'
import type { Trace } from '../../workers/trace/trace'
import { runOf, sentencesOf, traceOf } from '../network/hand-built'

const SECOND = 1_000_000
const NO_LATENCY = { latency: { kind: 'fixed', micros: 0 } } as const

interface Site {
  readonly park: MachinePark
  readonly pool: () => ServerPool
}

/** Steady requests of 100 ms each for two of three machines with one worker each. */
function build(world: World, isOneQueue: boolean, rate: number, machine: Partial<MachineOptions> = {}): Site {
  const names = ['s1', 's2', 's3']
  const park = new MachinePark(names, 2, () => ({ workers: 1, speed: 1, centsPerHour: 36 }))
  const arrivals = new ArrivalProcess('steady', rate, world.random('arrivals'))
  const next = () => ({ label: 'GET /', workMicros: 100_000 })
  world.node('c', 'client', (node) => new Client(node, { target: 'p', arrivals, next, timeoutMicros: 30 * SECOND }))
  let pool: ServerPool | null = null
  const servers = park.leases.map(({ name, power, plan }) => ({
    name,
    workers: plan.workers,
    isMember: power === 'ready',
  }))
  world.node('p', 'pool', (node) => {
    pool = new ServerPool(node, {
      policyName: '',
      makePolicy: isOneQueue ? null : leastConnections,
      servers,
      queueCapacity: 1_000,
      health: null,
    })
    return pool
  })
  const options: MachineOptions = {
    park,
    queueCapacity: 1_000,
    bootMicros: SECOND,
    scalability: { sigma: 0, kappa: 0 },
    enlistsAt: 'p',
    ...machine,
  }
  for (const name of names) world.node(name, 'machine', (node) => new Machine(node, options))
  world.link('c', 'p', NO_LATENCY)
  for (const name of names) world.link('p', name, NO_LATENCY)
  return { park, pool: () => pool as unknown as ServerPool }
}

function run(
  isOneQueue: boolean,
  rate: number,
  { script = [], machine = {} }: { script?: Scenario['script']; machine?: Partial<MachineOptions> } = {},
): Trace {
  return traceOf(
    runOf(
      (world) => {
        const site = build(world, isOneQueue, rate, machine)
        world.onAction('launch', () => void site.park.launch(1))
        world.onAction('drain', (node) => site.pool().remove(node.name))
      },
      { horizonMicros: 10 * SECOND, script },
    ),
  )
}

describe('a pool of machines', () => {
  it('serves what its members can do, in one queue or in two', () => {
    for (const isOneQueue of [true, false])
      expect(requestCounts(run(isOneQueue, 15), SECOND, 9 * SECOND)).toEqual({ offered: 120, served: 120, failed: 0 })
    expect(requestCounts(run(true, 40), SECOND, 9 * SECOND).served).toBe(160)
  })

  it('gives a machine nothing until it has booted, and pays for it from its start', () => {
    const trace = run(true, 40, { script: [{ at: 2 * SECOND, kind: 'act', action: 'launch', target: 's3' }] })
    expect(sentencesOf(trace).filter((sentence) => /s3 (is|gets)/.test(sentence))).toEqual([
      's3 is started and is paid for; it can serve in 1 s.',
      's3 is ready after 1 s of booting, workers: 1.',
      's3 gets requests from now on, servers in all: 3.',
    ])
    expect(gaugeBefore(trace, 's3', 'centsPerHour', 2_500_000)).toBe(36)
    expect(gaugeBefore(trace, 's3', 'busy', 2_999_999)).toBe(0)
    expect(requestCounts(trace, 2 * SECOND, 3 * SECOND).served).toBe(20)
    expect(requestCounts(trace, 4 * SECOND, 9 * SECOND).served).toBe(150)
  })

  it('gives nothing more to a machine that is drained, which ends what it has', () => {
    const trace = run(false, 15, { script: [{ at: 2_050_000, kind: 'act', action: 'drain', target: 's1' }] })
    expect(failuresByCause(trace).size).toBe(0)
    expect(marksOf(trace, 'balancer/chose', 2_050_000).some(({ sentence }) => sentence.startsWith('s1'))).toBe(false)
  })

  it('keeps the other workers of one queue busy while a machine is drained', () => {
    const trace = run(true, 40, { script: [{ at: 2_050_000, kind: 'act', action: 'drain', target: 's1' }] })
    expect(gaugeAverage(trace, nodeIndex(trace, 's2'), 'busy', SECOND, 9 * SECOND)).toBe(1)
    expect(gaugeAverage(trace, nodeIndex(trace, 's1'), 'busy', 3 * SECOND, 9 * SECOND)).toBe(0)
  })

  it('loses one request when a machine breaks, where workers take from one queue', () => {
    const trace = run(true, 15, {
      script: [
        { at: 2_050_000, kind: 'crash', node: 's1' },
        { at: 3_000_000, kind: 'restart', node: 's1' },
      ],
    })
    expect([...failuresByCause(trace).values()]).toEqual([1])
    // From 4 s on it has booted and takes its part again.
    expect(gaugeBefore(trace, 'p', 'healthy:s1', 3_999_999)).toBe(0)
    expect(gaugeBefore(trace, 'p', 'healthy:s1')).toBe(1)
  })

  it('lets workers of a machine slow each other down', () => {
    // Two workers, each at half the speed: as if there were one.
    const machine = { scalability: { sigma: 1, kappa: 0 } }
    const world = (): Trace =>
      traceOf(
        runOf(
          (built) => {
            const { park, pool } = build(built, false, 100, machine)
            built.onAction('two', () => {
              for (const { name } of park.leases) {
                park.machines.get(name)?.resize(2)
                pool().resize(name, 2)
              }
            })
          },
          { horizonMicros: 10 * SECOND, script: [{ at: 0, kind: 'act', action: 'two', target: 's1' }] },
        ),
      )
    const { served } = requestCounts(world(), 2 * SECOND, 9 * SECOND)
    expect(Math.abs(served - 140)).toBeLessThanOrEqual(4)
  })
})

describe('a park of machines', () => {
  it('adds up what each costs while it runs', () => {
    const park = new MachinePark(['a', 'b'], 1, () => ({ workers: 1, speed: 1, centsPerHour: 60 }))
    const HOUR = 3_600 * SECOND
    expect(park.paidCents(HOUR)).toBeCloseTo(60, 9)
    park.lease('b').change(HOUR, { power: 'booting' })
    park.lease('a').change(HOUR + HOUR / 2, { plan: { workers: 4, speed: 1, centsPerHour: 240 } })
    expect(park.centsPerHour()).toBe(300)
    park.lease('b').change(2 * HOUR, { power: 'off' })
    expect(park.paidCents(3 * HOUR)).toBeCloseTo(60 + 30 + 240 * 1.5 + 60, 9)
    expect(() => park.lease('c')).toThrow('There is no machine called c.')
  })
})
