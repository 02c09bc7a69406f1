import { CachingProxy } from '../../../workers/components/caching-proxy'
import type { CachingProxyOptions } from '../../../workers/components/caching-proxy-options'
import type { Process } from '../../../workers/kernel/process'
import type { Component } from '../../../workers/network/component'
import { type EntityTag, entityTagText } from '../../../workers/network/http/entity-tag'
import { HeaderFields } from '../../../workers/network/http/header-fields'
import type { HttpRequest, HttpResponse } from '../../../workers/network/http/http-message'
import { Router } from '../../../workers/network/http/router'
import { conditionally, type Handler, serveRoutes } from '../../../workers/network/http/serve-routes'
import type { Request, Response } from '../../../workers/network/message'
import type { Node } from '../../../workers/network/node'
import type { World } from '../../../workers/network/world'
import type { Plain } from '../../../workers/protocol'

const WORK_MICROS = 20_000

/** A small service with items that have versions: the origin behind the proxy of these tests. */
export class Shop implements Component {
  private readonly items = new Map<string, { readonly version: number; readonly value: Plain }>([
    ['1', { version: 1, value: { name: 'lamp' } }],
  ])
  private readonly router = new Router<Handler>([
    { method: 'GET', pattern: '/items/:id', value: (request, { id = '' }) => this.read(request, id) },
    { method: 'PUT', pattern: '/items/:id', value: (request, { id = '' }) => this.write(request, id) },
    { method: 'DELETE', pattern: '/items/:id', value: (_, { id = '' }) => this.remove(id) },
    { method: 'GET', pattern: '/old/:id', value: (_, { id = '' }) => this.moved(id) },
    { method: 'GET', pattern: '/slow', value: () => this.slow() },
    { method: 'POST', pattern: '/orders', value: (request) => this.order(request) },
  ])

  constructor(
    private readonly node: Node,
    private readonly control: string,
  ) {
    node.gauge('worked').set(0)
  }

  *handle(message: Request): Process<Response> {
    return yield* serveRoutes(this.router, message, this.node)
  }

  private *read(request: HttpRequest, id: string): Process<HttpResponse> {
    yield* this.work(WORK_MICROS)
    const found = this.items.get(id)
    if (found === undefined) return this.missing(id)
    const tag = tagOf(found.version)
    const headers = HeaderFields.of([
      ['Content-Type', 'application/json'],
      ['ETag', entityTagText(tag)],
      ['Cache-Control', this.control],
    ])
    const whole = { status: 200, headers, body: found.value, contentBytes: JSON.stringify(found.value).length }
    return conditionally(request, { tag, modifiedAt: null }, whole, this.node)
  }

  private *write(request: HttpRequest, id: string): Process<HttpResponse> {
    yield* this.work(WORK_MICROS)
    const old = this.items.get(id)
    const done = { status: old === undefined ? 201 : 204, headers: HeaderFields.none }
    const current = old === undefined ? null : { tag: tagOf(old.version), modifiedAt: null }
    const answer = conditionally(request, current, done, this.node)
    if (answer.status >= 400) return answer
    const version = (old?.version ?? 0) + 1
    this.items.set(id, { version, value: request.body ?? null })
    return { ...done, headers: HeaderFields.of([['ETag', entityTagText(tagOf(version))]]) }
  }

  private *remove(id: string): Process<HttpResponse> {
    yield* this.work(WORK_MICROS)
    return this.items.delete(id) ? { status: 204, headers: HeaderFields.none } : this.missing(id)
  }

  private *moved(id: string): Process<HttpResponse> {
    return { status: 301, headers: HeaderFields.of([['Location', `/items/${id}`]]) }
  }

  private *slow(): Process<HttpResponse> {
    yield* this.work(500_000)
    return {
      status: 200,
      headers: HeaderFields.of([
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ]),
      body: 'at last',
    }
  }

  private *order(request: HttpRequest): Process<HttpResponse> {
    yield* this.work(WORK_MICROS)
    return {
      status: 303,
      headers: HeaderFields.of([
        ['Location', '/items/1'],
        ['X-Order', JSON.stringify(request.body)],
      ]),
    }
  }

  private *work(micros: number): Process {
    this.node.gauge('worked').add(1)
    yield* this.node.sleep(micros)
  }

  private missing(id: string): HttpResponse {
    return { status: 404, headers: HeaderFields.none, failure: { cause: `no item ${id}`, by: this.node.name } }
  }
}

function tagOf(version: number): EntityTag {
  return { weak: false, opaque: `v${version}` }
}

/** A proxy `edge` with a cache before a `shop`, 5 ms apart. */
export function buildShop(world: World, control = 'max-age=1', options: Partial<CachingProxyOptions> = {}): void {
  const cache = { name: 'edge', kind: 'shared', capacity: 100, variants: 8 } as const
  const proxy = { origin: 'shop', cache, timeoutMicros: 200_000, collapse: true, ...options }
  world.node('edge', 'caching-proxy', (node) => new CachingProxy(node, proxy))
  world.node('shop', 'shop', (node) => new Shop(node, control))
  world.link('edge', 'shop', { latency: { kind: 'fixed', micros: 5_000 } })
}
