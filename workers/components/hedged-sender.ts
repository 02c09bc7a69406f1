import { HedgeDelay } from '../algorithms/resilience/hedge-delay'
import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import { isSuccess, type Reply, type Request } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { hedged, hedgeWon, timerThrew } from './resilient-caller-marks'

export interface SenderOptions {
  /** Name of the service that is called. */
  readonly target: string
  /** Send a second copy after the time that so many of 100 recent calls needed; null for no copies. */
  readonly hedgePercent: number | null
  /** The guide's timer throws where nobody catches it, so its call has no timeout: after this time it says so. */
  readonly unheardTimerMicros: Micros | null
}

/** How many recent calls decide when to hedge. */
const HEDGE_MEMORY = 100

/**
 * Sends a call, and a second copy when the first takes long; the first success wins and the other is no longer waited
 * for, though the service works on. Reading: `sent` (copies included), `hedges`.
 */
export class HedgedSender {
  private readonly delay: HedgeDelay | null
  private readonly sent: Gauge
  private readonly hedges: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: SenderOptions,
  ) {
    const { hedgePercent } = options
    this.delay = hedgePercent === null ? null : new HedgeDelay(hedgePercent, HEDGE_MEMORY)
    this.sent = node.gauge('sent')
    this.hedges = node.gauge('hedges')
    this.sent.set(0)
    this.hedges.set(0)
  }

  /** @param isProbe a probe of a half-open breaker is one call: it has no second copy */
  *send(request: Request, longestMicros: Micros | null, isProbe: boolean): Process<Reply> {
    const { node } = this
    const began = node.now
    const delay = isProbe ? null : (this.delay?.delayMicros ?? null)
    const race = { open: 0 }
    const reply =
      delay === null
        ? yield* this.copy(request, longestMicros, race)
        : (yield* node.race([
            this.copy(request, longestMicros, race),
            this.secondCopy(request, longestMicros, delay, race),
          ])).value
    if (isSuccess(reply)) this.delay?.observe(node.now - began)
    return reply
  }

  private *secondCopy(
    request: Request,
    longestMicros: Micros | null,
    delay: Micros,
    race: { open: number },
  ): Process<Reply> {
    const { node } = this
    const began = node.now
    // A microsecond more: a call that takes just as long as most needs no copy.
    yield* node.sleep(delay + 1)
    this.hedges.add(1)
    node.mark(hedged, { label: request.label, wait: delay, percent: this.options.hedgePercent ?? 0 })
    const reply = yield* this.copy(request, longestMicros, race)
    if (isSuccess(reply)) node.mark(hedgeWon, { label: request.label, time: node.now - began })
    return reply
  }

  /** A copy that fails while the other is under way never ends by itself: the other one decides. */
  private *copy(request: Request, longestMicros: Micros | null, race: { open: number }): Process<Reply> {
    const { node } = this
    this.sent.add(1)
    race.open++
    const reply = yield* this.exchange(request, longestMicros)
    race.open--
    while (!isSuccess(reply) && race.open > 0) yield* node.sleep(longestMicros ?? 1_000_000)
    return reply
  }

  private *exchange(request: Request, longestMicros: Micros | null): Process<Reply> {
    const { node } = this
    const { target, unheardTimerMicros } = this.options
    if (longestMicros !== null) return yield* node.request(target, request, { timeoutMicros: longestMicros })
    const timer = { isCleared: false }
    if (unheardTimerMicros !== null)
      node.spawnFresh(`timer of ${request.label}`, this.unheardTimer(request, unheardTimerMicros, timer))
    const reply = yield* node.request(target, request)
    timer.isCleared = true
    return reply
  }

  private *unheardTimer(request: Request, micros: Micros, timer: { readonly isCleared: boolean }): Process {
    yield* this.node.sleep(micros)
    if (!timer.isCleared) this.node.mark(timerThrew, { label: request.label, time: micros })
  }
}
