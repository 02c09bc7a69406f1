import type { CachingProxy } from '../../components/caching-proxy'
import { PURGE, SOFT_FIELD, TAG_FIELD } from '../../components/caching-proxy-options'
import { HEALTH_TARGET } from '../../components/server'
import type { Process } from '../../kernel/process'
import type { Component } from '../../network/component'
import { HeaderFields } from '../../network/http/header-fields'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import { EdgePicture, type Shelf } from './model-edge-picture'
import type { GuideEdge } from './model-guide-edge'
import { shelfOf, type Versions } from './model-origin'
import type { CdnWitness } from './model-witness'

/** What is published, and with it purged. */
export interface Publication {
  readonly targets: readonly string[]
  /** By address, by tag, or only made stale. */
  readonly how: 'url' | 'tag' | 'soft'
}

export function purgeRequest({ targets, how }: Publication): Request {
  const [target = '/'] = targets
  const headers: Record<string, string> = how === 'tag' ? { [TAG_FIELD]: shelfOf(target) } : {}
  if (how === 'soft') headers[SOFT_FIELD] = '1'
  return { label: `${PURGE} ${target}`, headers, body: { targets: [...targets], how } }
}

export function isPurge({ label }: Request): boolean {
  return label.startsWith(`${PURGE} `)
}

export interface EdgeOptions {
  readonly inner: CachingProxy | GuideEdge
  readonly shelf: Shelf
  readonly witness: CdnWitness
  readonly versions: Versions
}

/** All edges, by whatever name they are asked, serve one site, so the name is no part of what is asked for. */
function ofTheSite(request: Request): Request {
  const { Host: _, ...headers } = request.headers ?? {}
  return { ...request, headers }
}

/** An edge: a caching proxy (or the guide's), with witnesses at its door and its memory shown. */
export class Edge implements Component {
  private readonly picture: EdgePicture

  constructor(
    private readonly node: Node,
    private readonly options: EdgeOptions,
  ) {
    this.picture = new EdgePicture(node, options.inner, options.shelf)
  }

  *handle(request: Request): Process<Response> {
    if (request.label === HEALTH_TARGET) return { status: 200 }
    const { node, options } = this
    const arrivedAt = node.now
    this.picture.begin(request)
    const response = yield* options.inner.handle(ofTheSite(request))
    if (isPurge(request)) {
      const { targets = [] } = (request.body ?? {}) as { targets?: string[] }
      const versions = targets.map((target) => [target, options.versions.of(target)] as const)
      if (HeaderFields.of(request.headers).get(SOFT_FIELD) === null)
        options.witness.purged(node.name, versions, node.now)
    } else options.witness.served(node.name, request, response, arrivedAt, node.now)
    this.picture.end(request, response)
    return response
  }

  slowdown(factor: number): void {
    const { inner } = this.options
    if ('slowdown' in inner) inner.slowdown(factor)
  }
}
