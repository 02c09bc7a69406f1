import { Gcra } from '../../algorithms/rate-limit/gcra'
import { KeyedLimiters } from '../../algorithms/rate-limit/keyed-limiters'
import { passOn } from '../../components/pass-on'
import type { LimiterWitness, MachineClock } from '../../components/rate-limiter'
import { HEALTH_TARGET } from '../../components/server'
import type { Process } from '../../kernel/process'
import { formatDuration, type Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import type { MarkDefinition, MarkDetails } from '../../trace/mark-definition'
import type { SharedLimit } from './model-limit'
import * as marks from './model-marks'
import type { ResponseWriter } from './model-responses'
import type { Answer, SharedStore } from './model-store'

/** What a server does when Redis does not answer. `throw` is the guide's: nobody has thought of it. */
export type WithoutRedis = 'open' | 'closed' | 'local' | 'throw'

export interface QuotaServerOptions {
  readonly service: string
  readonly limit: SharedLimit
  /** How many servers share it. */
  readonly servers: number
  readonly withoutRedis: WithoutRedis
  /** Refuses without asking for as long as Redis has said that nothing passes. */
  readonly remembers: boolean
  /** Whose quota a request counts against. */
  keyOf(request: Request): string
  readonly writer: ResponseWriter
  /** Told of what passes; all servers count as one. */
  readonly witness: LimiterWitness
}

/** Under this name all servers together are known to the witnesses. */
const TOGETHER = 'all servers'

/** An application server: middleware that asks Redis about every request, and behind it the service. */
export class QuotaServer implements Component {
  private readonly passed: Gauge
  private readonly refused: Gauge
  private readonly alone: Gauge
  /** By key, until when nothing passes, in simulated time: only spans are taken from it. */
  private readonly refusedUntil = new Map<string, Micros>()
  private readonly own: KeyedLimiters<Gcra>

  constructor(
    private readonly node: Node,
    private readonly store: SharedStore,
    private readonly options: QuotaServerOptions,
    private readonly clock: MachineClock,
  ) {
    this.passed = node.gauge('passed')
    this.refused = node.gauge('refused')
    this.alone = node.gauge('alone')
    for (const gauge of [this.passed, this.refused, this.alone]) gauge.set(0)
    const { limit, servers } = options
    const share = Math.max(1, Math.floor(limit.limit / servers))
    const rate = { limit: limit.limit, perMicros: limit.windowMicros * servers }
    this.own = new KeyedLimiters(() => new Gcra(share, rate))
    this.showClock()
  }

  *handle(request: Request): Process<Response> {
    if (request.label === HEALTH_TARGET) return { status: 200 }
    const { node, options } = this
    const key = options.keyOf(request)
    const until = this.refusedUntil.get(key) ?? 0
    if (options.remembers && until > node.now) return this.refuseAsKnown(key, until - node.now)
    const answer = yield* this.store.ask(key, this.now)
    switch (answer.kind) {
      case 'passes':
        this.mark(answer.why.mark, key, answer.why.details)
        return yield* this.pass(request, key, answer)
      case 'refused':
        this.mark(answer.why.mark, key, answer.why.details)
        if (options.remembers) this.refusedUntil.set(key, node.now + answer.waitMicros)
        return this.refuse(answer.waitMicros)
      case 'unknown':
        this.alone.add(1)
        return yield* this.decideAlone(request, key, answer.cause)
    }
  }

  /** The clock has been set. */
  showClock(): void {
    const ahead = -this.clock.behindMicros
    this.node.fact('clock').set(ahead === 0 ? 'right' : `+${formatDuration(ahead)}`)
  }

  private *decideAlone(request: Request, key: string, cause: string): Process<Response> {
    switch (this.options.withoutRedis) {
      case 'open':
        this.mark(marks.letThrough, key, { cause })
        return yield* this.pass(request, key, null)
      case 'closed':
        this.mark(marks.turnedAway, key, { cause })
        this.refused.add(1)
        return this.options.writer.unavailable(this.node.name)
      case 'local': {
        const wait = this.own.take(key, this.node.now)
        this.mark(wait === 0 ? marks.localPassed : marks.localRefused, key, { cause, wait })
        return wait === 0 ? yield* this.pass(request, key, null) : this.refuse(wait)
      }
      case 'throw':
        this.mark(marks.failed, key, { cause })
        return { status: 500, failure: { cause: `Redis: ${cause}`, by: this.node.name } }
    }
  }

  private *pass(request: Request, key: string, answer: Extract<Answer, { kind: 'passes' }> | null): Process<Response> {
    const { node, options } = this
    this.passed.add(1)
    options.witness.passed(TOGETHER, key, node.now, 1)
    const reply = yield* node.request(options.service, { ...request, key })
    const headers = answer === null ? {} : options.writer.quota(answer.remaining, this.now)
    const response = passOn(reply)
    return { ...response, headers: { ...response.headers, ...headers } }
  }

  private refuseAsKnown(key: string, wait: Micros): Response {
    this.mark(marks.remembered, key, { wait })
    return this.refuse(wait)
  }

  private refuse(waitMicros: Micros): Response {
    this.refused.add(1)
    return this.options.writer.refusal(waitMicros, this.now, this.node.name)
  }

  private mark(definition: MarkDefinition<MarkDetails>, key: string, details: MarkDetails): void {
    this.node.mark(definition, { server: this.node.name, key, ...details })
  }

  /** What the clock of this machine says. */
  private get now(): Micros {
    return Math.max(0, this.node.now - this.clock.behindMicros)
  }
}
