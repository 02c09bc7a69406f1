import type { KeyedLimiters } from '../algorithms/rate-limit/keyed-limiters'
import type { Limiter, LimiterState, Verdict } from '../algorithms/rate-limit/limiter'
import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { DecisionHistory } from './decision-history'
import { passOn } from './pass-on'
import { type QuotaPolicy, quotaHeaders, retryAfter } from './quota-headers'
import { markLeft, markMove, markVerdict, type Step } from './rate-limiter-marks'

export interface RateLimiterOptions {
  /** What the algorithm is called on the page. */
  readonly algorithm: string
  /** The memory of a new process: empty. */
  makeStore(): KeyedLimiters<Limiter>
  /** What it says of itself in `RateLimit` fields and `Retry-After`; null says nothing, as the guide’s does. */
  readonly policy: QuotaPolicy | null
  /** Who is asked when a request passes; null answers 204 itself, for a gateway that only wants to know. */
  readonly target: string | null
  /** Whose limit a request counts against. */
  keyOf(request: Request): string
  /** How many units it costs. */
  costOf(request: Request): number
  /** Told of what passes, at the moment when it leaves, and of its end: for witnesses. */
  readonly witness?: LimiterWitness
}

export interface LimiterWitness {
  passed(node: string, key: string, at: Micros, units: number): void
  ended(node: string, key: string, units: number): void
}

/** The clock of the machine that the limiter runs on. It is no memory of the process, so it outlives a restart. */
export interface MachineClock {
  /** How far it is behind. */
  behindMicros: Micros
}

/** Keys whose chart is kept for the picture; others begin a new one. */
const CHARTED_KEYS = 32
/** Spans of a chart at first, as parts of the window. */
const SPANS_A_WINDOW = 12
/** After a pause of this many windows a chart begins anew. */
const PAUSE_WINDOWS = 2

interface Seen {
  readonly history: DecisionHistory
  state: LimiterState
}

/** Lets a request pass to its target or answers 429 (RFC 6585 §4). Its limiters are memory: a crash forgets them all. */
export class RateLimiter implements Component {
  private readonly store: KeyedLimiters<Limiter>
  private readonly passed: Gauge
  private readonly refused: Gauge
  private readonly keys: Gauge
  private readonly seen = new Map<string, Seen>()

  constructor(
    private readonly node: Node,
    private readonly options: RateLimiterOptions,
    private readonly clock: MachineClock,
    /** Window of the limit: the scale of the chart. */
    private readonly windowMicros: Micros,
  ) {
    this.store = options.makeStore()
    this.passed = node.gauge('passed')
    this.refused = node.gauge('refused')
    this.keys = node.gauge('keys')
    node.fact('algorithm').set(options.algorithm)
    for (const gauge of [this.passed, this.refused, this.keys]) gauge.set(0)
  }

  *handle(request: Request): Process<Response> {
    const { node, options } = this
    const key = options.keyOf(request)
    const cost = options.costOf(request)
    const verdict = this.decide(key, cost)
    if (verdict.kind !== 'passes') return this.refuse(verdict, key)
    const holder = this.store.holderOf(key)
    const headers = this.quotaOf(verdict, key)
    if (verdict.delayMicros > 0) {
      yield* node.sleep(verdict.delayMicros)
      this.leave(key, cost)
    }
    options.witness?.passed(node.name, key, node.now, cost)
    if (options.target === null) return { status: 204, ...headers }
    const reply = yield* node.request(options.target, request)
    if (holder.release !== undefined) {
      holder.release(cost)
      markLeft(node, holder.state(this.now), this.stepOf(key, cost))
    }
    options.witness?.ended(node.name, key, cost)
    return { ...passOn(reply), ...headers }
  }

  private decide(key: string, cost: number): Verdict {
    const { node, store } = this
    const now = this.now
    const seen = this.seenOf(key, now)
    const moved = store.state(key, now)
    markMove(node, seen.state, moved, this.stepOf(key, cost))
    const verdict = store.decide(key, now, cost)
    seen.state = store.state(key, now)
    const leavesNow = verdict.kind !== 'passes' || verdict.delayMicros === 0
    if (leavesNow) seen.history.add(node.now, verdict.kind === 'passes' ? cost : 0)
    markVerdict(node, verdict, seen.state, this.stepOf(key, cost))
    ;(verdict.kind === 'passes' ? this.passed : this.refused).add(1)
    this.keys.set(store.size)
    return verdict
  }

  /** Its turn has come after a delay. */
  private leave(key: string, cost: number): void {
    this.seenOf(key, this.now).history.add(this.node.now, cost)
    markLeft(this.node, this.store.state(key, this.now), this.stepOf(key, cost))
  }

  private stepOf(key: string, cost: number): Step {
    return { key, cost, chart: this.seenOf(key, this.now).history.chart(this.node.now) }
  }

  private refuse(verdict: Exclude<Verdict, { kind: 'passes' }>, key: string): Response {
    const quota = this.quotaOf(verdict, key)
    const wait = verdict.kind === 'refused' ? verdict.waitMicros : null
    const headers =
      wait === null || this.options.policy === null ? quota.headers : { ...retryAfter(wait), ...quota.headers }
    const cause = verdict.kind === 'never' ? 'can never pass' : 'rate limited'
    return { status: 429, ...(headers === undefined ? {} : { headers }), failure: { cause, by: this.node.name } }
  }

  private quotaOf(verdict: Verdict, key: string): Pick<Response, 'headers'> {
    const { policy } = this.options
    if (policy === null) return {}
    const reset = this.store.restsIn(key, this.now)
    return { headers: quotaHeaders(policy, verdict.remaining, Number.isFinite(reset) ? reset : 0) }
  }

  private seenOf(key: string, now: Micros): Seen {
    let seen = this.seen.get(key)
    if (seen !== undefined) return seen
    const { windowMicros } = this
    const span = Math.max(1, Math.floor(windowMicros / SPANS_A_WINDOW))
    seen = { history: new DecisionHistory(span, PAUSE_WINDOWS * windowMicros), state: this.store.state(key, now) }
    for (const oldest of this.seen.keys()) {
      if (this.seen.size < CHARTED_KEYS) break
      this.seen.delete(oldest)
    }
    this.seen.set(key, seen)
    return seen
  }

  /** What the clock of this machine says. */
  private get now(): Micros {
    return this.node.now - this.clock.behindMicros
  }
}
