/** What a lease table answers to one who found no value. */
export type LeaseAnswer =
  | { readonly kind: 'given'; readonly token: number }
  /** Somebody else has had the lease since this moment. */
  | { readonly kind: 'out'; readonly token: number; readonly since: number }

/**
 * Leases of a cache: of all who find no value for a key one gets a token and loads it, the others wait; a value comes in
 * only with the token, and a delete takes the token back, so that what was read before the delete cannot come back
 * (Nishtala et al., “Scaling Memcache at Facebook”, NSDI 2013, §3.2.1). A lease whose holder is never heard of again is
 * given anew after its life. Times are simulated microseconds.
 */
export class LeaseTable {
  readonly #leases = new Map<string, { readonly token: number; readonly since: number }>()
  #tokens: number

  /**
   * @param before every token is greater; a cache that starts anew gives the moment of its start, so that a lease of its
   * former life fits none of this one
   * @throws RangeError when a lease does not live for a positive time
   */
  constructor(
    readonly lifeMicros: number,
    before = 0,
  ) {
    if (!(lifeMicros > 0)) throw new RangeError(`A lease lives for a positive time, not ${lifeMicros} µs.`)
    this.#tokens = before
  }

  get size(): number {
    return this.#leases.size
  }

  /** Somebody has found no value. */
  claim(key: string, now: number): LeaseAnswer {
    const lease = this.#leases.get(key)
    if (lease !== undefined && now < lease.since + this.lifeMicros) return { kind: 'out', ...lease }
    const token = ++this.#tokens
    this.#leases.set(key, { token, since: now })
    return { kind: 'given', token }
  }

  /** The holder brings its value. @returns whether it may come in: the token is the last one that was given */
  redeem(key: string, token: number): boolean {
    if (this.#leases.get(key)?.token !== token) return false
    this.#leases.delete(key)
    return true
  }

  /** The value has changed at its source. @returns whether a lease was out */
  revoke(key: string): boolean {
    return this.#leases.delete(key)
  }

  clear(): void {
    this.#leases.clear()
  }
}
