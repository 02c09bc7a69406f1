import { leastConnections } from '../algorithms/balance/least-connections'
import type { Lots, Policy } from '../algorithms/balance/policy'
import type { Process } from '../kernel/process'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { type HealthOptions, HealthProber } from './health-prober'
import { markChoice } from './load-balancer-marks'
import { ENLIST_TARGET, METRICS_TARGET } from './machine'
import { passOn } from './pass-on'
import { refusedFull } from './server'
import * as marks from './server-pool-marks'

export const DRAIN_TARGET = 'POST /drain'

/** What a pool answers to `METRICS_TARGET`: requests served so far and the time they took here, and those that failed. */
export type PoolMetrics = { readonly served: number; readonly micros: number; readonly failed: number }

export interface ServerPoolOptions {
  /** How it is called on the page. */
  readonly policyName: string
  /** Chooses a server at once for each request, which then waits there; null: requests wait here for a free worker. */
  makePolicy: (() => Policy) | null
  /** All servers that may ever be members, and which are from the start. */
  readonly servers: readonly { readonly name: string; readonly workers: number; readonly isMember: boolean }[]
  /** Requests that may wait here. */
  readonly queueCapacity: number
  /** Active probes of the members; null for none. */
  readonly health: HealthOptions | null
}

interface Row {
  readonly name: string
  readonly weight: number
  open: number
  /** It gets requests: it is a member and was well when last seen. */
  healthy: boolean
  isMember: boolean
  isWell: boolean
  workers: number
  readonly openGauge: Gauge
  readonly healthyGauge: Gauge
}

/**
 * Sends requests to servers that come and go. With a policy each waits in the queue of its server; without one all wait in
 * one queue here and go where a worker is free, so nobody waits while a worker idles. A server enlists itself when it is
 * ready, and is drained before it leaves. Reading: `busy` and `queue` of the one queue, and a row a server as the
 * load balancer's.
 */
export class ServerPool implements Component {
  private readonly rows: Row[]
  private readonly policy: Policy
  private readonly turnstile: Station | null
  private readonly lots: Lots
  private served = 0
  private micros: Micros = 0
  private failed = 0

  constructor(
    private readonly node: Node,
    private readonly options: ServerPoolOptions,
  ) {
    this.policy = (options.makePolicy ?? leastConnections)()
    this.lots = node.random('choice')
    this.rows = options.servers.map(({ name, workers, isMember }) => this.newRow(name, workers, isMember))
    this.turnstile =
      options.makePolicy === null
        ? node.station({ workers: this.places(), queueCapacity: options.queueCapacity })
        : null
    node.fact('policy').set(options.policyName)
  }

  *start(): Process {
    const { health } = this.options
    if (health === null) return
    const prober = new HealthProber(this.node, health)
    for (const row of this.rows)
      this.node.spawnFresh(
        `probe ${row.name}`,
        prober.watch(
          row.name,
          (isWell) => {
            row.isWell = isWell
            this.update(row)
          },
          () => row.isMember,
        ),
      )
  }

  *handle(request: Request): Process<Response> {
    switch (request.label) {
      case ENLIST_TARGET:
        this.enlist(request.key ?? '', Number((request.body as { workers: number }).workers))
        return { status: 200 }
      case DRAIN_TARGET:
        this.remove(request.key ?? '')
        return { status: 200 }
      case METRICS_TARGET:
        return { status: 200, body: { served: this.served, micros: this.micros, failed: this.failed } }
    }
    const began = this.node.now
    const response = yield* this.answer(request)
    if (response.status >= 400) this.failed++
    else {
      this.served++
      this.micros += this.node.now - began
    }
    return response
  }

  /** From now on the server gets requests. */
  enlist(name: string, workers: number): void {
    const row = this.row(name)
    row.isMember = true
    row.isWell = true
    row.workers = workers
    this.update(row)
    this.node.mark(marks.joined, { server: name, members: this.members() })
  }

  /** From now on the server gets nothing more. */
  remove(name: string): void {
    const row = this.row(name)
    row.isMember = false
    this.update(row)
    this.node.mark(marks.drained, { server: name, open: row.open, members: this.members() })
  }

  /** A server has another number of workers. */
  resize(name: string, workers: number): void {
    const row = this.row(name)
    row.workers = workers
    this.update(row)
  }

  private *answer(request: Request): Process<Response> {
    const { node, turnstile } = this
    if (turnstile === null) {
      const choice = this.policy.choose(this.rows, this.lots)
      if (choice === null) return this.refuse(request)
      const row = this.rows[choice.index] as Row
      if (this.rows.length > 1) markChoice(node, row.name, choice.reason)
      else node.mark(marks.only, { server: row.name, label: request.label, open: row.open })
      return yield* this.send(row, request)
    }
    const verdict = yield* turnstile.seize()
    if (verdict.kind === 'rejected') return this.refuseFull(request, verdict.reason)
    const free = this.rows.filter(({ healthy, open, workers }) => healthy && open < workers)
    const choice = this.policy.choose(free, this.lots)
    if (choice === null) {
      turnstile.release()
      return this.refuse(request)
    }
    const row = free[choice.index] as Row
    const details = {
      server: row.name,
      label: request.label,
      waited: verdict.waitedMicros,
      waiting: turnstile.queueLength,
    }
    node.mark(verdict.waitedMicros === 0 ? marks.tookAtOnce : marks.tookNext, details)
    const response = yield* this.send(row, request)
    turnstile.release()
    return response
  }

  private *send(row: Row, request: Request): Process<Response> {
    row.openGauge.set(++row.open)
    const reply = yield* this.node.request(row.name, request)
    row.openGauge.set(--row.open)
    if (!row.healthy) this.update(row)
    // A worker that takes from the one queue holds a connection: when that breaks it takes no more.
    if (reply.kind === 'failed' && this.turnstile !== null && row.healthy) {
      row.isWell = false
      this.update(row)
      this.node.mark(marks.lost, { server: row.name, cause: reply.failure.cause, members: this.members() })
    }
    return passOn(reply)
  }

  private refuse(request: Request): Response {
    this.node.mark(marks.nobody, { label: request.label, count: this.rows.length })
    return { status: 503, failure: { cause: 'no server', by: this.node.name } }
  }

  private refuseFull(request: Request, cause: string): Response {
    const { node, options } = this
    const capacity = options.queueCapacity
    node.mark(refusedFull, { node: node.name, label: request.label, capacity, policy: 'reject-newest' })
    return { status: 503, failure: { cause, by: node.name } }
  }

  private update(row: Row): void {
    row.healthy = row.isMember && row.isWell
    row.healthyGauge.set(row.healthy ? 1 : 0)
    this.turnstile?.resize(this.places())
  }

  private members(): number {
    return this.rows.filter(({ healthy }) => healthy).length
  }

  /** Workers of the members, and those of former members that still have something to finish. */
  private places(): number {
    return this.rows.reduce((sum, { healthy, workers, open }) => sum + (healthy ? workers : open), 0)
  }

  private row(name: string): Row {
    const row = this.rows.find((one) => one.name === name)
    if (row === undefined) throw new RangeError(`There is no server called ${name}.`)
    return row
  }

  private newRow(name: string, workers: number, isMember: boolean): Row {
    const openGauge = this.node.gauge(`open:${name}`)
    const healthyGauge = this.node.gauge(`healthy:${name}`)
    openGauge.set(0)
    healthyGauge.set(isMember ? 1 : 0)
    return { name, weight: 1, open: 0, healthy: isMember, isMember, isWell: true, workers, openGauge, healthyGauge }
  }
}
