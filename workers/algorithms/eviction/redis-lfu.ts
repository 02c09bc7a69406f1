import type { Entry } from './entry-queue'
import { EvictionPolicy, type Row } from './eviction-policy'
import type { Lots } from './lots'
import { POOL_PLACES, SampledPool } from './sampled-pool'
import type { Tell } from './step'

/** What a new key starts with (LFU_INIT_VAL), so that it is not the next to leave; and the highest that 8 bits hold. */
export const INITIAL_COUNT = 5
export const HIGHEST_COUNT = 255

export interface RedisLfuOptions {
  /** The larger, the more uses it takes to raise the counter (lfu-log-factor). @default 10 */
  readonly logFactor?: number
  /** Idle time that takes one from the counter (lfu-decay-time); 0 for never. @default one minute */
  readonly decayMicros?: number
}

/**
 * The LFU of Redis (allkeys-lfu, evict.c): a counter of 8 bits a key that grows with the logarithm of the uses (Morris,
 * CACM 21:10, 1978) and falls while the key is idle. To make room, the lowest counter of a pool of sampled keys leaves.
 */
export class RedisLfu extends EvictionPolicy {
  private readonly pool: SampledPool
  private readonly logFactor: number
  private readonly decayMicros: number

  constructor(
    capacity: number,
    private readonly lots: Lots,
    { logFactor = 10, decayMicros = 60_000_000 }: RedisLfuOptions = {},
    tell?: Tell,
  ) {
    super(capacity, tell)
    this.pool = new SampledPool(lots)
    this.logFactor = logFactor
    this.decayMicros = decayMicros
  }

  rows(): readonly Row[] {
    const { pool } = this
    return [
      { name: 'keys', length: pool.size, capacity: this.capacity, entries: pool.all() },
      { name: 'pool', length: pool.length, capacity: POOL_PLACES, entries: scoresAsCounts(pool) },
    ]
  }

  protected use(entry: Entry, now: number): void {
    entry.count = raisedCount(this.decayed(entry, now), this.logFactor, this.lots)
    entry.usedAt = now
    this.tell({ kind: 'noted', key: entry.key, row: 'keys', note: { kind: 'counter', count: entry.count } })
  }

  protected admit(entry: Entry, now: number): boolean {
    this.makeRoom(entry.weight, now)
    this.keep(entry)
    this.pool.add(entry)
    entry.count = INITIAL_COUNT
    entry.usedAt = now
    this.tell({ kind: 'inserted', key: entry.key, row: 'keys', remembered: false })
    return true
  }

  protected evict(now: number): void {
    const { entry, score } = this.pool.takeBest((candidate) => HIGHEST_COUNT - this.decayed(candidate, now))
    this.drop(entry)
    const count = HIGHEST_COUNT - score
    const reason = { kind: 'lowest counter of the sampled', count, pool: this.pool.length + 1 } as const
    this.tell({ kind: 'evicted', key: entry.key, row: 'pool', reason })
  }

  protected override drop(entry: Entry): void {
    this.pool.remove(entry)
    super.drop(entry)
  }

  private decayed({ count, usedAt }: Entry, now: number): number {
    if (this.decayMicros === 0) return count
    return Math.max(0, count - Math.floor((now - usedAt) / this.decayMicros))
  }
}

/** One use: the counter c rises with a chance of 1 in (c − 5) · factor + 1 (LFULogIncr), up to 255. */
export function raisedCount(count: number, logFactor: number, lots: Lots): number {
  if (count >= HIGHEST_COUNT) return HIGHEST_COUNT
  const base = Math.max(0, count - INITIAL_COUNT)
  return lots.integer(base * logFactor + 1) === 0 ? count + 1 : count
}

function* scoresAsCounts(pool: SampledPool): Generator<{ key: string; count: number }> {
  for (const { key, count } of pool.row()) yield { key, count: HIGHEST_COUNT - (count ?? 0) }
}
