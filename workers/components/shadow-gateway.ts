import type { Process } from '../kernel/process'
import type { Component } from '../network/component'
import { failureOf, type Request, type Response } from '../network/message'
import type { Gauge, Node } from '../network/node'

export interface ShadowGatewayOptions {
  /** The limiter whose word counts. */
  readonly decides: string
  /** All limiters, the deciding one among them: each is asked about every request. */
  readonly limiters: readonly string[]
  /** Who is asked when the request passes. */
  readonly target: string
}

/**
 * Asks several limiters about every request and obeys one of them; the others run in shadow mode, as one tries a new limit
 * on real traffic before it counts.
 */
export class ShadowGateway implements Component {
  private readonly passed: Gauge
  private readonly refused: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: ShadowGatewayOptions,
  ) {
    this.passed = node.gauge('passed')
    this.refused = node.gauge('refused')
    this.passed.set(0)
    this.refused.set(0)
  }

  *handle(request: Request): Process<Response> {
    const { node, options } = this
    for (const limiter of options.limiters)
      if (limiter !== options.decides) node.spawn(`ask ${limiter}`, this.askInShadow(limiter, request))
    const word = yield* node.request(options.decides, request)
    if (word.kind === 'failed') return { status: 502, failure: word.failure }
    if (word.response.status >= 400) {
      this.refused.add(1)
      return { ...word.response, failure: failureOf(word) }
    }
    this.passed.add(1)
    const reply = yield* node.request(options.target, request)
    const { headers = {} } = word.response
    if (reply.kind === 'failed') return { status: 502, failure: reply.failure }
    const failure = reply.response.status < 400 ? {} : { failure: failureOf(reply) }
    return { ...reply.response, ...failure, headers }
  }

  private *askInShadow(limiter: string, request: Request): Process {
    yield* this.node.request(limiter, request)
  }
}
