import type { Lots } from './lots'

/** Lots are drawn in millionths. */
const MILLION = 1_000_000
const BUCKETS = 60

export type ThrottleVerdict =
  | { readonly kind: 'send' }
  | { readonly kind: 'refused'; readonly chance: number; readonly requests: number; readonly accepts: number }

const SEND: ThrottleVerdict = { kind: 'send' }

/**
 * Client-side throttling (Google SRE, chapter 21, "Handling Overload"): a caller refuses its own requests with chance
 * max(0, (requests − K · accepts) / (requests + 1)), counted over the last two minutes, refused requests included.
 * While a service accepts a share a of what is offered, this sends K · a of it: with K = 2 one request in two that are
 * sent is accepted, however large the overload.
 */
export class ClientThrottle {
  private readonly requests = new Uint32Array(BUCKETS)
  private readonly accepts = new Uint32Array(BUCKETS)
  private asked = 0
  private accepted = 0
  private newest = 0

  /** @throws RangeError when K is below 1 or the window is not positive */
  constructor(
    /** K: how many requests are sent for each that is accepted. */
    readonly multiplier: number,
    readonly windowMicros: number,
  ) {
    if (!(multiplier >= 1)) throw new RangeError(`The multiplier K is 1 or more, not ${multiplier}.`)
    if (!(windowMicros > 0)) throw new RangeError(`A window is longer than 0 µs, not ${windowMicros} µs.`)
  }

  /** Chance from 0 to 1 with which the next request is refused here. */
  chance(nowMicros: number): number {
    this.pass(nowMicros)
    return Math.max(0, (this.asked - this.multiplier * this.accepted) / (this.asked + 1))
  }

  /** A request wants to go out. It counts whether it may or not. */
  ask(nowMicros: number, lots: Lots): ThrottleVerdict {
    const chance = this.chance(nowMicros)
    const { asked: requests, accepted: accepts } = this
    const lot = lots.integer(MILLION)
    this.requests[this.newest % BUCKETS]!++
    this.asked++
    return lot < chance * MILLION ? { kind: 'refused', chance, requests, accepts } : SEND
  }

  /** The service accepted a request that was sent: it worked on it, whatever came out. */
  accept(nowMicros: number): void {
    this.pass(nowMicros)
    this.accepts[this.newest % BUCKETS]!++
    this.accepted++
  }

  private pass(nowMicros: number): void {
    const now = Math.floor((nowMicros * BUCKETS) / this.windowMicros)
    const first = Math.max(this.newest + 1, now - BUCKETS + 1)
    for (let bucket = first; bucket <= now; bucket++) {
      const place = bucket % BUCKETS
      this.asked -= this.requests[place] as number
      this.accepted -= this.accepts[place] as number
      this.requests[place] = 0
      this.accepts[place] = 0
    }
    if (now > this.newest) this.newest = now
  }
}
