import type { Process } from '../kernel/process'
import type { Task } from '../kernel/task'
import type { Micros } from '../kernel/time'
import { Join } from '../kernel/waits'
import type { Component } from '../network/component'
import type { ForwardReason } from '../network/http/caching/cache-status'
import { type Forwarded, HttpCache, type HttpCacheOptions, type Settled } from '../network/http/caching/http-cache'
import type { ConnectionPool } from '../network/http/connection-pool'
import { deadlineOf, refuseExpired, withDeadline } from '../network/http/deadline'
import { HeaderFields } from '../network/http/header-fields'
import {
  finished,
  fromRequest,
  fromResponse,
  type HttpRequest,
  type HttpResponse,
  toRequest,
  toResponse,
} from '../network/http/http-message'
import { forwarded, passedBack } from '../network/http/intermediary'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import * as marks from './caching-proxy-marks'

export interface CachingProxyOptions {
  readonly origin: string
  readonly cache: HttpCacheOptions
  readonly timeoutMicros: Micros
  /** Whether requests for a target that is being asked for wait for that answer. */
  readonly collapse: boolean
  /** Connections to the origin; without it they cost nothing and are without number. */
  pool?(node: Node): ConnectionPool
}

/**
 * A reverse proxy with an HTTP cache. It removes what belongs to one connection, adds `Via` and `Cache-Status`, takes
 * the time that it has used off a deadline, and writes a line of an access log for every request. A crash empties it.
 *
 * Reading: `hits`, `collapsed` (answered by what another request has brought), `forwards`, `stored` targets.
 */
export class CachingProxy implements Component {
  readonly cache: HttpCache
  private readonly pool: ConnectionPool | null
  private readonly loads = new Map<string, Load>()
  private readonly hits: Gauge
  private readonly collapsed: Gauge
  private readonly forwards: Gauge
  private readonly stored: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: CachingProxyOptions,
  ) {
    this.cache = new HttpCache(options.cache)
    this.pool = options.pool?.(node) ?? null
    this.hits = node.gauge('hits')
    this.collapsed = node.gauge('collapsed')
    this.forwards = node.gauge('forwards')
    this.stored = node.gauge('stored')
    for (const gauge of [this.hits, this.collapsed, this.forwards, this.stored]) gauge.set(0)
  }

  *handle(message: Request): Process<Response> {
    const { node } = this
    const began = node.now
    const request = fromRequest(message)
    const response = finished(request.method, yield* this.answer(request, began), node.now)
    const answer = toResponse(response)
    const cache = response.headers.get('Cache-Status') ?? 'no cache was asked'
    const { status, bytes = 0 } = answer
    node.mark(marks.access, { label: message.label, status, bytes, time: node.now - began, cache })
    return answer
  }

  private *answer(request: HttpRequest, began: Micros): Process<HttpResponse> {
    const { node } = this
    const label = labelOf(request)
    const deadline = deadlineOf(request, began)
    const expired = refuseExpired(deadline, node.now, node.name)
    if (expired !== null) {
      node.mark(marks.refuses, { label, because: 'its deadline has passed' })
      return expired
    }
    for (let joined: ForwardReason | null = null; ; ) {
      const verdict = this.cache.lookup(request, node.now, joined)
      if (verdict.kind === 'answer') {
        const count = joined === null ? this.hits : this.collapsed
        count.add(1)
        node.mark(marks.answered, { label, because: verdict.because })
        if (verdict.renew !== null) this.renew(verdict.renew, label)
        return verdict.response
      }
      const load = joined !== null ? undefined : this.loads.get(loadKey(request))
      if (load === undefined) {
        node.mark(marks.forwards, { label, origin: this.options.origin, because: verdict.because })
        return yield* this.load(verdict.forwarded, deadline)
      }
      load.waiting++
      node.mark(marks.collapses, { label, waiting: load.waiting })
      yield* new Join(load.task)
      // What came may not be for this one; then it goes on its own.
      joined = verdict.forwarded.reason
    }
  }

  private *load(forward: Forwarded, deadline: Micros | null): Process<HttpResponse> {
    const { original } = forward
    const key = loadKey(original)
    if (!this.options.collapse || original.method !== 'GET' || this.loads.has(key))
      return yield* this.ask(forward, deadline)
    const task = this.node.spawn(`load ${original.target}`, this.askOnce(key, forward, deadline))
    if (!task.done) this.loads.set(key, { task, waiting: 0 })
    return yield* new Join(task)
  }

  private *askOnce(key: string, forward: Forwarded, deadline: Micros | null): Process<HttpResponse> {
    const response = yield* this.ask(forward, deadline)
    this.loads.delete(key)
    return response
  }

  /** Beside everything else: nobody waits for it, unless requests for the same target come once it is too old. */
  private renew(forward: Forwarded, label: string): void {
    const key = loadKey(forward.original)
    if (this.loads.has(key)) return
    this.node.mark(marks.renews, { label, origin: this.options.origin })
    const task = this.node.spawn(`renew ${forward.original.target}`, this.askOnce(key, forward, null))
    if (!task.done) this.loads.set(key, { task, waiting: 0 })
  }

  private *ask(forward: Forwarded, deadline: Micros | null): Process<HttpResponse> {
    const { node } = this
    const label = labelOf(forward.original)
    for (let next = forward; ; ) {
      const requestedAt = node.now
      this.forwards.add(1)
      const answer = yield* this.send(next.request, deadline)
      const settled = this.cache.settle(next, answer, { requestedAt, receivedAt: node.now })
      this.tell(settled, label, answer.status)
      if (settled.again === null) return settled.response
      next = settled.again
    }
  }

  /** Asks the origin; who cannot be reached is 502, and who does not answer in time 504. */
  private *send(request: HttpRequest, deadline: Micros | null): Process<HttpResponse> {
    const { node, options } = this
    const passing = forwarded(request, node.name)
    if (passing.kind === 'answer') {
      node.mark(marks.refuses, { label: labelOf(request), because: passing.because })
      return passing.response
    }
    const left = deadline === null ? options.timeoutMicros : Math.min(options.timeoutMicros, deadline - node.now)
    const sent = deadline === null ? passing.request : withDeadline(passing.request, deadline, node.now)
    const expired = refuseExpired(deadline, node.now, node.name)
    if (expired !== null) return expired
    const message = toRequest(sent)
    const reply =
      this.pool === null
        ? yield* node.request(options.origin, message, { timeoutMicros: left })
        : yield* this.pool.request(message, left)
    if (reply.kind === 'answered') return passedBack(fromResponse(reply.response), node.name)
    const { failure } = reply
    return { status: failure.cause === 'timeout' ? 504 : 502, headers: HeaderFields.none, failure }
  }

  private tell(settled: Settled, label: string, status: number): void {
    const { node } = this
    const { outcome, because, invalidated, evicted } = settled
    this.stored.set(this.cache.targets)
    if (invalidated.length > 0) node.mark(marks.invalidates, { label, targets: invalidated })
    if (evicted !== null) node.mark(marks.evicts, { victim: evicted, label })
    if (outcome === 'passed') node.mark(marks.passes, { label, status, because })
    else if (outcome === 'stale on error') node.mark(marks.standsIn, { label, because })
    else node.mark(marks.keeps, { label, because, targets: this.cache.targets })
  }
}

interface Load {
  readonly task: Task<HttpResponse>
  waiting: number
}

function loadKey({ target, headers }: HttpRequest): string {
  return `${headers.get('Host') ?? ''} ${target}`
}

function labelOf({ method, target }: HttpRequest): string {
  return `${method} ${target}`
}
