import {
  type DatabaseOperation,
  operationOf,
  rowOf,
  type ScanAnswer,
  scanOf,
  scanRows,
  writeRow,
} from '../../components/database-requests'
import type { NewestReadWitness } from '../../components/newest-read-witness'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { failureOf, isSuccess, type Reply, type Request, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import type { LostKeyWitness, QueryWitness } from './model-checks'
import type { Cluster } from './model-cluster'
import { KeyTurns } from './model-key-turns'
import * as marks from './model-marks'
import { type MigrationOptions, Mover } from './model-mover'

/** Who watches from outside. */
export interface Witnesses {
  readonly witness: NewestReadWitness
  readonly queries: QueryWitness
  readonly lost: LostKeyWitness
}

export interface RouterOptions {
  readonly shardTimeoutMicros: Micros
  readonly migration: MigrationOptions
}

/**
 * Knows which shard has which key and sends every request there; a query without a key goes to all shards and its parts
 * are put together. Writes of one key go one after another, so that two shards that both get them see one order.
 *
 * Reading: `asked:<shard>`, facts `map` (ShardMapPicture) and `phase`, gauges `done` and `of` of a move.
 */
export class Router implements Component {
  readonly #turns: KeyTurns
  readonly #mover: Mover

  constructor(
    private readonly node: Node,
    private readonly cluster: Cluster,
    private readonly witnesses: Witnesses,
    private readonly options: RouterOptions,
  ) {
    this.#turns = new KeyTurns(node)
    this.#mover = new Mover(node, cluster, options.migration, this.#turns)
    for (const shard of cluster.all) node.gauge(`asked:${shard}`).set(cluster.asked.get(shard) ?? 0)
    this.#mover.show()
  }

  /** A move that was under way when the router crashed goes on: what is copied already is left as it is. */
  *start(): Process {
    yield* this.#mover.run()
  }

  *handle(request: Request): Process<Response> {
    const { node, cluster } = this
    const { witness, lost } = this.witnesses
    const operation = operationOf(request)
    if (operation?.kind === 'scan') return yield* this.#gather(request, operation)
    const { key } = request
    if (key === undefined || operation === null) return { status: 400, failure: { cause: 'no key', by: node.name } }
    const shard = cluster.map.locate(key)
    cluster.map.explain(key, node)
    if (shard === null) {
      lost.hasNoShard(key)
      return { status: 500, failure: { cause: 'no shard for the key', by: node.name } }
    }
    node.gauge(`asked:${shard}`).set(cluster.count(shard))
    if (operation.kind === 'write') return this.#passedOn(yield* this.#write(request, key, operation))
    const before = witness.reads(key)
    const reply = yield* node.request(shard, request, { timeoutMicros: this.options.shardTimeoutMicros })
    if (reply.kind === 'answered' && isSuccess(reply)) {
      const { found, value } = rowOf(reply.response)
      if (!found) node.mark(marks.missing, { key, shard })
      witness.found(key, value, before)
    }
    return this.#passedOn(reply)
  }

  /** A shard joins. */
  join(shard: string): void {
    this.#mover.join(shard)
  }

  /** A shard leaves. */
  leave(shard: string): void {
    this.#mover.leave(shard)
  }

  /** The move that is under way is taken back. */
  goBack(): void {
    this.#mover.goBack()
  }

  *#write(request: Request, key: string, operation: DatabaseOperation & { kind: 'write' }): Process<Reply> {
    const { witness } = this.witnesses
    const began = witness.begins()
    const reply = yield* this.#turns.take(key, () => this.#writeInTurn(request, key, operation))
    if (isSuccess(reply)) witness.wrote(key, operation.value, began)
    return reply
  }

  /** Where the key lives is looked up when its turn has come: it may have moved meanwhile. */
  *#writeInTurn(request: Request, key: string, operation: DatabaseOperation & { kind: 'write' }): Process<Reply> {
    const { node, cluster, options } = this
    const timeout = { timeoutMicros: options.shardTimeoutMicros }
    const shard = cluster.map.locate(key) as string
    const second = options.migration.mode === 'live' ? cluster.secondHome(key) : null
    // Written down before anything is sent: a crash or a late answer must not make it forgotten.
    if (second !== null) cluster.moving.add(key)
    const reply = yield* node.request(shard, request, timeout)
    if (second === null) return reply
    if (!isSuccess(reply)) {
      cluster.unsure.add(key)
      return reply
    }
    node.mark(marks.writtenTwice, { key, from: shard, to: second })
    const copy = yield* node.request(
      second,
      { ...writeRow(key, operation.value), workMicros: request.workMicros ?? 0 },
      timeout,
    )
    if (isSuccess(copy)) return reply
    cluster.unsure.add(key)
    const details = { key, to: second, cause: failureOf(copy).cause }
    // The map has changed while this write was under way: what counts now is the home that did not get it.
    if (cluster.map.locate(key) === second) {
      node.mark(marks.turnedMeanwhile, details)
      return copy
    }
    node.mark(marks.secondWriteFailed, details)
    return reply
  }

  *#gather(request: Request, { from, to, limit }: DatabaseOperation & { kind: 'scan' }): Process<Response> {
    const { node, cluster } = this
    const { queries } = this.witnesses
    const { map } = cluster
    const asked = map.spanned(from, to)
    const { label } = request
    if (asked.length === map.shards.length) node.mark(marks.scattered, { label, shards: asked.length })
    else node.mark(marks.spanned, { label, asked, shards: map.shards.length })
    const before = queries.asks(from, to)
    const works = (request.body as { readonly works?: readonly Micros[] }).works ?? []
    const parts = yield* node.all(
      asked.map((shard, index) => {
        node.gauge(`asked:${shard}`).set(cluster.count(shard))
        const part = { ...scanRows(from, to, limit), ...(works[index] !== undefined && { workMicros: works[index] }) }
        return this.#part(shard, part)
      }),
    )
    const missing = parts.filter(({ reply }) => !isSuccess(reply))
    const [first] = missing
    if (first !== undefined) {
      node.mark(marks.halfGathered, { label, missing: missing.map(({ shard }) => shard) })
      return { status: 502, failure: failureOf(first.reply) }
    }
    // While rows move they stand at two shards: what counts is the one that the map named when they were asked.
    const rows = parts
      .flatMap(({ shard, reply }) => rowsOf(reply).filter(({ key }) => map.locate(key) === shard))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, limit)
    queries.found(label, rows, limit, before)
    this.#markGathered(label, rows.length, parts)
    return { status: 200, body: { rows } as unknown as Plain }
  }

  #markGathered(label: string, rows: number, parts: readonly Part[]): void {
    const times = parts.map(({ reply }) => reply.tookMicros)
    const [slowest, fastest] = [Math.max(...times), Math.min(...times)]
    const last = parts[times.indexOf(slowest)]?.shard ?? ''
    const first = parts[times.indexOf(fastest)]?.shard ?? ''
    if (parts.length === 1) this.node.mark(marks.gatheredOfOne, { label, rows, first })
    else this.node.mark(marks.gathered, { label, rows, last, first, spread: slowest - fastest })
  }

  *#part(shard: string, request: Request): Process<Part> {
    const { shardTimeoutMicros } = this.options
    return { shard, reply: yield* this.node.request(shard, request, { timeoutMicros: shardTimeoutMicros }) }
  }

  #passedOn(reply: Reply): Response {
    if (reply.kind === 'answered') return reply.response
    return { status: 504, failure: reply.failure }
  }
}

/** What one shard says to a query. */
interface Part {
  readonly shard: string
  readonly reply: Reply
}

function rowsOf(reply: Reply): ScanAnswer['rows'] {
  return reply.kind === 'answered' ? scanOf(reply.response).rows : []
}
