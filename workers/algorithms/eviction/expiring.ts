import type { Policy, Row } from './eviction-policy'
import type { Step, Tell } from './step'

/**
 * Gives every entry of a policy a time to live, as the `ttl` of npm's lru-cache does: an entry is there up to and
 * including its last microsecond, a `set` begins its time anew and a `get` does not. One that is over still takes its
 * place until somebody asks for it or the policy throws it out; nothing runs in the background.
 */
export class Expiring implements Policy {
  private readonly policy: Policy
  private readonly bornAt = new Map<string, number>()

  /**
   * @param create makes the policy; it must pass `tell` on, since that is how evictions are known here
   * @throws RangeError when the time to live is not a whole number of microseconds from 1
   */
  constructor(
    create: (tell: Tell) => Policy,
    readonly ttlMicros: number,
    private readonly tell: Tell = () => {},
  ) {
    if (!(Number.isInteger(ttlMicros) && ttlMicros >= 1))
      throw new RangeError(`A time to live is a whole number of microseconds from 1, not ${ttlMicros}.`)
    this.policy = create((step) => this.heard(step))
  }

  get capacity(): number {
    return this.policy.capacity
  }
  get size(): number {
    return this.policy.size
  }
  get weight(): number {
    return this.policy.weight
  }

  has(key: string, now: number): boolean {
    return this.policy.has(key, now) && this.lateMicros(key, now) <= 0
  }

  get(key: string, now: number): boolean {
    const lateMicros = this.lateMicros(key, now)
    if (lateMicros > 0) {
      this.delete(key)
      this.tell({ kind: 'expired', key, lateMicros })
    }
    return this.policy.get(key, now)
  }

  set(key: string, now: number, weight = 1): boolean {
    const isThere = this.policy.set(key, now, weight)
    if (isThere) this.bornAt.set(key, now)
    else this.bornAt.delete(key)
    return isThere
  }

  delete(key: string): boolean {
    this.bornAt.delete(key)
    return this.policy.delete(key)
  }

  rows(): readonly Row[] {
    return this.policy.rows()
  }

  private heard(step: Step): void {
    if (step.kind === 'evicted') this.bornAt.delete(step.key)
    this.tell(step)
  }

  /** How long its time is over; 0 or less while it is not, or when the key is not there. */
  private lateMicros(key: string, now: number): number {
    return now - (this.bornAt.get(key) ?? now) - this.ttlMicros
  }
}
