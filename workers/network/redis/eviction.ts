import type { Database, Entry } from './database'
import { KeyLedger } from './key-ledger'
import type { Redis } from './redis'
import { decayed } from './usage'

/** The best candidates seen so far are kept between evictions (evict.c, EVPOOL_SIZE). */
const POOL_SIZE = 16
/** How often a random draw may miss the keys with a deadline before all are looked through. */
const MOST_MISSES = 64

interface Candidate {
  readonly database: Database
  readonly key: string
  /** The greater, the sooner it goes. */
  readonly score: number
}

/**
 * maxmemory: what goes when the keys take more than their share. Redis does not know the least recently used key; it
 * looks at maxmemory-samples random ones, keeps the best sixteen of all looks in a pool, and takes the best of those.
 * Sizes are the estimates of memory.ts.
 */
export class Eviction {
  /** Told of each key that goes. */
  onEvict: ((database: Database, key: string) => void) | null = null
  readonly #redis: Redis
  #ledgers: ReadonlyMap<Database, KeyLedger> | null = null
  #counts = false
  #pool: Candidate[] = []

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /** Bytes that the keys take; 0 while there is no limit and nobody has asked to count, which costs a look at each change. */
  get usedBytes(): number {
    let bytes = 0
    for (const ledger of this.#counted()?.values() ?? []) bytes += ledger.bytes
    return bytes
  }

  /** Counts from now on what the keys take, limit or not. */
  count(): void {
    this.#counts = true
  }

  /** A key has changed, or come, or gone. */
  update(database: Database, key: string): void {
    this.#ledgers?.get(database)?.update(key)
  }

  /** Everything has changed: databases were emptied or have changed places. */
  recount(): void {
    if (this.#ledgers !== null) this.#ledgers = null
  }

  /** @returns whether the keys fit now; false when the policy leaves nothing to take */
  makeRoom(): boolean {
    const limit = Number(this.#redis.config.get('maxmemory'))
    if (limit === 0) {
      if (!this.#counts) this.#ledgers = null
      return true
    }
    this.#open()
    const policy = this.#redis.config.get('maxmemory-policy') as string
    while (this.usedBytes > limit) {
      const victim = policy === 'noeviction' ? null : this.#victim(policy)
      if (victim === null) return false
      this.#evict(victim)
    }
    return true
  }

  #counted(): ReadonlyMap<Database, KeyLedger> | null {
    return this.#counts ? this.#open() : this.#ledgers
  }

  #open(): ReadonlyMap<Database, KeyLedger> {
    this.#ledgers ??= new Map(this.#redis.databases.map((database) => [database, new KeyLedger(database)]))
    return this.#ledgers
  }

  #evict({ database, key }: Pick<Candidate, 'database' | 'key'>): void {
    database.delete(key)
    database.modified(key)
    this.#redis.statistics.evicted++
    database.notify('e', 'evicted', key)
    this.#redis.propagate(database, ['DEL', key])
    this.onEvict?.(database, key)
  }

  #victim(policy: string): Pick<Candidate, 'database' | 'key'> | null {
    const isVolatile = policy.startsWith('volatile')
    if (policy.endsWith('random')) return this.#randomVictim(isVolatile)
    for (let looks = 0; looks < 2; looks++) {
      for (const [database, ledger] of this.#ledgers ?? []) this.#look(database, ledger, policy, isVolatile)
      while (this.#pool.length > 0) {
        const best = this.#pool.pop() as Candidate
        const entry = best.database.peek(best.key)
        if (entry !== undefined && (!isVolatile || entry.deadlineMs !== null)) return best
      }
    }
    return null
  }

  #randomVictim(isVolatile: boolean): Pick<Candidate, 'database' | 'key'> | null {
    for (const [database, ledger] of this.#ledgers ?? []) {
      const key = this.#draw(database, ledger, isVolatile)
      if (key !== null) return { database, key }
    }
    return null
  }

  /** Puts what a sample brings into the pool, in the order of scores. */
  #look(database: Database, ledger: KeyLedger, policy: string, isVolatile: boolean): void {
    const samples = Number(this.#redis.config.get('maxmemory-samples'))
    for (let drawn = 0; drawn < samples; drawn++) {
      const key = this.#draw(database, ledger, isVolatile)
      if (key === null) return
      const score = this.#score(database.peek(key) as Entry, policy)
      if (this.#pool.some((own) => own.key === key && own.database === database)) continue
      if (this.#pool.length === POOL_SIZE && score <= (this.#pool[0] as Candidate).score) continue
      const place = this.#pool.findIndex((own) => own.score > score)
      this.#pool.splice(place < 0 ? this.#pool.length : place, 0, { database, key, score })
      if (this.#pool.length > POOL_SIZE) this.#pool.shift()
    }
  }

  /** Idle time, rarity of use, or nearness of the end. */
  #score(entry: Entry, policy: string): number {
    if (policy === 'volatile-ttl') return -Number(entry.deadlineMs)
    return policy.endsWith('lfu') ? 255 - decayed(entry, this.#redis) : this.#redis.nowMs - entry.usedAtMs
  }

  #draw(database: Database, ledger: KeyLedger, isVolatile: boolean): string | null {
    if (ledger.size === 0 || (isVolatile && database.mortalSize === 0)) return null
    for (let miss = 0; miss < MOST_MISSES; miss++) {
      const key = ledger.keyAt(this.#redis.random.integer(ledger.size))
      if (!isVolatile || database.peek(key)?.deadlineMs !== null) return key
    }
    const chosen = this.#redis.random.integer(database.mortalSize)
    let at = 0
    for (const [key] of database.mortals()) if (at++ === chosen) return key
    return null
  }
}
