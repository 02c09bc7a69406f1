import { PURGE } from '../../components/caching-proxy-options'
import { passOn } from '../../components/pass-on'
import type { Process } from '../../kernel/process'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import * as marks from './model-marks'

/**
 * An edge server as the guide lists it: near to the users, with copies of what they asked for and a way to invalidate
 * them. Nothing is said of how long a copy is good, for whom it is, or what happens when many ask at once.
 *
 * Reading: `hits`, `forwards`, `stored`.
 */
export class GuideEdge implements Component {
  private readonly copies = new Map<string, Response>()
  private readonly loading = new Map<string, number>()
  /** Whether the answer that was given last came from memory. */
  wasHit = false
  private readonly hits: Gauge
  private readonly forwards: Gauge
  private readonly stored: Gauge

  constructor(
    private readonly node: Node,
    private readonly origin: string,
    private readonly timeoutMicros: number,
  ) {
    this.hits = node.gauge('hits')
    this.forwards = node.gauge('forwards')
    this.stored = node.gauge('stored')
    for (const gauge of [this.hits, this.forwards, this.stored]) gauge.set(0)
  }

  *handle(request: Request): Process<Response> {
    const { label } = request
    if (label.startsWith(`${PURGE} `)) return this.invalidate(label.replace(PURGE, 'GET'))
    // @flaw The address alone is the key: what the answer varies by, and whether it may be shared, is not looked at.
    const copy = this.copies.get(label)
    // @flaw A copy has no age: it is served until somebody invalidates it.
    if (copy !== undefined) {
      this.hits.add(1)
      this.wasHit = true
      this.node.mark(marks.guideHit, { label })
      return copy
    }
    return yield* this.load(request)
  }

  // @flaw Everybody who misses goes to the origin, also while others are on their way for the same object.
  private *load(request: Request): Process<Response> {
    const { node, loading } = this
    const { label } = request
    const others = loading.get(label) ?? 0
    loading.set(label, others + 1)
    this.forwards.add(1)
    node.mark(marks.guideMiss, { label, loading: others + 1 })
    const reply = yield* node.request(this.origin, request, { timeoutMicros: this.timeoutMicros })
    loading.set(label, (loading.get(label) ?? 1) - 1)
    const response = passOn(reply)
    this.wasHit = false
    // @flaw What was asked for before an invalidation is stored after it, and nothing will remove it again.
    if (response.status === 200) this.keep(label, response)
    return response
  }

  private keep(label: string, response: Response): void {
    this.copies.set(label, response)
    this.stored.set(this.copies.size)
    this.node.mark(marks.guideKept, { label })
  }

  private invalidate(label: string): Response {
    this.copies.delete(label)
    this.stored.set(this.copies.size)
    return { status: 200 }
  }

  /** The copy of a target, for the picture. */
  copyOf(target: string): Response | null {
    return this.copies.get(`GET ${target}`) ?? null
  }
}
