import type { Process } from '../../workers/kernel/process'
import type { Component } from '../../workers/network/component'
import type { Reply, Request } from '../../workers/network/message'
import type { Node } from '../../workers/network/node'

/** Sends requests at given moments and remembers what came of them, in order of the asking. */
export class KeyAsker implements Component {
  constructor(
    private readonly node: Node,
    private readonly target: string,
    private readonly requests: readonly (readonly [at: number, request: Request])[],
    private readonly replies: (Reply | undefined)[],
  ) {}

  *start(): Process {
    for (const index of this.requests.keys()) this.node.spawnFresh('ask', this.ask(index))
  }

  private *ask(index: number): Process {
    const [at, request] = this.requests[index] as readonly [number, Request]
    yield* this.node.sleep(at)
    const id = this.node.openRequest(request.label)
    const reply = yield* this.node.request(this.target, request)
    this.replies[index] = reply
    this.node.closeRequest(id, reply.kind === 'failed' ? reply.failure : (reply.response.failure ?? null))
  }
}
