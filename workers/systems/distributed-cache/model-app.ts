import { TimedEntries } from '../../algorithms/caching/timed-entries'
import type { RowValue } from '../../algorithms/storage/row-table'
import { operationOf } from '../../components/database-requests'
import { type HealthOptions, HealthProber } from '../../components/health-prober'
import { deleteLeased, flushLeased } from '../../components/leased-store'
import type { NewestReadWitness } from '../../components/newest-read-witness'
import { SingleFlight } from '../../components/single-flight'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { failureOf, isSuccess, type Request, type Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import type { Plain } from '../../protocol'
import { CacheClient } from './model-cache-client'
import { CacheReader, type Found, type Row } from './model-cache-reader'
import type { Fleet } from './model-fleet'
import type { HotKeys } from './model-hot-keys'
import type { LoadWitness } from './model-load-witness'
import * as marks from './model-marks'

export interface AppOptions {
  readonly database: string
  readonly cacheTimeoutMicros: Micros
  readonly health: HealthOptions
  /** How long a node keeps a row; the node that stands in keeps it for a shorter time. */
  readonly lifeMicros: Micros
  readonly gutterLifeMicros: Micros
  /** Wait of one who finds a lease out. */
  readonly waitMicros: Micros
  /** How a hot key is spread: not at all, in the memory of applications, or over all nodes. */
  readonly hot: 'none' | 'near' | 'spread'
  readonly nearLifeMicros: Micros
  /** Other applications that are told which rows have changed, so that their own memory forgets them. */
  readonly near: readonly string[]
  /** Whether all who want a key at a time wait for one question. */
  readonly coalesces: boolean
  /** Whether a node that comes back is emptied before it is asked. */
  readonly flushes: boolean
  readonly keys: readonly string[]
  /** For how long a delete is repeated that a node has not answered; 0 does not repeat it. */
  readonly persistMicros: Micros
}

/** What applications share. */
export interface Shared {
  readonly hotKeys: HotKeys
  readonly reads: NewestReadWitness
  readonly loads: LoadWitness
}

const NEAR_ENTRIES = 16
/** Begins the label of what an application tells another one about a row. */
const CHANGED = 'changed '

/**
 * An application with the cache client in it: finds the node of a key, loads what is missing, makes nodes forget what
 * it writes, and watches which nodes answer.
 *
 * Reading: fact `map` (ShardPicture[]), `asked:<node>`, `loads` under way, `waiting` for a lease, `hits`, `misses`.
 */
export class CacheApp implements Component {
  readonly #node: Node
  readonly #near = new TimedEntries<RowValue>(NEAR_ENTRIES)
  readonly #reader: CacheReader
  readonly #client: CacheClient
  readonly #flights: SingleFlight<Found>
  readonly #nearHits: Gauge
  readonly #nearLosses = new Map<string, number>()

  constructor(
    node: Node,
    private readonly fleet: Fleet,
    private readonly shared: Shared,
    private readonly options: AppOptions,
  ) {
    this.#node = node
    this.#client = new CacheClient(node, fleet, options.cacheTimeoutMicros, () => this.#show())
    this.#reader = new CacheReader(node, fleet, shared, options, this.#client)
    this.#flights = new SingleFlight(node)
    this.#nearHits = node.gauge('near')
    this.#nearHits.set(0)
    this.#show()
  }

  /** Where the nodes themselves find out who is gone, an application does not look. */
  *start(): Process {
    if (this.fleet.slots !== null) return
    const prober = new HealthProber(this.#node, this.options.health)
    yield* this.#node.all(
      this.fleet.caches.map((cache) =>
        prober.watch(cache, (isWell) => {
          this.#node.spawnFresh(`${cache} has changed`, isWell ? this.#takesBack(cache) : this.#findsOut(cache))
        }),
      ),
    )
  }

  *handle(request: Request): Process<Response> {
    if (request.label.startsWith(CHANGED)) return this.#hearsOfChange(request.key ?? '')
    const operation = operationOf(request)
    const { key } = request
    if (key === undefined || operation === null)
      return { status: 400, failure: { cause: 'no key', by: this.#node.name } }
    return operation.kind === 'write'
      ? yield* this.#write(request, key, operation.value)
      : yield* this.#read(request, key)
  }

  *#read(request: Request, key: string): Process<Response> {
    const node = this.#node
    const { hotKeys, reads } = this.shared
    hotKeys.count(key, node.now)
    const before = reads.reads(key)
    const near = this.options.hot === 'near' ? this.#near.get(key, node.now) : null
    if (near?.kind === 'fresh') {
      this.#nearHits.add(1)
      node.mark(marks.nearHit, { key, left: near.entry.freshUntil - node.now })
      reads.found(key, near.entry.value, before)
      return { status: 200, body: { value: near.entry.value } }
    }
    const began = this.#nearLosses.get(key) ?? 0
    const found = yield* this.#ask(key, request.workMicros)
    if ('failure' in found) return { status: 502, failure: found.failure }
    const { value } = found.row
    reads.found(key, value, before)
    const isChanged = (this.#nearLosses.get(key) ?? 0) !== began
    if (this.options.hot === 'near' && hotKeys.has(key) && value !== null && !isChanged) this.#keepNear(key, found.row)
    return { status: 200, body: { value } as Plain }
  }

  /** A question of this process may serve all who want the key now. */
  *#ask(key: string, workMicros: Micros | undefined): Process<Found> {
    if (!this.options.coalesces) return yield* this.#reader.read(key, workMicros)
    const waiting = this.#flights.waitingFor(key)
    if (waiting !== null) this.#node.mark(marks.joins, { key, waiting: waiting + 1 })
    return (yield* this.#flights.run(key, () => this.#reader.read(key, workMicros))).result
  }

  #keepNear(key: string, { value, version }: Row): void {
    const loadedAt = this.#node.now
    const until = loadedAt + this.options.nearLifeMicros
    this.#near.put(key, { value: value as RowValue, version, loadedAt, freshUntil: until, staleUntil: until })
  }

  /** The row first, then every copy: who reads after the answer finds no old one where it can be helped. */
  *#write(request: Request, key: string, value: RowValue): Process<Response> {
    const node = this.#node
    const { reads } = this.shared
    const began = reads.begins()
    const reply = yield* node.request(this.options.database, request)
    if (!isSuccess(reply)) return { status: 502, failure: failureOf(reply) }
    this.#losesNear(key)
    const homes = this.#mayHave(key)
    node.mark(marks.invalidated, { key, caches: homes })
    const told = yield* node.all(homes.map((cache) => this.#forget(cache, key)))
    // Only now: whoever asks a cache before that could find the old row there and keep it again.
    yield* node.all(this.options.near.map((app) => this.#tellNear(app, key)))
    this.#losesNear(key)
    if (this.options.persistMicros > 0 && told.includes(false))
      return { status: 503, failure: { cause: 'the cache could not be told', by: node.name } }
    reads.wrote(key, value, began)
    return { status: 200 }
  }

  /** What is being read at this moment may be old too, so it is not kept. */
  #losesNear(key: string): boolean {
    this.#nearLosses.set(key, (this.#nearLosses.get(key) ?? 0) + 1)
    this.#flights.outdate((each) => each === key)
    return this.#near.delete(key)
  }

  *#tellNear(app: string, key: string): Process {
    const request: Request = { label: `${CHANGED}${key}`, key }
    yield* this.#node.request(app, request, { timeoutMicros: this.options.nearLifeMicros })
  }

  #hearsOfChange(key: string): Response {
    if (this.#losesNear(key)) this.#node.mark(marks.nearForgotten, { app: this.#node.name, key })
    return { status: 204 }
  }

  #mayHave(key: string): readonly string[] {
    const { fleet, options, shared } = this
    const homes =
      options.hot === 'spread' && fleet.slots === null && shared.hotKeys.has(key) ? fleet.caches : fleet.homes(key)
    return homes.filter((cache) => !fleet.out.has(cache))
  }

  /** @returns whether the node has forgotten the key */
  *#forget(cache: string, key: string): Process<boolean> {
    const { fleet, options } = this
    const until = this.#node.now + options.persistMicros
    for (;;) {
      const asked = options.persistMicros > 0 ? (fleet.owner(key) ?? cache) : cache
      const { reply, cache: by } = yield* this.#client.send(asked, deleteLeased(key))
      if (isSuccess(reply)) return true
      this.#node.mark(marks.deleteFailed, { key, cache: by, cause: failureOf(reply).cause })
      if (this.#node.now >= until) return false
      yield* this.#node.sleep(options.waitMicros)
    }
  }

  *#findsOut(cache: string): Process {
    const { fleet, options } = this
    const app = this.#node.name
    const moved = fleet.set(cache, true, options.keys)
    if (fleet.failover === 'moves') {
      const keys = options.keys.length
      this.#node.mark(marks.remapped, { app, node: cache, moved, keys, share: moved / keys })
    } else this.#node.mark(marks.covered, { app, node: cache, by: fleet.gutter ?? 'the other copy' })
    this.#show()
  }

  *#takesBack(cache: string): Process {
    const { fleet, options } = this
    if (options.flushes) yield* this.#node.request(cache, flushLeased(), { timeoutMicros: options.cacheTimeoutMicros })
    fleet.set(cache, false, options.keys)
    const state = options.flushes ? 'emptied before' : 'with what it remembers'
    this.#node.mark(marks.returned, { app: this.#node.name, node: cache, state })
    this.#show()
  }

  #show(): void {
    const { fleet, options } = this
    if (fleet.slots !== null) {
      this.#node.fact('map').set(fleet.slots.rows(fleet.caches))
      return
    }
    const rows = fleet.caches.map((shard) => {
      const share = Math.round(100 * fleet.share(shard, options.keys))
      return { shard, owns: fleet.out.has(shard) ? 'out' : `${share} % of the keys` }
    })
    const gutter = fleet.gutter === null ? [] : [{ shard: fleet.gutter, owns: 'stands in' }]
    this.#node.fact('map').set([...rows, ...gutter])
  }
}
