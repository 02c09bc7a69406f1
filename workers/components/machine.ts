import { type Scalability, slowdownOf } from '../algorithms/scaling/scalability'
import type { Process } from '../kernel/process'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Fact, Gauge, Node } from '../network/node'
import * as marks from './machine-marks'
import type { Lease, MachinePark, Power } from './machine-park'
import { HEALTH_TARGET, refusedFull } from './server'

export const METRICS_TARGET = 'GET /metrics'
export const SHUTDOWN_TARGET = 'POST /shutdown'
export const ENLIST_TARGET = 'POST /enlist'

/** What a machine answers to `METRICS_TARGET`. */
export type MachineMetrics = { readonly busyMicros: number; readonly workers: number; readonly served: number }

export interface MachineOptions {
  readonly park: MachinePark
  readonly queueCapacity: number
  readonly bootMicros: Micros
  /** How its workers hinder each other. */
  readonly scalability: Scalability
  /** The node that it tells when it is ready to serve; null when it tells nobody. */
  readonly enlistsAt: string | null
}

const RETRY_ENLIST: Micros = 1_000_000

/**
 * A rented server: it takes time to boot, serves with workers that may hinder each other, tells its metrics, and leaves
 * only when what it has begun is done. Reading: `busy`, `queue`, `served`, `failed`, `workers`, `centsPerHour`, and the
 * fact `power`.
 */
export class Machine implements Component {
  readonly station: Station
  private readonly lease: Lease
  private readonly served: Gauge
  private readonly failed: Gauge
  private readonly workers: Gauge
  private readonly price: Gauge
  private readonly power: Fact
  private inHand = 0

  constructor(
    private readonly node: Node,
    private readonly options: MachineOptions,
  ) {
    const { park, queueCapacity, scalability } = options
    this.lease = park.lease(node.name)
    park.machines.set(node.name, this)
    const { plan } = this.lease
    const hinders = scalability.sigma > 0 || scalability.kappa > 0
    const slowdownAt = (inService: number) => slowdownOf(inService, scalability)
    this.station = node.station({ workers: plan.workers, queueCapacity, ...(hinders ? { slowdownAt } : {}) })
    this.served = node.gauge('served')
    this.failed = node.gauge('failed')
    this.workers = node.gauge('workers')
    this.price = node.gauge('centsPerHour')
    this.power = node.fact('power')
    for (const gauge of [this.served, this.failed]) gauge.set(0)
    this.show()
  }

  *start(): Process {
    if (this.node.now === 0 || !this.lease.isKept) return
    yield* this.boot()
  }

  *handle(request: Request): Process<Response> {
    const { power } = this.lease
    switch (request.label) {
      case HEALTH_TARGET:
        return power === 'ready' ? { status: 200 } : this.unready(power)
      case METRICS_TARGET:
        return { status: 200, body: this.metrics() }
      case SHUTDOWN_TARGET:
        return this.leave()
    }
    if (power === 'off' || power === 'booting') {
      this.failed.add(1)
      this.node.mark(marks.notReady, { machine: this.node.name, label: request.label, power })
      return this.unready(power)
    }
    return yield* this.serve(request)
  }

  /** Rented from now on. */
  launch(): void {
    this.node.spawnFresh('boot', this.boot())
  }

  resize(workers: number): void {
    const { lease, node } = this
    lease.change(node.now, { plan: { ...lease.plan, workers } })
    this.station.resize(workers)
    this.show()
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  private *boot(): Process {
    const { node, options } = this
    this.become('booting')
    node.mark(marks.boots, { machine: node.name, time: options.bootMicros })
    yield* node.sleep(options.bootMicros)
    this.become('ready')
    const { workers } = this.lease.plan
    node.mark(marks.ready, { machine: node.name, time: options.bootMicros, workers })
    const to = options.enlistsAt
    if (to === null) return
    const request = { label: ENLIST_TARGET, key: node.name, body: { workers } }
    for (;;) {
      const reply = yield* node.request(to, request, { timeoutMicros: RETRY_ENLIST })
      if (reply.kind === 'answered' || this.lease.power !== 'ready') return
      yield* node.sleep(RETRY_ENLIST)
    }
  }

  private *serve(request: Request): Process<Response> {
    const { node, lease } = this
    this.inHand++
    const verdict = yield* this.station.serve(Math.round((request.workMicros ?? 0) / lease.plan.speed))
    this.inHand--
    if (lease.power === 'leaving' && this.inHand === 0) this.become('off')
    if (verdict.kind === 'served') {
      this.served.add(1)
      return { status: 200 }
    }
    const { queueCapacity: capacity, policy } = this.station.options
    node.mark(refusedFull, { node: node.name, label: request.label, capacity, policy })
    this.failed.add(1)
    return { status: 503, failure: { cause: verdict.reason, by: node.name } }
  }

  private leave(): Response {
    if (this.lease.isKept) {
      this.node.mark(marks.leaves, { machine: this.node.name, left: this.inHand })
      this.become(this.inHand === 0 ? 'off' : 'leaving')
    }
    return { status: 200 }
  }

  private metrics(): MachineMetrics {
    return { busyMicros: this.station.busyMicros, workers: this.station.workers, served: this.served.value }
  }

  private unready(power: Power): Response {
    const cause = power === 'booting' ? 'still booting' : 'not running'
    return { status: 503, failure: { cause, by: this.node.name } }
  }

  private become(power: Power): void {
    this.lease.change(this.node.now, { power })
    this.show()
  }

  private show(): void {
    const { plan, power } = this.lease
    this.power.set(power)
    this.workers.set(plan.workers)
    this.price.set(power === 'off' ? 0 : plan.centsPerHour)
  }
}
