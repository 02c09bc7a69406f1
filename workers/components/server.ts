import type { Process } from '../kernel/process'
import type { OverflowPolicy, Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import type { Plain } from '../protocol'
import { defineMark } from '../trace/mark-definition'

export const HEALTH_TARGET = 'GET /health'

export const refusedFull = defineMark<{ node: string; label: string; capacity: number; policy: string }>(
  'server/queue-full',
  'bad',
  '{node} refuses {label}: its queue of {capacity} is full.',
)

export const isCold = defineMark<{ node: string; factor: number; time: Micros }>(
  'server/cold',
  'attention',
  '{node} is cold: all work takes {factor} times as long at first, and less and less for {time:time}.',
)

export interface ServerOptions {
  readonly workers: number
  readonly queueCapacity: number
  readonly policy?: OverflowPolicy
  /** Work of a request that brings none of its own. */
  readonly workMicros: Micros
  /** After a restart all work takes `factor` times as long, falling evenly to normal within `micros`: empty caches, cold code. */
  readonly cold?: { readonly factor: number; readonly micros: Micros }
  /** What a served request is answered with. */
  answer?(request: Request): { readonly body: Plain; readonly bytes?: number }
}

/** How a server misbehaves beyond being slow or down. It is part of the machine, so it outlives a restart. */
export interface Misbehaviour {
  /** Answers every request with 503 after this time, without queueing; its health page still says it is well. */
  failAfterMicros: Micros | null
  /** What its health page says: the truth, 503 to every second probe, or always 503. */
  healthPage: 'true' | 'flaps' | 'ill'
  /** In a word or two, beside its name; empty when it behaves. */
  mood: string
}

const WELL_BEHAVED: Misbehaviour = { failAfterMicros: null, healthPage: 'true', mood: '' }

/** Workers with a queue in front. The health page is answered without a worker, as most are. */
export class Server implements Component {
  readonly station: Station
  private readonly served: Gauge
  private readonly failed: Gauge
  private readonly startedAt: Micros
  private probes = 0

  constructor(
    private readonly node: Node,
    private readonly options: ServerOptions,
    private readonly misbehaviour: Misbehaviour = WELL_BEHAVED,
  ) {
    this.station = node.station(options)
    this.served = node.gauge('served')
    this.failed = node.gauge('failed')
    this.served.set(0)
    this.failed.set(0)
    this.startedAt = node.now
    if (options.cold !== undefined && node.now > 0)
      node.mark(isCold, { node: node.name, factor: options.cold.factor, time: options.cold.micros })
  }

  *handle(request: Request): Process<Response> {
    if (request.label === HEALTH_TARGET) return this.health()
    const { failAfterMicros } = this.misbehaviour
    if (failAfterMicros !== null) {
      yield* this.node.sleep(failAfterMicros)
      return this.fail('fast failure')
    }
    const verdict = yield* this.station.serve(this.workOf(request))
    if (verdict.kind === 'served') {
      this.served.add(1)
      return { status: 200, ...this.options.answer?.(request) }
    }
    if (verdict.reason === 'queue full')
      this.node.mark(refusedFull, {
        node: this.node.name,
        label: request.label,
        capacity: this.options.queueCapacity,
        policy: this.station.options.policy,
      })
    return this.fail(verdict.reason)
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  /** Work of a request here and now, in microseconds at normal speed. */
  private workOf(request: Request): Micros {
    const work = request.workMicros ?? this.options.workMicros
    const { cold } = this.options
    if (cold === undefined || this.startedAt === 0) return work
    const left = Math.max(0, 1 - (this.node.now - this.startedAt) / cold.micros)
    const factor = 1 + Math.round(10 * (cold.factor - 1) * left) / 10
    this.node.fact('mood').set(factor > 1 ? `cold ×${Math.ceil(factor)}` : this.misbehaviour.mood)
    return Math.round(work * factor)
  }

  private fail(cause: string): Response {
    this.failed.add(1)
    return { status: 503, failure: { cause, by: this.node.name } }
  }

  private health(): Response {
    this.probes++
    const { healthPage } = this.misbehaviour
    const ill = healthPage === 'ill' || (healthPage === 'flaps' && this.probes % 2 === 0)
    return ill ? { status: 503, failure: { cause: 'unwell', by: this.node.name } } : { status: 200 }
  }
}
