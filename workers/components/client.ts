import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import { failureOf, isSuccess, type Reply, type Request } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'
import type { ArrivalProcess } from './workload'

export const requestFailed = defineMark<{ label: string; cause: string; by: string; after: Micros }>(
  'client/failed',
  'bad',
  '{label} fails after {after:time}: {cause} at {by}.',
)

export interface ClientOptions {
  /** Name of the node that is asked, or how it is found for each request. */
  readonly target: string | (() => string)
  readonly arrivals: ArrivalProcess
  /** Draws the next request. It is called once an arrival, in order. */
  next(): Request
  readonly timeoutMicros: Micros
  /** No request is begun after this moment. */
  readonly untilMicros?: Micros
  /** Told of every outcome, for a witness. */
  hears?(request: Request, reply: Reply, beganMicros: Micros): void
}

/**
 * An open-loop client: requests begin when the workload says so, however many are still open. Every request ends once,
 * with success or with one stated cause.
 */
export class Client implements Component {
  private readonly offered: Gauge
  private readonly ok: Gauge
  private readonly failed: Gauge
  private readonly waiting: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: ClientOptions,
  ) {
    this.offered = node.gauge('offered')
    this.ok = node.gauge('ok')
    this.failed = node.gauge('failed')
    this.waiting = node.gauge('waiting')
    for (const gauge of [this.offered, this.ok, this.failed, this.waiting]) gauge.set(0)
  }

  *start(): Process {
    const { node, options } = this
    for (;;) {
      yield* node.sleep(options.arrivals.nextGap())
      if (node.now > (options.untilMicros ?? Number.POSITIVE_INFINITY)) return
      node.spawnFresh('ask', this.ask(options.next()))
    }
  }

  /** Asks once, as its own request from the present moment on. */
  *ask(request: Request): Process<Reply> {
    const { node, options } = this
    const began = node.now
    const id = node.openRequest(request.label)
    this.offered.add(1)
    this.waiting.add(1)
    const target = typeof options.target === 'string' ? options.target : options.target()
    const reply = yield* node.request(target, request, { timeoutMicros: options.timeoutMicros })
    this.waiting.add(-1)
    options.hears?.(request, reply, began)
    if (isSuccess(reply)) {
      this.ok.add(1)
      node.closeRequest(id, null)
      return reply
    }
    const failure = failureOf(reply)
    this.failed.add(1)
    node.mark(requestFailed, { label: request.label, ...failure, after: node.now - began })
    node.closeRequest(id, failure)
    return reply
  }
}
