import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import { failureOf, isSuccess, type Reply, type Request, type Response } from '../network/message'
import type { Node } from '../network/node'

export interface MirrorOptions {
  /** Names of the nodes that get every request. */
  readonly targets: readonly string[]
  readonly timeoutMicros: Micros
  /** Told of every request just before it leaves. */
  sends?(request: Request): void
  /** Told of every answer or failure as it comes. */
  hears?(target: string, reply: Reply): void
}

/**
 * Sends every request to several nodes at once, so that all of them see one stream, and answers when all have answered.
 * The request fails when one of them fails it, with the cause of the first in the order of the targets.
 */
export class Mirror implements Component {
  constructor(
    private readonly node: Node,
    private readonly options: MirrorOptions,
  ) {}

  *handle(request: Request): Process<Response> {
    this.options.sends?.(request)
    const replies = yield* this.node.all(this.options.targets.map((target) => this.ask(target, request)))
    const failed = replies.find((reply) => !isSuccess(reply))
    return failed === undefined ? { status: 200 } : { status: 502, failure: failureOf(failed) }
  }

  private *ask(target: string, request: Request): Process<Reply> {
    const { timeoutMicros } = this.options
    const reply = yield* this.node.request(target, request, { timeoutMicros })
    this.options.hears?.(target, reply)
    return reply
  }
}
