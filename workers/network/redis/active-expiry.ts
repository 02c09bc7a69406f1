import type { Database, Entry } from './database'
import type { Redis } from './redis'

/** ACTIVE_EXPIRE_CYCLE_KEYS_PER_LOOP of 7.0.15. */
const KEYS_PER_LOOP = 20
/** ACTIVE_EXPIRE_CYCLE_ACCEPTABLE_STALE: above this share of 100 the cycle goes on. The documentation says 25. */
const ACCEPTABLE_STALE = 10
/** Redis stops after 25 % of a tick of its CPU time; without a CPU the bound is a number of loops. */
const MOST_LOOPS = 16

/**
 * The cycle that removes keys nobody asks for (expire.c): ten times a second it looks at 20 keys with a deadline at a
 * time, and goes on in the same database while more than 10 % of them were stale. The embedding calls `cycle`.
 */
export class ActiveExpiry {
  isEnabled = true
  readonly #redis: Redis
  /** Where the last look at each database ended; keys are visited in turn, as Redis walks its buckets. */
  readonly #walks = new Map<Database, Iterator<[string, Entry]>>()

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /** @returns how many keys it has removed */
  cycle(): number {
    if (!this.isEnabled) return 0
    this.#redis.readClock()
    let removed = 0
    for (const database of this.#redis.databases) {
      for (let loop = 0; loop < MOST_LOOPS && database.mortalSize > 0; loop++) {
        const most = Math.min(KEYS_PER_LOOP, database.mortalSize)
        const stale = this.#loop(database, most)
        removed += stale
        if (stale * 100 <= ACCEPTABLE_STALE * most) break
      }
    }
    this.#redis.settle()
    return removed
  }

  #loop(database: Database, most: number): number {
    let stale = 0
    for (let looked = 0; looked < most && database.mortalSize > 0; looked++) {
      const next = this.#next(database)
      if (next === null) break
      const [key, entry] = next
      if (!database.isExpired(entry)) continue
      this.#redis.expired(database, key)
      stale++
    }
    return stale
  }

  #next(database: Database): [string, Entry] | null {
    const known = this.#walks.get(database)?.next()
    if (known !== undefined && known.done !== true) return known.value
    const walk = database.mortals()
    this.#walks.set(database, walk)
    const first = walk.next()
    return first.done === true ? null : first.value
  }
}
