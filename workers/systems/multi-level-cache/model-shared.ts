import { entryText, parseEntry, type SharedEntry } from '../../algorithms/caching/entry-text'
import { isOk, RedisClient, type RedisOutcome } from '../../components/redis-client'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import type { Node } from '../../network/node'
import { getOrLease } from '../../network/redis/scripts/get-or-lease'
import { setIfNewer } from '../../network/redis/scripts/set-if-newer'
import { setWithLease } from '../../network/redis/scripts/set-with-lease'
import type { Settings } from './model-settings'

export const SHARED = 'redis'
export const INVALIDATIONS = 'invalidations'
export const DIRTY = 'dirty'
/** A lease ends by itself after this time, so that an app that crashes with it holds up nobody for longer. */
const LEASE: Micros = 2_000_000

export type SharedLookup =
  | { readonly kind: 'hit'; readonly entry: SharedEntry }
  /** `token`: the lease to load it, where leases are used. */
  | { readonly kind: 'miss'; readonly token: string | null }
  | { readonly kind: 'wait' }
  | { readonly kind: 'down'; readonly cause: string }

export type Stored = { readonly kind: 'stored' } | { readonly kind: 'refused' | 'down'; readonly why: string }

/** The second level: a Redis that all apps share. Entries are texts, see `entryText`; deadlines are whole milliseconds. */
export class SharedLevel {
  private readonly redis: RedisClient
  private readonly tokens: RandomStream

  constructor(
    node: Node,
    private readonly settings: Settings,
  ) {
    const connection = settings.invalidation === 'tracking' ? node.name : ''
    this.redis = new RedisClient(node, () => SHARED, settings.timeout, connection)
    this.tokens = node.random('tokens')
  }

  *get(name: string): Process<SharedLookup> {
    if (this.settings.flight === 'lease') return yield* this.getWithLease(name)
    const outcome = yield* this.redis.command('GET', name)
    if (outcome.kind !== 'reply') return { kind: 'down', cause: causeOf(outcome) }
    return found(outcome.value) ?? { kind: 'miss', token: null }
  }

  private *getWithLease(name: string): Process<SharedLookup> {
    const token = this.token()
    const outcome = yield* this.redis.script(getOrLease, [name, leaseOf(name)], [token, milliseconds(LEASE)])
    if (outcome.kind !== 'reply') return { kind: 'down', cause: causeOf(outcome) }
    const [what, text] = outcome.value as readonly string[]
    if (what === 'hit') return found(text ?? '') ?? { kind: 'miss', token: null }
    return what === 'lease' ? { kind: 'miss', token } : { kind: 'wait' }
  }

  /** The lease alone, to load anew what is still there; null when another one has it. */
  *lease(name: string): Process<string | null> {
    const token = this.token()
    const outcome = yield* this.redis.command('SET', leaseOf(name), token, 'NX', 'PX', milliseconds(LEASE))
    return isOk(outcome) ? token : null
  }

  /** @param life how long Redis keeps it */
  *set(name: string, entry: SharedEntry, life: Micros, token: string | null): Process<Stored> {
    const text = entryText(entry)
    if (token !== null) {
      const outcome = yield* this.redis.script(setWithLease, [name, leaseOf(name)], [token, text, milliseconds(life)])
      return stored(outcome, 'its lease was taken away by a write')
    }
    if (this.settings.comparesVersions) {
      const outcome = yield* this.redis.script(setIfNewer, [name], [String(entry.version), text, milliseconds(life)])
      return stored(outcome, 'it has a newer version')
    }
    return stored(yield* this.redis.command('SET', name, text, 'PX', milliseconds(life)), 'it says no')
  }

  /** The value and the right to store a late one. @returns whether Redis has answered */
  *delete(name: string): Process<boolean> {
    const keys = this.settings.flight === 'lease' ? [name, leaseOf(name)] : [name]
    return (yield* this.redis.command('DEL', ...keys)).kind === 'reply'
  }

  /** Takes away the lease of whoever is loading what was there before a write. */
  *revoke(name: string): Process<void> {
    if (this.settings.flight === 'lease') yield* this.redis.command('DEL', leaseOf(name))
  }

  *publish(key: string, by: string): Process<void> {
    yield* this.redis.command('PUBLISH', INVALIDATIONS, `${key} ${by}`)
  }

  /** The generation of a key that has versioned names; null when Redis does not answer. */
  *generation(key: string): Process<number | null> {
    const outcome = yield* this.redis.command('GET', `generation:${key}`)
    return outcome.kind === 'reply' ? Number(outcome.value === false ? 0 : outcome.value) : null
  }
  *nextGeneration(key: string): Process<number | null> {
    const outcome = yield* this.redis.command('INCR', `generation:${key}`)
    return outcome.kind === 'reply' ? Number(outcome.value) : null
  }

  /**
   * For write-behind: kept without an end until the database has it. Both in one transaction: between them the flusher would
   * take the value for one that the database has. @returns whether the key waited already, null for no answer
   */
  *setDirty(name: string, entry: SharedEntry): Process<boolean | null> {
    const outcome = yield* this.redis.transaction([
      ['SET', name, entryText(entry)],
      ['SADD', DIRTY, name],
    ])
    return outcome.kind === 'reply' && Array.isArray(outcome.value) ? outcome.value[1] === 0 : null
  }

  private token(): string {
    return this.tokens.uint32().toString(16).padStart(8, '0')
  }
}

export function milliseconds(micros: Micros): string {
  return String(Math.max(1, Math.round(micros / 1000)))
}

function leaseOf(name: string): string {
  return `lease:${name}`
}

function found(value: unknown): SharedLookup | null {
  const entry = typeof value === 'string' ? parseEntry(value) : null
  return entry === null ? null : { kind: 'hit', entry }
}

function stored(outcome: RedisOutcome, why: string): Stored {
  if (outcome.kind !== 'reply') return { kind: 'down', why: causeOf(outcome) }
  return outcome.value === 0 ? { kind: 'refused', why } : { kind: 'stored' }
}

export function causeOf(outcome: Exclude<RedisOutcome, { kind: 'reply' }>): string {
  return outcome.kind === 'error' ? outcome.text : outcome.failure.cause
}
