import { earlyRefreshChance, refreshesEarly } from '../../algorithms/caching/early-refresh'
import type { SharedEntry } from '../../algorithms/caching/entry-text'
import { copyUntil } from '../../algorithms/caching/lifetimes'
import type { TimedEntry } from '../../algorithms/caching/timed-entries'
import { SingleFlight } from '../../components/single-flight'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import type { FailureCause } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import type { Loaded, Loader } from './model-loader'
import * as marks from './model-marks'
import { keyOfName, type MemoryEntry, type MemoryLevel, valueText } from './model-memory'
import type { Settings } from './model-settings'
import type { SharedLevel } from './model-shared'

/** How long who finds a lease taken waits before it asks again. */
const LEASE_WAIT: Micros = 5_000
const MEMORY = 'memory'
const SHARED_CACHE = 'the shared cache'

export type Answer =
  /** Null is an answer: there is nothing. `freshUntil` bounds what the levels above may keep it for. */
  | { readonly kind: 'value'; readonly value: string | null; readonly freshUntil: Micros }
  | { readonly kind: 'failed'; readonly failure: FailureCause }

export interface Levels {
  readonly memory: MemoryLevel | null
  readonly shared: SharedLevel | null
  readonly loader: Loader
}

/** Reads through the levels: memory, shared cache, database; what was found below is kept above, never for longer. */
export class Reader {
  private readonly fetches: SingleFlight<Answer>
  private readonly loads: SingleFlight<Loaded>
  private readonly lots: RandomStream
  private readonly hits: Gauge
  private readonly sharedHits: Gauge

  constructor(
    private readonly node: Node,
    private readonly levels: Levels,
    private readonly settings: Settings,
  ) {
    this.fetches = new SingleFlight(node)
    this.loads = new SingleFlight(node)
    this.lots = node.random('early refresh')
    this.hits = node.gauge('hits')
    this.sharedHits = node.gauge('shared hits')
    this.hits.set(0)
    this.sharedHits.set(0)
  }

  *read(key: string): Process<Answer> {
    const name = yield* this.nameOf(key)
    if (name === null) return answerOf(yield* this.levels.loader.load(key, 'nobody knows its generation'))
    const { now } = this.node
    const own = this.levels.memory?.get(name)
    if (own?.kind === 'fresh') return this.answerFresh(name, own.entry as MemoryEntry, MEMORY)
    const held = own?.kind === 'stale' ? own.entry : null
    if (held !== null && now <= held.freshUntil + this.settings.staleWhileRevalidate)
      return this.answerStale(name, held, MEMORY)
    if (own?.kind === 'missing') this.node.mark(marks.missed, { key, level: MEMORY, reason: own.reason })
    const fetched = yield* this.fetchOnce(name)
    if (fetched.kind === 'failed' && held !== null && now <= held.freshUntil + this.settings.staleIfError)
      return this.standIn(name, held, MEMORY, fetched.failure)
    return fetched
  }

  /** Who asks for it from now on does not wait along for what was asked for before. */
  outdate(name: string): void {
    for (const flights of [this.fetches, this.loads]) flights.outdate((one) => one === name)
  }

  /** Stores what was loaded or written, unless something newer forbids it. @returns whether the levels have it now */
  *keep(name: string, entry: SharedEntry, token: string | null): Process<boolean> {
    const { node, levels, settings } = this
    const staleFor = Math.max(settings.staleWhileRevalidate, settings.staleIfError)
    const life = entry.freshUntil + staleFor - node.now
    if (life <= 0 || entry.freshUntil <= entry.loadedAt) return false
    const told = { key: keyOfName(name), value: valueText(entry.value) }
    let below: Micros | null = null
    if (levels.shared !== null) {
      const stored = yield* levels.shared.set(name, entry, life, token)
      if (stored.kind === 'refused') {
        node.mark(marks.refusedLate, { ...told, why: stored.why })
        return false
      }
      if (stored.kind === 'down') node.mark(marks.sharedDown, { ...told, what: 'it is not kept', cause: stored.why })
      else below = entry.freshUntil + staleFor
    }
    this.copy(name, entry, below, entry.loadedAt)
    return levels.shared === null || below !== null
  }

  private copy(name: string, entry: SharedEntry, below: Micros | null, askedAt: Micros): void {
    const { staleWhileRevalidate, staleIfError, memoryTtl } = this.settings
    const freshUntil = copyUntil(this.node.now, memoryTtl, entry.freshUntil)
    const staleUntil = freshUntil + Math.max(staleWhileRevalidate, staleIfError)
    const copy: MemoryEntry = { ...entry, freshUntil, staleUntil, sharedUntil: entry.freshUntil }
    if (staleUntil >= this.node.now) this.levels.memory?.put(name, copy, below, askedAt)
  }

  /** The name under which levels keep a key: with versioned keys its generation is a part of it. */
  private *nameOf(key: string): Process<string | null> {
    const { shared } = this.levels
    if (this.settings.invalidation !== 'versioned' || shared === null) return key
    const generation = yield* shared.generation(key)
    return generation === null ? null : `${key}#${generation}`
  }

  private *fetchOnce(name: string): Process<Answer> {
    if (this.settings.flight === 'none') return yield* this.fetch(name)
    const waiting = this.fetches.waitingFor(name)
    if (waiting !== null) this.node.mark(marks.joined, { key: keyOfName(name), waiting: waiting + 1 })
    return (yield* this.fetches.run(name, () => this.fetch(name))).result
  }

  private *fetch(name: string): Process<Answer> {
    const { node, levels } = this
    const key = keyOfName(name)
    if (levels.shared === null) return answerOf(yield* this.loadOnce(name, null, 'it is not in the memory'))
    for (;;) {
      const asked = node.now
      const found = yield* levels.shared.get(name)
      const answer = found.kind === 'hit' ? yield* this.fromShared(name, found.entry, asked) : null
      if (answer !== null) return answer
      if (found.kind === 'hit' || found.kind === 'wait') {
        node.mark(marks.waits, { key, wait: LEASE_WAIT })
        yield* node.sleep(LEASE_WAIT)
        continue
      }
      if (found.kind === 'miss') return answerOf(yield* this.loadOnce(name, found.token, 'it is in no level'))
      node.mark(marks.sharedDown, { key, what: 'the database is asked', cause: found.cause })
      return answerOf(yield* this.loadOnce(name, null, 'the shared cache does not answer'))
    }
  }

  /** Null when it is over and another app has the lease to load it. */
  private *fromShared(name: string, entry: SharedEntry, asked: Micros): Process<Answer | null> {
    const { staleWhileRevalidate, staleIfError } = this.settings
    const late = this.node.now - entry.freshUntil
    if (late <= 0) {
      this.sharedHits.add(1)
      const staleUntil = entry.freshUntil + Math.max(staleWhileRevalidate, staleIfError)
      this.copy(name, entry, staleUntil, asked)
      return this.answerFresh(name, { ...entry, staleUntil, sharedUntil: entry.freshUntil }, SHARED_CACHE)
    }
    if (late <= staleWhileRevalidate) return this.answerStale(name, { ...entry, staleUntil: 0 }, SHARED_CACHE)
    const loaded = yield* this.renew(name, 'what the shared cache has is over')
    if (loaded === null) return null
    if (loaded.kind === 'failed' && late <= staleIfError)
      return this.standIn(name, { ...entry, staleUntil: 0 }, SHARED_CACHE, loaded.failure)
    return answerOf(loaded)
  }

  private answerFresh(name: string, entry: MemoryEntry, level: string): Answer {
    const { node, settings } = this
    const key = keyOfName(name)
    if (level === MEMORY) this.hits.add(1)
    const left = entry.freshUntil - node.now
    const value = valueText(entry.value)
    const drawn = settings.beta > 0 && entry.loadMicros > 0 && this.loads.waitingFor(name) === null
    const sharedLeft = entry.sharedUntil - node.now
    const chance = drawn ? earlyRefreshChance(sharedLeft, entry.loadMicros, settings.beta) : 0
    node.mark(marks.hit, { key, value, level, left, chance })
    const lot = drawn ? 1 - this.lots.unit() : 1
    if (drawn && refreshesEarly(node.now, entry.sharedUntil, entry.loadMicros, settings.beta, lot)) {
      node.mark(marks.early, { key, left: sharedLeft, chance })
      this.renewBeside(name, 'early, by lot')
    }
    return { kind: 'value', value: entry.value, freshUntil: entry.freshUntil }
  }

  private answerStale(name: string, entry: TimedEntry<string | null>, level: string): Answer {
    const { node } = this
    const late = node.now - entry.freshUntil
    node.mark(marks.stale, { key: keyOfName(name), value: valueText(entry.value), level, late })
    this.renewBeside(name, 'what is kept is over')
    return { kind: 'value', value: entry.value, freshUntil: node.now }
  }

  private standIn(name: string, entry: TimedEntry<string | null>, level: string, { cause }: FailureCause): Answer {
    const late = this.node.now - entry.freshUntil
    this.node.mark(marks.staleOnError, { key: keyOfName(name), value: valueText(entry.value), level, late, cause })
    return { kind: 'value', value: entry.value, freshUntil: this.node.now }
  }

  private renewBeside(name: string, because: string): void {
    if (this.loads.waitingFor(name) === null) this.node.spawn(`renew ${name}`, this.renew(name, because))
  }

  /** Loads what a level has still; where leases are used, by the one that gets it: null for the others. */
  private *renew(name: string, because: string): Process<Loaded | null> {
    const { flight } = this.settings
    const token = flight === 'lease' ? yield* this.levels.shared?.lease(name) ?? nothing() : null
    if (flight === 'lease' && token === null) return null
    return yield* this.loadOnce(name, token, because)
  }

  private *loadOnce(name: string, token: string | null, because: string): Process<Loaded> {
    if (this.settings.flight === 'none') return yield* this.load(name, token, because)
    return (yield* this.loads.run(name, () => this.load(name, token, because))).result
  }

  private *load(name: string, token: string | null, because: string): Process<Loaded> {
    const loaded = yield* this.levels.loader.load(name, because)
    if (loaded.kind === 'loaded') yield* this.keep(name, loaded.entry, token)
    return loaded
  }
}

function answerOf(loaded: Loaded): Answer {
  if (loaded.kind === 'failed') return loaded
  return { kind: 'value', value: loaded.entry.value, freshUntil: loaded.entry.freshUntil }
}

/** A process that has nothing to wait for. */
export function* nothing(): Process<null> {
  return null
}
