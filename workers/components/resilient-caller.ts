import type { Backoff } from '../algorithms/resilience/backoff'
import { RetryBudget } from '../algorithms/resilience/retry-budget'
import { decideRetry, type RetryPolicy } from '../algorithms/resilience/retry-policy'
import type { Process } from '../kernel/process'
import type { RandomStream } from '../kernel/random'
import type { Micros } from '../kernel/time'
import { failureOf, type Reply, type Request } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { GuardedCall, type GuardOptions } from './guarded-call'
import { gaveUpBudget, gaveUpDeadline, gaveUpTries, triedAgain, triedAtOnce } from './resilient-caller-marks'

export interface ResilienceOptions extends GuardOptions {
  /** How long one try may take; null waits for ever. */
  readonly timeoutMicros: Micros | null
  /** Tries in all, the first included. */
  readonly tries: number
  readonly backoff: Backoff
  /** Retries as a share of calls; null for no bound. */
  readonly budget: { readonly percent: number; readonly burst: number } | null
  /** Read the deadline that a request carries, and never work past it. */
  readonly keepsDeadlines: boolean
}

/** Body of a request that says when its asker gives up. */
export interface DeadlineBody {
  readonly deadlineMicros: Micros
}

/**
 * How a node calls a service that may fail: every try is guarded by throttle, breaker and bulkhead, has a timeout and
 * perhaps a second copy, and is repeated as the retry policy allows. All of it is memory that a crash wipes. Reading:
 * `retries`, beside those of `GuardedCall`.
 */
export class ResilientCaller {
  private readonly guarded: GuardedCall
  private readonly policy: RetryPolicy
  private readonly lots: RandomStream
  private readonly retries: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: ResilienceOptions,
  ) {
    const { tries, backoff, budget } = options
    this.guarded = new GuardedCall(node, options)
    this.policy = { tries, backoff, budget: budget === null ? null : new RetryBudget(budget.percent, budget.burst) }
    this.lots = node.random('backoff')
    this.retries = node.gauge('retries')
    this.retries.set(0)
  }

  /** Calls the service until it succeeds, may not be called again, or has an answer that trying again will not change. */
  *call(request: Request): Process<Reply> {
    const { node, policy } = this
    const deadlineMicros = this.deadlineOf(request)
    policy.budget?.deposit()
    let waitedMicros = 0
    for (let attempt = 1; ; attempt++) {
      const { reply, mayRetry } = yield* this.guarded.attempt(request, this.longestMicros(deadlineMicros))
      if (!mayRetry) return reply
      const verdict = decideRetry(policy, { attempt, waitedMicros, nowMicros: node.now, deadlineMicros }, this.lots)
      if (verdict.kind === 'stop') {
        this.markStop(request, verdict.why)
        return reply
      }
      waitedMicros = verdict.afterMicros
      this.markRetry(request, failureOf(reply).cause, attempt + 1, waitedMicros)
      this.retries.add(1)
      if (waitedMicros > 0) yield* node.sleep(waitedMicros)
    }
  }

  private markRetry({ label }: Request, cause: string, attempt: number, wait: Micros): void {
    const { tries } = this.policy
    if (wait === 0) this.node.mark(triedAtOnce, { label, attempt, tries, cause })
    else this.node.mark(triedAgain, { label, attempt, tries, cause, wait })
  }

  private longestMicros(deadlineMicros: Micros): Micros | null {
    const { timeoutMicros } = this.options
    if (deadlineMicros === Number.POSITIVE_INFINITY) return timeoutMicros
    const left = Math.max(0, deadlineMicros - this.node.now)
    return timeoutMicros === null ? left : Math.min(timeoutMicros, left)
  }

  private deadlineOf({ body }: Request): Micros {
    if (!this.options.keepsDeadlines || body === undefined) return Number.POSITIVE_INFINITY
    return (body as unknown as DeadlineBody).deadlineMicros
  }

  /** A call that was never to be tried again needs no word. */
  private markStop({ label }: Request, why: 'tries' | 'deadline' | 'budget'): void {
    const { node, policy } = this
    if (why === 'deadline') node.mark(gaveUpDeadline, { label })
    else if (why === 'budget') node.mark(gaveUpBudget, { label, percent: policy.budget?.percent ?? 0 })
    else if (policy.tries > 1) node.mark(gaveUpTries, { label, tries: policy.tries })
  }
}
