import type { CachingProxy } from '../../components/caching-proxy'
import type { Process } from '../../kernel/process'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import { isPurge } from './model-edge'
import { EdgePicture, type Shelf } from './model-edge-picture'
import type { PurgeSender } from './model-purge'

/** A purge with this field is not obeyed but passed on to the edges. */
export const RELAY_FIELD = 'Purge-Relay'

/** A cache between edges and origin: a shield or a parent. It also passes purges on to the edges. */
export class Tier implements Component {
  private readonly picture: EdgePicture

  constructor(
    node: Node,
    private readonly inner: CachingProxy,
    shelf: Shelf,
    private readonly sender: PurgeSender,
    private readonly edges: readonly string[],
  ) {
    this.picture = new EdgePicture(node, inner, shelf)
  }

  *handle(request: Request): Process<Response> {
    if (isPurge(request) && request.headers?.[RELAY_FIELD] !== undefined) {
      const { [RELAY_FIELD]: _, ...headers } = request.headers
      yield* this.sender.toAll(this.edges, { ...request, headers })
      return { status: 200 }
    }
    this.picture.begin(request)
    const response = yield* this.inner.handle(request)
    this.picture.end(request, response)
    return response
  }

  slowdown(factor: number): void {
    this.inner.slowdown(factor)
  }
}
