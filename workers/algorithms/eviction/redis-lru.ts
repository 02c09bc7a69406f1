import type { Entry } from './entry-queue'
import { EvictionPolicy, type Row } from './eviction-policy'
import type { Lots } from './lots'
import { POOL_PLACES, SampledPool } from './sampled-pool'
import type { Tell } from './step'

/**
 * The LRU of Redis (allkeys-lru, evict.c): no list, only the time of the last use with every key. To make room, five keys
 * are drawn at random into a pool of the sixteen that were idle longest, and the best of the pool leaves. Near to LRU at
 * a few bytes a key. Redis keeps that time in whole seconds (LRU_CLOCK_RESOLUTION 1,000 ms); here it is exact.
 */
export class RedisLru extends EvictionPolicy {
  private readonly pool: SampledPool

  constructor(capacity: number, lots: Lots, tell?: Tell) {
    super(capacity, tell)
    this.pool = new SampledPool(lots)
  }

  rows(): readonly Row[] {
    const { pool } = this
    return [
      { name: 'keys', length: pool.size, capacity: this.capacity, entries: withoutCounts(pool) },
      { name: 'pool', length: pool.length, capacity: POOL_PLACES, entries: pool.row() },
    ]
  }

  protected use(entry: Entry, now: number): void {
    entry.usedAt = now
    this.tell({ kind: 'noted', key: entry.key, row: 'keys', note: { kind: 'nothing' } })
  }

  protected admit(entry: Entry, now: number): boolean {
    this.makeRoom(entry.weight, now)
    this.keep(entry)
    this.pool.add(entry)
    entry.usedAt = now
    this.tell({ kind: 'inserted', key: entry.key, row: 'keys', remembered: false })
    return true
  }

  protected evict(now: number): void {
    const { entry, score } = this.pool.takeBest(({ usedAt }) => now - usedAt)
    this.drop(entry)
    const reason = { kind: 'idle longest of the sampled', idleMicros: score, pool: this.pool.length + 1 } as const
    this.tell({ kind: 'evicted', key: entry.key, row: 'pool', reason })
  }

  protected override drop(entry: Entry): void {
    this.pool.remove(entry)
    super.drop(entry)
  }
}

function* withoutCounts(pool: SampledPool): Generator<{ key: string; count: null }> {
  for (const { key } of pool.all()) yield { key, count: null }
}
