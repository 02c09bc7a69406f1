import { type RowAnswer, readRow, rowOf } from '../../components/database-requests'
import { getLeased, type LeasedAnswer, setLeased } from '../../components/leased-store'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import { type FailureCause, failureOf, isSuccess } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import type { AppOptions, Shared } from './model-app'
import type { CacheClient } from './model-cache-client'
import { asking } from './model-cluster-messages'
import type { Fleet } from './model-fleet'
import * as marks from './model-marks'

/** A row from wherever it was found, or why there is none. */
export type Found = { readonly row: Row } | { readonly failure: FailureCause }
export type Row = Pick<RowAnswer, 'value' | 'version'>

/** A node that waits for the row, with its lease. */
interface Holder {
  readonly cache: string
  readonly token: number | null
  /** It has the slot not for good yet. */
  readonly isAsked: boolean
}

/** What a node answered, which need not be the one that was asked first. */
interface Answered {
  readonly cache: string
  readonly isAsked: boolean
  readonly answer: LeasedAnswer
}

/** Finds a row: which node is asked, what happens when it does not answer, who loads and who waits. */
export class CacheReader {
  /** Open requests of this application by node. */
  readonly #open = new Map<string, number>()
  readonly #loads: Gauge
  readonly #waiting: Gauge
  readonly #hits: Gauge
  readonly #misses: Gauge

  constructor(
    private readonly node: Node,
    private readonly fleet: Fleet,
    private readonly shared: Shared,
    private readonly options: AppOptions,
    private readonly client: CacheClient,
  ) {
    this.#loads = node.gauge('loads')
    this.#waiting = node.gauge('waits')
    this.#hits = node.gauge('hits')
    this.#misses = node.gauge('misses')
    for (const gauge of [this.#loads, this.#waiting, this.#hits, this.#misses]) gauge.set(0)
    for (const cache of [...fleet.caches, ...(fleet.gutter === null ? [] : [fleet.gutter])])
      node.gauge(`asked:${cache}`).set(0)
  }

  /** @param workMicros what the query costs the database, if it is asked */
  *read(key: string, workMicros: Micros | undefined): Process<Found> {
    const candidates = this.#candidates(key)
    for (const [index, cache] of candidates.entries()) {
      const answered = yield* this.#ask(cache, key)
      if ('cause' in answered) {
        const next = candidates[index + 1] ?? this.options.database
        this.node.mark(marks.cacheFailed, { key, cache, cause: answered.cause, next })
        continue
      }
      const { answer } = answered
      if (answer.kind === 'hit') return this.#hit(answer)
      if (answer.kind === 'wait') return yield* this.#wait(key, answered.cache, workMicros)
      this.#misses.add(1)
      const other = this.fleet.failover === 'copies' ? (candidates[index + 1] ?? null) : null
      return yield* this.#fill(key, { ...answered, token: answer.token }, other, workMicros)
    }
    return yield* this.#load(key, [], workMicros)
  }

  /** The nodes to ask, one after another as long as they do not answer. */
  #candidates(key: string): readonly string[] {
    const { fleet, options, shared } = this
    if (options.hot === 'spread' && fleet.slots === null && shared.hotKeys.has(key)) return this.#spread(key)
    const homes = fleet.homes(key)
    const well = homes.filter((cache) => !fleet.out.has(cache))
    const [first] = well
    if (first === undefined) {
      this.node.mark(marks.askedNobody, { key })
      return []
    }
    if (fleet.failover === 'copies') return this.#fewestOpen(key, well)
    if (first === fleet.gutter) this.node.mark(marks.askedGutter, { key, shard: first, owner: homes[0] ?? '' })
    else this.node.mark(marks.askedOwner, { key, shard: first })
    return well
  }

  #fewestOpen(key: string, copies: readonly string[]): readonly string[] {
    const sorted = this.#byOpen(copies)
    const [shard = '', ...others] = sorted
    const open = this.#openAt(shard)
    this.node.mark(marks.askedCopy, { key, shard, open, others: others.map((cache) => this.#openAt(cache)) })
    return sorted
  }

  #spread(key: string): readonly string[] {
    const sorted = this.#byOpen(this.fleet.alive)
    const [shard] = sorted
    if (shard === undefined) return []
    const rate = this.shared.hotKeys.rate(key)
    this.node.mark(marks.askedSpread, { key, shard, open: this.#openAt(shard), copies: sorted.length, rate })
    return [shard]
  }

  /** Of nodes with equally many the one that was asked least, so that ties take turns. */
  #byOpen(caches: readonly string[]): string[] {
    const asked = (cache: string): number => this.node.gauge(`asked:${cache}`).value
    return [...caches].sort((a, b) => this.#openAt(a) - this.#openAt(b) || asked(a) - asked(b))
  }

  #openAt(cache: string): number {
    return this.#open.get(cache) ?? 0
  }

  *#ask(cache: string, key: string): Process<Answered | FailureCause> {
    this.node.gauge(`asked:${cache}`).add(1)
    this.#open.set(cache, this.#openAt(cache) + 1)
    const { reply, ...by } = yield* this.client.send(cache, getLeased(key))
    this.#open.set(cache, this.#openAt(cache) - 1)
    if (reply.kind === 'failed' || !isSuccess(reply)) return failureOf(reply)
    return { ...by, answer: reply.response.body as unknown as LeasedAnswer }
  }

  #hit({ value, version }: LeasedAnswer & { kind: 'hit' }): Found {
    this.#hits.add(1)
    return { row: { value: value as Row['value'], version } }
  }

  /** Somebody loads the key: it is there in a moment. */
  *#wait(key: string, cache: string, workMicros: Micros | undefined): Process<Found> {
    const { node, options } = this
    this.#waiting.add(1)
    node.mark(marks.waits, { key, cache, time: options.waitMicros })
    yield* node.sleep(options.waitMicros)
    this.#waiting.add(-1)
    return yield* this.read(key, workMicros)
  }

  /** With copies, the other one may have it. */
  *#fill(key: string, holder: Holder, other: string | null, workMicros: Micros | undefined): Process<Found> {
    if (other === null) return yield* this.#load(key, [holder], workMicros)
    const answered = yield* this.#ask(other, key)
    if ('cause' in answered || answered.answer.kind === 'wait') return yield* this.#load(key, [holder], workMicros)
    const { answer } = answered
    if (answer.kind === 'miss')
      return yield* this.#load(key, [holder, { ...answered, token: answer.token }], workMicros)
    const found = this.#hit(answer)
    this.node.mark(marks.copiedOver, { key, from: other, to: holder.cache })
    if ('row' in found) this.node.spawn(`store ${key}`, this.#store(key, holder, found.row))
    return found
  }

  *#load(key: string, holders: readonly Holder[], workMicros: Micros | undefined): Process<Found> {
    const { node, options, shared } = this
    const open = holders.map((holder) => shared.loads.begins(key, holder))
    for (const { cache } of holders) node.mark(marks.loads, { key, cache })
    this.#loads.add(1)
    const request = { ...readRow(key), ...(workMicros !== undefined && { workMicros }) }
    const reply = yield* node.request(options.database, request)
    this.#loads.add(-1)
    for (const number of open) shared.loads.ends(key, number)
    if (reply.kind === 'failed' || !isSuccess(reply)) return { failure: failureOf(reply) }
    const row = rowOf(reply.response)
    for (const holder of holders) node.spawn(`store ${key}`, this.#store(key, holder, row))
    return { row }
  }

  /** A lease is good only at the node that gave it: where that has no longer the key, nothing is stored. */
  *#store(key: string, { cache, token, isAsked }: Holder, { value, version }: Row): Process {
    const { fleet, options } = this
    const lifeMicros = cache === fleet.gutter ? options.gutterLifeMicros : options.lifeMicros
    const request = setLeased(key, { value, version, lifeMicros, token })
    yield* this.node.request(cache, isAsked ? asking(request) : request, { timeoutMicros: options.cacheTimeoutMicros })
  }
}
