import type { Integer } from './integer64'
import type { EventClass } from './keyspace-events'
import { wrongType } from './refusal'
import type { Value, ValueType } from './value'

/** What a key holds and until when. */
export interface Entry {
  value: Value
  /** The last millisecond at which the key is alive, or null for ever. */
  deadlineMs: Integer | null
  /** In which order keys came, which is the order of SCAN. */
  readonly sequence: number
  usedAtMs: number
  /** The logarithmic counter of the LFU policies. */
  frequency: number
}

export type ValueOf<T extends ValueType> = Extract<Value, { type: T }>

/** What a database tells the server that it belongs to. */
export interface Keeper {
  readonly nowMs: number
  notify(kind: EventClass, event: string, key: string, database: number): void
  /** Clients that watch the key are told. */
  modified(database: Database, key: string): void
  /** The key has come, gone or grown: sizes are counted. */
  resized(database: Database, key: string): void
  /** Nothing is as it was. */
  replaced(): void
  /** Clients that wait for the key may be served. */
  signal(database: Database, key: string): void
  /** The key was beyond its deadline and is gone. */
  expired(database: Database, key: string): void
  looked(entry: Entry | undefined): void
}

const FIRST_FREQUENCY = 5

/** One numbered keyspace. Keys stand in the order in which they came. */
export class Database {
  readonly index: number
  readonly #keeper: Keeper
  #entries = new Map<string, Entry>()
  /** The keys with a deadline. */
  #mortal = new Map<string, Entry>()
  #sequence = 0

  constructor(index: number, keeper: Keeper) {
    this.index = index
    this.#keeper = keeper
  }

  /** Keys there, also those beyond their deadline that nobody has asked for since. */
  get size(): number {
    return this.#entries.size
  }

  get mortalSize(): number {
    return this.#mortal.size
  }

  entries(): IterableIterator<[string, Entry]> {
    return this.#entries.entries()
  }

  mortals(): IterableIterator<[string, Entry]> {
    return this.#mortal.entries()
  }

  /** The entry as it is, beyond its deadline or not. */
  peek(key: string): Entry | undefined {
    return this.#entries.get(key)
  }

  isExpired({ deadlineMs }: Entry): boolean {
    return deadlineMs !== null && this.#keeper.nowMs > deadlineMs
  }

  /** The living entry. One beyond its deadline goes now. */
  entry(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined || entry.deadlineMs === null || !this.isExpired(entry)) return entry
    this.#keeper.expired(this, key)
    return undefined
  }

  /** For commands that read: counts hits and misses, and tells of misses. */
  read(key: string): Value | undefined {
    const entry = this.entry(key)
    this.#keeper.looked(entry)
    if (entry === undefined) this.#keeper.notify('m', 'keymiss', key, this.index)
    return entry?.value
  }

  /** For commands that write. */
  write(key: string): Value | undefined {
    const entry = this.entry(key)
    if (entry !== undefined) this.#keeper.looked(entry)
    return entry?.value
  }

  /** @throws {Refusal} when the key holds another type */
  readOf<T extends ValueType>(key: string, type: T): ValueOf<T> | undefined {
    return ofType(this.read(key), type)
  }

  /** @throws {Refusal} when the key holds another type */
  writeOf<T extends ValueType>(key: string, type: T): ValueOf<T> | undefined {
    return ofType(this.write(key), type)
  }

  /** Adds a key that is not there. */
  add(key: string, value: Value): Entry {
    const { nowMs } = this.#keeper
    const sequence = ++this.#sequence
    const entry: Entry = { value, deadlineMs: null, sequence, usedAtMs: nowMs, frequency: FIRST_FREQUENCY }
    this.#entries.set(key, entry)
    this.#keeper.signal(this, key)
    this.#keeper.notify('n', 'new', key, this.index)
    return entry
  }

  /** Puts a value under a key, whatever was there. The deadline goes, unless it is kept. */
  set(key: string, value: Value, keepDeadline = false): void {
    const entry = this.entry(key)
    if (entry === undefined) this.add(key, value)
    else this.#overwrite(key, entry, value)
    if (!keepDeadline && entry !== undefined) this.clearDeadline(key)
    this.modified(key)
  }

  /** Takes the key away without telling of it. */
  delete(key: string): boolean {
    const entry = this.#entries.get(key)
    if (entry === undefined) return false
    this.#entries.delete(key)
    if (entry.deadlineMs !== null) this.#mortal.delete(key)
    if (entry.value.type === 'stream') this.#keeper.signal(this, key)
    this.#keeper.resized(this, key)
    return true
  }

  modified(key: string): void {
    this.#keeper.resized(this, key)
    this.#keeper.modified(this, key)
  }

  notify(kind: EventClass, event: string, key: string): void {
    this.#keeper.notify(kind, event, key, this.index)
  }

  /** A collection that has become empty is no key any more. */
  deleteEmpty(key: string): void {
    this.delete(key)
    this.notify('g', 'del', key)
  }

  setDeadline(key: string, deadlineMs: Integer): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    const isFirst = entry.deadlineMs === null
    entry.deadlineMs = deadlineMs
    this.#mortal.set(key, entry)
    if (isFirst) this.#keeper.resized(this, key)
  }

  /** @returns whether there was one */
  clearDeadline(key: string): boolean {
    const entry = this.#mortal.get(key)
    if (entry === undefined) return false
    entry.deadlineMs = null
    this.#mortal.delete(key)
    this.#keeper.resized(this, key)
    return true
  }

  /** Empties the database. */
  clear(): void {
    for (const key of this.#entries.keys()) this.#keeper.modified(this, key)
    const old = this.#entries
    this.#entries = new Map()
    this.#mortal = new Map()
    this.#keeper.replaced()
    for (const [key, { value }] of old) if (value.type === 'stream') this.#keeper.signal(this, key)
  }

  /** Everything changes places; clients keep the number they have selected. */
  swap(other: Database): void {
    for (const [one, two] of [
      [this, other],
      [other, this],
    ] as const) {
      for (const key of one.#entries.keys()) this.#keeper.modified(two, key)
      for (const key of one.#entries.keys()) this.#keeper.modified(one, key)
    }
    const [entries, mortal, sequence] = [this.#entries, this.#mortal, this.#sequence]
    this.#entries = other.#entries
    this.#mortal = other.#mortal
    this.#sequence = other.#sequence
    other.#entries = entries
    other.#mortal = mortal
    other.#sequence = sequence
    this.#keeper.replaced()
    for (const database of [this, other]) for (const key of database.#entries.keys()) this.#keeper.signal(database, key)
  }

  #overwrite(key: string, entry: Entry, value: Value): void {
    if (entry.value.type === 'stream') this.#keeper.signal(this, key)
    entry.value = value
  }
}

function ofType<T extends ValueType>(value: Value | undefined, type: T): ValueOf<T> | undefined {
  if (value !== undefined && value.type !== type) throw wrongType
  return value as ValueOf<T> | undefined
}
