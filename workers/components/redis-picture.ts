import type { Fact, Node } from '../network/node'
import type { Entry } from '../network/redis/database'
import type { Redis } from '../network/redis/redis'
import type { RedisKey } from '../systems/glyphs'

const TEXT_LENGTH = 24

type Lifetimes = Map<string, { readonly deadlineMs: number; readonly fullMs: number }>

/**
 * Shows the first keys of database 0 with what they hold and how long they live, as the fact `keyspace`. Remaining times
 * are those of the last command or cycle.
 */
export class RedisPicture {
  readonly #redis: Redis
  readonly #most: number
  readonly #keyspace: Fact
  /** Lifetimes as they were when a deadline was first seen, by key and deadline. */
  #lifetimes: Lifetimes = new Map()
  #shown = ''

  constructor(node: Node, redis: Redis, most: number) {
    this.#redis = redis
    this.#most = most
    this.#keyspace = node.fact('keyspace')
    this.#keyspace.set([])
  }

  show(): void {
    if (this.#most === 0) return
    const database = this.#redis.databases[0]
    if (database === undefined) return
    const keys: RedisKey[] = []
    const lifetimes: Lifetimes = new Map()
    for (const [key, entry] of database.entries()) {
      if (keys.length === this.#most) break
      if (database.isExpired(entry)) continue
      keys.push(this.#keyOf(key, entry, lifetimes))
    }
    this.#lifetimes = lifetimes
    const text = JSON.stringify(keys)
    if (text === this.#shown) return
    this.#shown = text
    this.#keyspace.set(keys)
  }

  #keyOf(key: string, entry: Entry, lifetimes: Lifetimes): RedisKey {
    const value = contentText(entry)
    if (entry.deadlineMs === null) return { key, value, leftMs: null, fullMs: null }
    const deadlineMs = Number(entry.deadlineMs)
    const leftMs = deadlineMs - this.#redis.nowMs
    const before = this.#lifetimes.get(key)
    const lifetime = before?.deadlineMs === deadlineMs ? before : { deadlineMs, fullMs: Math.max(1, leftMs) }
    lifetimes.set(key, lifetime)
    return { key, value, leftMs, fullMs: lifetime.fullMs }
  }
}

function contentText({ value }: Entry): string {
  switch (value.type) {
    case 'string':
      return shortText(value.text)
    case 'list':
      return `list of ${value.list.size}`
    case 'hash':
      return `hash of ${value.fields.size}`
    case 'set':
      return `set of ${value.members.size}`
    case 'zset':
      return `sorted set of ${value.zset.size}`
    case 'stream':
      return `stream of ${value.stream.length}`
  }
}

function shortText(text: string): string {
  return text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH - 1)}…` : text
}
