import {
  type DatabaseOperation,
  operationOf,
  rowOf,
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
import type { LostKeyWitness } from './model-checks'
import type { Cluster } from './model-cluster'
import { KeyTurns } from './model-key-turns'
import * as marks from './model-marks'
import { type MigrationOptions, Mover } from './model-mover'

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
    private readonly witness: NewestReadWitness,
    private readonly lost: LostKeyWitness,
    private readonly options: RouterOptions,
  ) {
    this.#turns = new KeyTurns(node)
    this.#mover = new Mover(node, cluster, options.migration, this.#turns)
    for (const shard of [...cluster.map.shards, ...cluster.standby])
      node.gauge(`asked:${shard}`).set(cluster.asked.get(shard) ?? 0)
    this.#mover.show()
  }

  /** A move that was under way when the router crashed begins again: what is copied already is left as it is. */
  *start(): Process {
    if (this.cluster.next !== null) yield* this.#mover.move()
  }

  *handle(request: Request): Process<Response> {
    const { node, cluster, witness } = this
    const operation = operationOf(request)
    if (operation?.kind === 'scan') return yield* this.#gather(request, operation)
    const { key } = request
    if (key === undefined || operation === null) return { status: 400, failure: { cause: 'no key', by: node.name } }
    const shard = cluster.map.locate(key)
    cluster.map.explain(key, node)
    if (shard === null) {
      this.lost.hasNoShard(key)
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

  *#write(request: Request, key: string, operation: DatabaseOperation & { kind: 'write' }): Process<Reply> {
    const began = this.witness.begins()
    const reply = yield* this.#turns.take(key, () => this.#writeInTurn(request, key, operation))
    if (isSuccess(reply)) this.witness.wrote(key, operation.value, began)
    return reply
  }

  /** Where the key lives is looked up when its turn has come: it may have moved meanwhile. */
  *#writeInTurn(request: Request, key: string, operation: DatabaseOperation & { kind: 'write' }): Process<Reply> {
    const { node, cluster, options } = this
    const timeout = { timeoutMicros: options.shardTimeoutMicros }
    const shard = cluster.map.locate(key) as string
    const second = options.migration.mode === 'live' ? cluster.secondHome(key) : null
    const reply = yield* node.request(shard, request, timeout)
    if (second === null || !isSuccess(reply)) return reply
    cluster.moving.add(key)
    node.mark(marks.writtenTwice, { key, from: shard, to: second })
    const copy = yield* node.request(
      second,
      { ...writeRow(key, operation.value), workMicros: request.workMicros ?? 0 },
      timeout,
    )
    if (!isSuccess(copy)) {
      cluster.unsure.add(key)
      node.mark(marks.secondWriteFailed, { key, to: second, cause: failureOf(copy).cause })
    }
    return reply
  }

  *#gather(request: Request, { from, to, limit }: DatabaseOperation & { kind: 'scan' }): Process<Response> {
    const { node, cluster, options } = this
    const { shards } = cluster.map
    node.mark(marks.scattered, { label: request.label, shards: shards.length })
    const works = (request.body as { readonly works?: readonly Micros[] }).works ?? []
    const parts = yield* node.all(
      shards.map((shard, index) => {
        node.gauge(`asked:${shard}`).set(cluster.count(shard))
        const part = { ...scanRows(from, to, limit), ...(works[index] !== undefined && { workMicros: works[index] }) }
        return this.#part(shard, part, options.shardTimeoutMicros)
      }),
    )
    const missing = parts.filter(({ reply }) => !isSuccess(reply))
    const [first] = missing
    if (first !== undefined) {
      node.mark(marks.halfGathered, { label: request.label, missing: missing.map(({ shard }) => shard) })
      return { status: 502, failure: failureOf(first.reply) }
    }
    const rows = parts
      .flatMap(({ reply }) => (reply.kind === 'answered' ? scanOf(reply.response).rows : []))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, limit)
    const times = parts.map(({ reply }) => reply.tookMicros)
    const [slowest, fastest] = [Math.max(...times), Math.min(...times)]
    node.mark(marks.gathered, {
      label: request.label,
      rows: rows.length,
      last: shards[times.indexOf(slowest)] ?? '',
      first: shards[times.indexOf(fastest)] ?? '',
      spread: slowest - fastest,
    })
    return { status: 200, body: { rows } as unknown as Plain }
  }

  *#part(shard: string, request: Request, timeoutMicros: Micros): Process<{ shard: string; reply: Reply }> {
    return { shard, reply: yield* this.node.request(shard, request, { timeoutMicros }) }
  }

  #passedOn(reply: Reply): Response {
    if (reply.kind === 'answered') return reply.response
    return { status: 504, failure: reply.failure }
  }
}
