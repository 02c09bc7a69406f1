import type { Admitted, Breaker } from '../algorithms/resilience/breaker'
import { Bulkhead } from '../algorithms/resilience/bulkhead'
import { ClientThrottle } from '../algorithms/resilience/client-throttle'
import type { Process } from '../kernel/process'
import type { RandomStream } from '../kernel/random'
import type { Micros } from '../kernel/time'
import { failureOf, isSuccess, type Reply, type Request } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { HedgedSender, type SenderOptions } from './hedged-sender'
import { OutcomeRow, ROW_LENGTH } from './outcome-row'
import { bulkheadFull, throttled } from './resilient-caller-marks'
import { type BreakerLook, ShownBreaker } from './shown-breaker'

export interface GuardOptions extends SenderOptions {
  /** Null for no breaker: then every call goes out. */
  readonly breaker: { make(nowMicros: Micros): Breaker; readonly look: BreakerLook } | null
  /** Calls that may be under way at once; null for any number. */
  readonly bulkheadPlaces: number | null
  /** Client-side throttling; null for none. */
  readonly throttle: { readonly multiplier: number; readonly windowMicros: Micros } | null
  /** Answers that blame the caller (4xx) count as failures of the service, as they do in the guide. */
  readonly countsClientErrors: boolean
}

/** What one try brought. A call that was refused here is not tried again: nothing would be another. */
export interface Attempt {
  readonly reply: Reply
  readonly mayRetry: boolean
}

/**
 * One try: past the throttle, the breaker and the bulkhead, out to the service, and its outcome recorded. Reading: `calls`
 * (tries), `callsOk`, `callsFailed`, `callsRefused` (not sent), beside those of the breaker and the sender.
 */
export class GuardedCall {
  private readonly breaker: ShownBreaker | null
  private readonly row: OutcomeRow | null
  private readonly bulkhead: Bulkhead | null
  private readonly throttle: ClientThrottle | null
  private readonly sender: HedgedSender
  private readonly lots: RandomStream
  private readonly calls: Gauge
  private readonly ok: Gauge
  private readonly failed: Gauge
  private readonly refused: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: GuardOptions,
  ) {
    const { breaker, bulkheadPlaces, throttle } = options
    this.breaker = breaker === null ? null : new ShownBreaker(node, breaker.make(node.now), breaker.look)
    this.row = breaker === null ? new OutcomeRow(node, ROW_LENGTH, Number.POSITIVE_INFINITY) : null
    this.bulkhead = bulkheadPlaces === null ? null : new Bulkhead(bulkheadPlaces)
    this.throttle = throttle === null ? null : new ClientThrottle(throttle.multiplier, throttle.windowMicros)
    this.sender = new HedgedSender(node, options)
    this.lots = node.random('throttle')
    this.calls = node.gauge('calls')
    this.ok = node.gauge('callsOk')
    this.failed = node.gauge('callsFailed')
    this.refused = node.gauge('callsRefused')
    for (const gauge of [this.calls, this.ok, this.failed, this.refused]) gauge.set(0)
  }

  /** @param longestMicros how long the answer is waited for at most; null for ever */
  *attempt(request: Request, longestMicros: Micros | null): Process<Attempt> {
    const { node } = this
    this.calls.add(1)
    if (this.isThrottled(request)) return this.refuse('throttled')
    const admission = this.breaker?.ask(request.label)
    if (admission?.kind === 'refused') return this.refuse('breaker open')
    if (this.bulkhead?.enter() === false) {
      node.mark(bulkheadFull, { label: request.label, places: this.bulkhead.places })
      if (admission !== undefined) this.breaker?.release(admission)
      return this.refuse('bulkhead full')
    }
    const began = node.now
    const isProbe = admission?.state.kind === 'half-open'
    const reply = yield* this.sender.send(request, longestMicros, isProbe)
    this.bulkhead?.leave()
    return this.settle(request, reply, admission, node.now - began)
  }

  private settle(request: Request, reply: Reply, admission: Admitted | undefined, tookMicros: Micros): Attempt {
    const status = reply.kind === 'answered' ? reply.response.status : 0
    const isFailure = status === 0 || status >= (this.options.countsClientErrors ? 400 : 500)
    if (status !== 0 && status !== 503) this.throttle?.accept(this.node.now)
    if (isFailure) this.failed.add(1)
    else this.ok.add(1)
    const how = status === 0 ? `fails (${failureOf(reply).cause})` : `is answered with ${status}`
    this.row?.add(isFailure, false)
    if (admission !== undefined)
      this.breaker?.record(admission, isFailure ? 'failure' : 'success', tookMicros, request.label, how)
    return { reply, mayRetry: !isSuccess(reply) && (status === 0 || status >= 500) }
  }

  private isThrottled(request: Request): boolean {
    const verdict = this.throttle?.ask(this.node.now, this.lots)
    if (verdict?.kind !== 'refused') return false
    const { chance, requests, accepts } = verdict
    this.node.mark(throttled, { label: request.label, chance, requests, accepts })
    return true
  }

  private refuse(cause: string): Attempt {
    this.refused.add(1)
    const failure = { cause, by: this.node.name }
    return { reply: { kind: 'failed', failure, tookMicros: 0 }, mayRetry: false }
  }
}
