import { Bulkhead } from '../algorithms/resilience/bulkhead'
import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'
import { passOn } from './pass-on'
import { type ResilienceOptions, ResilientCaller } from './resilient-caller'

export interface CallingServiceOptions {
  /** Requests that are under way here at once; each holds a thread from its arrival to its answer. */
  readonly threads: number
  /** Whether a request is answered here, without the service behind. */
  isOwn(request: Request): boolean
  /** Work of such a request. */
  readonly ownMicros: Micros
  readonly resilience: ResilienceOptions
}

const noThread = defineMark<{ node: string; label: string; threads: number }>(
  'caller/no-thread',
  'bad',
  '{node} refuses {label}: all {threads} threads are taken.',
)

/**
 * A service that answers by calling another one, through a `ResilientCaller`. A request that waits holds its thread, so a
 * slow service behind can leave none for requests that do not need it. Reading: `busy` (threads taken).
 */
export class CallingService implements Component {
  private readonly caller: ResilientCaller
  private readonly threads: Bulkhead
  private readonly busy: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: CallingServiceOptions,
  ) {
    this.caller = new ResilientCaller(node, options.resilience)
    this.threads = new Bulkhead(options.threads)
    this.busy = node.gauge('busy')
    this.busy.set(0)
  }

  *handle(request: Request): Process<Response> {
    const { node, threads } = this
    if (!threads.enter()) {
      node.mark(noThread, { node: node.name, label: request.label, threads: threads.places })
      return { status: 503, failure: { cause: 'no free thread', by: node.name } }
    }
    this.busy.set(threads.inUse)
    const response = yield* this.answer(request)
    threads.leave()
    this.busy.set(threads.inUse)
    return response
  }

  private *answer(request: Request): Process<Response> {
    if (!this.options.isOwn(request)) return passOn(yield* this.caller.call(request))
    yield* this.node.sleep(this.options.ownMicros)
    return { status: 200 }
  }
}
