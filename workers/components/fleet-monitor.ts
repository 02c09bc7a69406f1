import { pricePerMillion } from '../algorithms/scaling/price'
import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Node } from '../network/node'
import type { Plain } from '../protocol'
import { type MachineMetrics, METRICS_TARGET } from './machine'
import type { MachinePark } from './machine-park'
import type { PoolMetrics } from './server-pool'

/** What was measured over one period. */
export interface FleetSample {
  readonly atMicros: Micros
  /** Utilisation of each machine that was ready for the whole period and answered, in order. */
  readonly utilisations: readonly number[]
  /** Of those machines together: working time, the time that their workers had, and the time that they were there. */
  readonly busyMicros: number
  readonly workerMicros: number
  readonly machineMicros: number
  /** Requests that the pool served and their time there, and those that failed. */
  readonly served: number
  readonly micros: number
  readonly failed: number
  readonly spanMicros: Micros
  /** Paid for all machines that were rented, also those that did nothing. */
  readonly cents: number
}

/** Working time of one machine, the time that its workers had, and the span. */
interface Used {
  readonly busy: number
  readonly whole: number
  readonly span: Micros
}

export interface FleetMonitorOptions {
  readonly park: MachinePark
  readonly pool: string
  readonly periodMicros: Micros
  /** Told of every sample, in order. */
  readonly observers: readonly ((sample: FleetSample) => void)[]
}

const TIMEOUT: Micros = 500_000
const NOTHING_YET: PoolMetrics = { served: 0, micros: 0, failed: 0 }

/**
 * Asks the pool and all machines that run for their counters once a period and tells the difference. Reading:
 * `utilisation` (percent), `machines`, `booting`, `centsPerHour`, `paidCents`, `centsPerMillionSoFar` (0 before the first).
 */
export class FleetMonitor implements Component {
  private readonly before = new Map<string, MachineMetrics & { readonly at: Micros }>()
  private poolBefore: PoolMetrics = NOTHING_YET
  private sampledAt: Micros = 0
  private paidBefore = 0

  constructor(
    private readonly node: Node,
    private readonly options: FleetMonitorOptions,
  ) {
    this.showFleet(0)
    node.gauge('utilisation').set(0)
  }

  *start(): Process {
    const { node, options } = this
    if (node.now === 0) {
      for (const { name, plan } of options.park.kept)
        this.before.set(name, { busyMicros: 0, workers: plan.workers, served: 0, at: 0 })
    } else {
      // Whoever starts anew has no earlier counters: the first reading is only what later ones are compared with.
      yield* this.sample()
    }
    for (;;) {
      yield* node.sleep(options.periodMicros)
      const sample = yield* this.sample()
      this.showFleet(this.poolBefore.served)
      node.gauge('utilisation').set(Math.round((100 * sample.busyMicros) / Math.max(1, sample.workerMicros)))
      for (const observe of options.observers) observe(sample)
    }
  }

  private *sample(): Process<FleetSample> {
    const { node, options } = this
    const names = options.park.leases.filter(({ power }) => power === 'ready').map(({ name }) => name)
    // Who left and comes back is new: what it did before belongs to no whole period.
    for (const name of [...this.before.keys()]) if (!names.includes(name)) this.before.delete(name)
    const bodies = yield* node.all([options.pool, ...names].map((name) => this.ask(name)))
    const pool = (bodies[0] ?? this.poolBefore) as PoolMetrics
    const utilisations: number[] = []
    let [busyMicros, workerMicros, machineMicros] = [0, 0, 0]
    for (const [index, name] of names.entries()) {
      const used = this.usedSince(name, bodies[index + 1] as MachineMetrics | null)
      if (used === null) continue
      busyMicros += used.busy
      workerMicros += used.whole
      machineMicros += used.span
      utilisations.push(used.busy / used.whole)
    }
    // A pool that has started anew counts from 0 again.
    const { served, failed, micros } = pool.served < this.poolBefore.served ? NOTHING_YET : this.poolBefore
    this.poolBefore = pool
    const spanMicros = node.now - this.sampledAt
    this.sampledAt = node.now
    const paid = options.park.paidCents(node.now)
    const cents = paid - this.paidBefore
    this.paidBefore = paid
    return {
      atMicros: node.now,
      utilisations,
      busyMicros,
      workerMicros,
      machineMicros,
      served: pool.served - served,
      micros: pool.micros - micros,
      failed: pool.failed - failed,
      spanMicros,
      cents,
    }
  }

  private *ask(name: string): Process<Plain> {
    const reply = yield* this.node.request(name, { label: METRICS_TARGET }, { timeoutMicros: TIMEOUT })
    return reply.kind === 'answered' ? (reply.response.body ?? null) : null
  }

  /** Null for a machine that was not there the last time, or has lost its counters since. */
  private usedSince(name: string, now: MachineMetrics | null): Used | null {
    const before = this.before.get(name)
    if (now === null) {
      this.before.delete(name)
      return null
    }
    this.before.set(name, { ...now, at: this.node.now })
    if (before === undefined || now.busyMicros < before.busyMicros) return null
    const span = this.node.now - before.at
    return { busy: now.busyMicros - before.busyMicros, whole: now.workers * span, span }
  }

  private showFleet(served: number): void {
    const { node, options } = this
    const { park } = options
    const paid = park.paidCents(node.now)
    const perMillion = pricePerMillion(paid, served)
    node.gauge('machines').set(park.kept.length)
    node.gauge('booting').set(park.leases.filter(({ power }) => power === 'booting').length)
    node.gauge('centsPerHour').set(Math.round(100 * park.centsPerHour()) / 100)
    node.gauge('paidCents').set(paid)
    node.gauge('centsPerMillionSoFar').set(perMillion === Number.POSITIVE_INFINITY ? 0 : Math.round(perMillion))
  }
}
