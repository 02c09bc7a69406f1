import { readRow, rowOf, writeRow } from '../../components/database-requests'
import { RedisClient } from '../../components/redis-client'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import { type FailureCause, failureOf, isSuccess } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import { DATABASE } from './model-loader'
import * as marks from './model-marks'
import { type MemoryEntry, type MemoryLevel, valueText } from './model-memory'
import type { Answer } from './model-reader'
import type { Settings } from './model-settings'
import { causeOf, SHARED } from './model-shared'
import type { CacheWitness } from './model-witness'

/** What the guide takes when it is not told. */
const DEFAULT_SECONDS = 3600

/** A level of the guide: a value or null, and null means miss. Times to live are seconds. */
interface GuideLevel {
  get(key: string): Process<string | null>
  set(key: string, value: string | null, seconds?: number): Process<void>
}

/** The guide's cache in the memory of a process. */
class GuideMemory implements GuideLevel {
  constructor(
    private readonly node: Node,
    private readonly memory: MemoryLevel,
    private readonly hits: Gauge,
  ) {}

  *get(key: string): Process<string | null> {
    const found = this.memory.get(key)
    if (found.kind !== 'fresh' || found.entry.value === null) return null
    this.hits.add(1)
    const { value, freshUntil } = found.entry
    this.node.mark(marks.hit, { key, value, level: 'memory', left: freshUntil - this.node.now, chance: 0 })
    return value
  }

  *set(key: string, value: string | null, seconds = DEFAULT_SECONDS, below: Micros | null = null): Process<void> {
    const { now } = this.node
    const until = now + Math.round(seconds * 1_000_000)
    const entry = { value, version: 0, loadedAt: now, loadMicros: 0, freshUntil: until, staleUntil: until }
    if (value !== null) this.memory.put(key, { ...entry, sharedUntil: until } satisfies MemoryEntry, below, now)
  }
}

/** The guide's cache in Redis. */
class GuideRedis implements GuideLevel {
  constructor(
    private readonly node: Node,
    private readonly redis: RedisClient,
    private readonly hits: Gauge,
  ) {}

  *get(key: string): Process<string | null> {
    const outcome = yield* this.redis.command('GET', key)
    if (outcome.kind !== 'reply') {
      this.node.mark(marks.swallowed, { key, what: 'get', cause: causeOf(outcome) })
      // @flaw A Redis that is down and a key that is not there are the same null: an outage sends everybody to the database.
      return null
    }
    if (typeof outcome.value !== 'string') {
      this.node.mark(marks.missed, { key, level: 'the shared cache', reason: 'never here or expired' })
      return null
    }
    // @flaw What was stored as null is read as null, and that means miss: the answer “there is nothing” is never kept.
    const value: string | null = JSON.parse(outcome.value)
    if (value === null) this.node.mark(marks.readAsMiss, { key })
    else this.tellHit(key, value)
    return value
  }

  *set(key: string, value: string | null, seconds = DEFAULT_SECONDS): Process<void> {
    const outcome = yield* this.redis.command('SETEX', key, String(seconds), JSON.stringify(value))
    // @flaw SETEX refuses 0, −1 and 0.5 s. The error is caught here, so nothing is cached and nobody hears of it.
    if (outcome.kind !== 'reply') this.node.mark(marks.swallowed, { key, what: 'set', cause: causeOf(outcome) })
  }

  private tellHit(key: string, value: string): void {
    this.hits.add(1)
    this.node.mark(marks.hit, { key, value, level: 'the shared cache', left: 0, chance: 0 })
  }
}

/** The guide's levels, one behind the other, and an application that asks them before the database. */
export class GuideCache {
  private readonly levels: readonly GuideLevel[]
  private readonly loads: Gauge
  /** How many load each key now. Nobody looks at it but the picture. */
  private readonly loading = new Map<string, number>()
  private readonly seconds: number

  constructor(
    private readonly node: Node,
    memory: MemoryLevel | null,
    private readonly settings: Settings,
    private readonly witness: CacheWitness,
  ) {
    const redis = new RedisClient(node, () => SHARED, settings.timeout)
    const [hits, sharedHits] = [node.gauge('hits'), node.gauge('shared hits')]
    this.loads = node.gauge('loads')
    for (const gauge of [hits, sharedHits, this.loads]) gauge.set(0)
    this.seconds = settings.ttl / 1_000_000
    this.levels = [
      ...(memory === null ? [] : [new GuideMemory(node, memory, hits)]),
      ...(settings.hasShared ? [new GuideRedis(node, redis, sharedHits)] : []),
    ]
  }

  *read(key: string): Process<Answer> {
    const value = yield* this.get(key)
    if (value === null) return yield* this.load(key)
    return { kind: 'value', value, freshUntil: this.witness.deadlineBelow(key) ?? this.node.now }
  }

  *write(key: string, value: string): Process<FailureCause | null> {
    const { node, settings } = this
    const reply = yield* node.request(DATABASE, writeRow(key, value), { timeoutMicros: settings.timeout })
    if (!isSuccess(reply)) return failureOf(reply)
    // @flaw There is no delete over the levels. All that is left is to set the new value, which races with other writers,
    // and the memories of other apps keep what they have.
    yield* this.set(key, value, this.seconds)
    node.mark(marks.wroteEverywhere, { key, value })
    return null
  }

  /** Fills all levels, as a deploy does. */
  *fillAll(key: string, value: string): Process<void> {
    yield* this.set(key, value, this.seconds)
  }

  private *get(key: string): Process<string | null> {
    for (const [index, level] of this.levels.entries()) {
      const value = yield* level.get(key)
      if (value === null) continue
      // @flaw The time to live is lost on the way up: an entry with 5 s to go below is kept for the default hour above.
      for (const above of this.levels.slice(0, index)) yield* this.fill(above, key, value)
      return value
    }
    return null
  }

  private *fill(level: GuideLevel, key: string, value: string): Process<void> {
    if (level instanceof GuideMemory) yield* level.set(key, value, DEFAULT_SECONDS, this.witness.deadlineBelow(key))
    else yield* level.set(key, value)
  }

  private *load(key: string): Process<Answer> {
    const { node, witness } = this
    // @flaw No single flight: whoever misses asks the database, a hundred at once for one key.
    const others = this.loading.get(key) ?? 0
    const because =
      others === 0 ? 'the levels say null' : `the levels say null, and ${others} others here are loading it`
    node.mark(marks.loads, { key, because })
    this.loading.set(key, others + 1)
    this.loads.add(1)
    const began = node.now
    witness.loadBegins(key, node.name, node.name, began)
    const reply = yield* node.request(DATABASE, readRow(key), { timeoutMicros: this.settings.timeout })
    witness.loadEnds(key, node.name, node.name)
    this.loading.set(key, (this.loading.get(key) ?? 1) - 1)
    if (reply.kind === 'failed' || !isSuccess(reply)) {
      const failure = failureOf(reply)
      node.mark(marks.notLoaded, { key, ...failure })
      return { kind: 'failed', failure }
    }
    const { found, value } = rowOf(reply.response)
    const text = found ? String(value) : null
    const told = { key, value: valueText(text), took: node.now - began }
    node.mark(marks.loaded, { ...told, life: this.settings.ttl })
    // @flaw No jitter and no version: all that came together ends together, and a late set goes over a newer value.
    yield* this.set(key, text, this.seconds)
    return { kind: 'value', value: text, freshUntil: node.now + this.settings.ttl }
  }

  private *set(key: string, value: string | null, seconds: number): Process<void> {
    yield* this.node.all(this.levels.map((level) => level.set(key, value, seconds)))
  }
}
