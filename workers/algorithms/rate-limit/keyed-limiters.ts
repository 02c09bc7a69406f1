import type { Gate } from './gate'
import { checkWhole, type Limiter, type LimiterState, type Verdict } from './limiter'

export interface KeyedOptions {
  /** Keys that have a limiter of their own at once. Those beyond it share one, so that nobody gets more for being new. */
  readonly maxKeys?: number
  /** Off: nothing is ever forgotten, as in the guide's map. */
  readonly forgets?: boolean
  /** Off: limiters see the clock as it is, even when it steps back. Then forgetting could change a decision. */
  readonly steady?: boolean
}

/** Limiters looked at for each new key: more than one, so that they are forgotten faster than they come. */
const LOOKS = 2

/**
 * A limiter a key. A limiter that rests decides as a new one does (a full bucket is an absent bucket), so it is forgotten
 * without changing any decision. Only a new key pays for looking: it checks the next two of those that are there, so the
 * number of keys stays within about twice of those that are in use.
 */
export class KeyedLimiters<L extends Limiter> {
  /** Keys that were forgotten, and decisions that fell to the shared limiter. */
  forgotten = 0
  shared = 0
  private readonly limiters = new Map<string, L>()
  private readonly maxKeys: number
  private readonly forgets: boolean
  private readonly isSteady: boolean
  private readonly common: L
  private hand: Iterator<[string, L]>
  private latest = Number.NEGATIVE_INFINITY
  /** How much the clock has stepped back in all: limiters see a clock that never does. */
  private steppedBack = 0

  /** @param make a new limiter, in its state of rest */
  constructor(
    private readonly make: () => L,
    { maxKeys = 1_000_000, forgets = true, steady = true }: KeyedOptions = {},
  ) {
    checkWhole('The greatest number of keys', maxKeys)
    this.maxKeys = maxKeys
    this.forgets = forgets
    this.isSteady = steady
    this.common = make()
    this.hand = this.limiters.entries()
  }

  get size(): number {
    return this.limiters.size
  }

  decide(key: string, now: number, cost?: number): Verdict {
    const steady = this.steady(now)
    return this.limiterOf(key, steady).decide(steady, cost)
  }

  /** As `Gate.take`, for limiters that are gates. */
  take(this: KeyedLimiters<L & Gate>, key: string, now: number, cost?: number): number {
    const steady = this.steady(now)
    return this.limiterOf(key, steady).take(steady, cost)
  }

  /** Whoever decides for a key now: ask it right after a decision, and release to it. */
  holderOf(key: string): L {
    return this.limiters.get(key) ?? this.common
  }

  /** The state of a key's limiter; that of a new one when there is none. */
  state(key: string, now: number): LimiterState {
    return (this.limiters.get(key) ?? this.make()).state(this.steady(now))
  }

  /** Microseconds until a key's limiter decides as a new one; Infinity when nobody knows, 0 for a key without one. */
  restsIn(key: string, now: number): number {
    return Math.max(0, (this.limiters.get(key)?.restsAt() ?? Number.NEGATIVE_INFINITY) - this.steady(now))
  }

  /** Forgets all that rest at `now`. @returns how many */
  forgetIdle(now: number): number {
    const steady = this.steady(now)
    const before = this.size
    for (const [key, limiter] of this.limiters) this.forgetAtRest(key, limiter, steady)
    return before - this.size
  }

  private limiterOf(key: string, now: number): L {
    return this.limiters.get(key) ?? this.newLimiter(key, now)
  }

  private newLimiter(key: string, now: number): L {
    if (this.forgets) for (let look = 0; look < LOOKS; look++) this.lookAtNext(now)
    if (this.size >= this.maxKeys) {
      this.shared++
      return this.common
    }
    const limiter = this.make()
    this.limiters.set(key, limiter)
    return limiter
  }

  /** The hand goes round over all keys in the order in which they came. */
  private lookAtNext(now: number): void {
    let next = this.hand.next()
    if (next.done) {
      this.hand = this.limiters.entries()
      next = this.hand.next()
    }
    if (!next.done) this.forgetAtRest(next.value[0], next.value[1], now)
  }

  private forgetAtRest(key: string, limiter: L, now: number): void {
    if (!this.forgets || limiter.restsAt() > now) return
    this.limiters.delete(key)
    this.forgotten++
  }

  private steady(now: number): number {
    const steady = now + this.steppedBack
    if (steady >= this.latest || !this.isSteady) {
      this.latest = steady
      return steady
    }
    this.steppedBack += this.latest - steady
    return this.latest
  }
}
