import type { Process } from '../kernel/process'
import type { RandomStream } from '../kernel/random'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import { parseRetryAfter } from '../network/http/retry-after'
import { failureOf, isSuccess, type Reply, type Request } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'
import { requestFailed } from './client'

const comesBack = defineMark<{ label: string; attempt: number; seconds: number; wait: Micros }>(
  'client/comes-back',
  'attention',
  '{label} is told Retry-After: {seconds} and comes back in {wait:time}, after attempt {attempt}.',
)

export interface PoliteClientOptions {
  /** Asked in turn, one after the other. */
  readonly targets: readonly string[]
  readonly arrivals: { nextGap(): Micros }
  /** Draws the next request. It is called once an arrival, in order. */
  next(): Request
  readonly timeoutMicros: Micros
  /** How often a request is sent at most; more than once only when the answer is 429 with `Retry-After`. */
  readonly attempts: number
  /** Added to what `Retry-After` asks for: uniformly from 0 to this. */
  readonly jitterMicros: Micros
}

/** An open-loop client that honours `Retry-After`. A gap of Infinity ends its asking. */
export class PoliteClient implements Component {
  private readonly offered: Gauge
  private readonly ok: Gauge
  private readonly failed: Gauge
  private readonly waiting: Gauge
  private readonly retries: Gauge
  private readonly jitter: RandomStream
  private turn = 0

  constructor(
    private readonly node: Node,
    private readonly options: PoliteClientOptions,
  ) {
    this.offered = node.gauge('offered')
    this.ok = node.gauge('ok')
    this.failed = node.gauge('failed')
    this.waiting = node.gauge('waiting')
    this.retries = node.gauge('retries')
    for (const gauge of [this.offered, this.ok, this.failed, this.waiting, this.retries]) gauge.set(0)
    this.jitter = node.random('jitter')
  }

  *start(): Process {
    for (;;) {
      const gap = this.options.arrivals.nextGap()
      if (gap === Number.POSITIVE_INFINITY) return
      yield* this.node.sleep(gap)
      this.node.spawnFresh('ask', this.ask(this.options.next()))
    }
  }

  private *ask(request: Request): Process {
    const { node } = this
    const began = node.now
    const id = node.openRequest(request.label)
    this.offered.add(1)
    this.waiting.add(1)
    const reply = yield* this.askUntilAnswered(request)
    this.waiting.add(-1)
    if (isSuccess(reply)) {
      this.ok.add(1)
      return node.closeRequest(id, null)
    }
    const failure = failureOf(reply)
    this.failed.add(1)
    node.mark(requestFailed, { label: request.label, ...failure, after: node.now - began })
    node.closeRequest(id, failure)
  }

  private *askUntilAnswered(request: Request): Process<Reply> {
    const { node, options } = this
    for (let attempt = 1; ; attempt++) {
      const target = options.targets[this.turn++ % options.targets.length] as string
      const reply = yield* node.request(target, request, { timeoutMicros: options.timeoutMicros })
      const hint = reply.kind === 'answered' && reply.response.status === 429 ? reply.response.headers : undefined
      const asked = parseRetryAfter(hint?.['Retry-After'], node.now)
      if (asked === null || attempt >= options.attempts) return reply
      const wait = asked + this.jitter.integer(options.jitterMicros + 1)
      node.mark(comesBack, { label: request.label, attempt, seconds: asked / 1_000_000, wait })
      this.retries.add(1)
      yield* node.sleep(wait)
    }
  }
}
