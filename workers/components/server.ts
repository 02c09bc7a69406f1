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

export interface ServerOptions {
  readonly workers: number
  readonly queueCapacity: number
  readonly policy?: OverflowPolicy
  /** Work of a request that brings none of its own. */
  readonly workMicros: Micros
  /** What a served request is answered with. */
  answer?(request: Request): { readonly body: Plain; readonly bytes?: number }
}

/** How a server misbehaves beyond being slow or down. It is part of the machine, so it outlives a restart. */
export interface Misbehaviour {
  /** Answers every request with 503 after this time, without queueing; its health page still says it is well. */
  failAfterMicros: Micros | null
  /** Every second health probe is answered with 503. */
  flapping: boolean
}

/** Workers with a queue in front. The health page is answered without a worker, as most are. */
export class Server implements Component {
  readonly station: Station
  private readonly served: Gauge
  private readonly failed: Gauge
  private probes = 0

  constructor(
    private readonly node: Node,
    private readonly options: ServerOptions,
    private readonly misbehaviour: Misbehaviour = { failAfterMicros: null, flapping: false },
  ) {
    this.station = node.station(options)
    this.served = node.gauge('served')
    this.failed = node.gauge('failed')
    this.served.set(0)
    this.failed.set(0)
  }

  *handle(request: Request): Process<Response> {
    if (request.label === HEALTH_TARGET) return this.health()
    const { failAfterMicros } = this.misbehaviour
    if (failAfterMicros !== null) {
      yield* this.node.sleep(failAfterMicros)
      return this.fail('fast failure')
    }
    const verdict = yield* this.station.serve(request.workMicros ?? this.options.workMicros)
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

  private fail(cause: string): Response {
    this.failed.add(1)
    return { status: 503, failure: { cause, by: this.node.name } }
  }

  private health(): Response {
    this.probes++
    const ill = this.misbehaviour.flapping && this.probes % 2 === 0
    return ill ? { status: 503, failure: { cause: 'unwell', by: this.node.name } } : { status: 200 }
  }
}
