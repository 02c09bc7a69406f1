import { ReadRouting, type ReplicaView } from '../../algorithms/replication/read-routing'
import { DatabasePool, type DatabasePoolOptions, type Holder, type Lease } from '../../components/database-pool'
import { readRow, rowOf, scanRows, writeRow } from '../../components/database-requests'
import { passOn } from '../../components/pass-on'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Station } from '../../kernel/station'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { type FailureCause, isSuccess, type Reply, type Request, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import * as marks from './model-marks'
import { toldResponse, type Wish, wishOf } from './model-messages'
import type { PoolWitness } from './model-witness'

export interface AppOptions {
  /** The first pool leads to the primary, the last to where reports are asked, those between to replicas. */
  readonly primary: DatabasePoolOptions
  readonly replicas: readonly DatabasePoolOptions[]
  /** A pool of their own for reports; null to let them share. */
  readonly reports: DatabasePoolOptions | null
  readonly threads: number
  /** Requests that wait for a thread. */
  readonly backlog: number
  /** Work of the application with the answer, and whether it gives the connection back before it. */
  readonly holdMicros: Micros
  readonly givesBackFirst: boolean
  /** How many connections a request has at once in the end. */
  readonly connections: number
  /** Of 100 reads, so many never give their connection back. */
  readonly leakPercent: number
  /** Whether a read after an own write goes only where that write is known to be. */
  readonly routesByPosition: boolean
}

/** Work of a page that needs no database. */
const PAGE_MICROS = 1_000

/**
 * An application instance: a request holds a thread from its arrival to its answer, and a connection of a pool while it
 * asks the database and works with the answer. Reading: `busy` and `backlog` (threads), and that of its pools.
 */
export class App implements Component {
  private readonly threads: Station
  private readonly pools: readonly DatabasePool[]
  private readonly primary: DatabasePool
  private readonly replicas: readonly DatabasePool[]
  private readonly reports: DatabasePool | null
  private readonly routing = new ReadRouting()
  private readonly positions: number[]
  private readonly leaks: RandomStream
  private holders = 0

  constructor(
    private readonly node: Node,
    private readonly options: AppOptions,
    private readonly witness: PoolWitness,
  ) {
    witness.fresh(node.name)
    this.threads = node.station({ workers: options.threads, queueCapacity: options.backlog, queueKey: 'backlog' })
    const pool = (own: DatabasePoolOptions) => new DatabasePool(node, own, witness)
    this.primary = pool(options.primary)
    this.replicas = options.replicas.map(pool)
    this.reports = options.reports === null ? null : pool(options.reports)
    this.pools = [this.primary, ...this.replicas, ...(this.reports === null ? [] : [this.reports])]
    this.positions = this.replicas.map(() => 0)
    this.leaks = node.random('leaks')
  }

  *start(): Process {
    for (const pool of this.pools) this.node.spawnFresh(`look after the pool to ${pool.name}`, pool.keep())
  }

  *handle(request: Request): Process<Response> {
    const { node, threads, options } = this
    const verdict = yield* threads.seize()
    if (verdict.kind === 'rejected') {
      const told = { node: node.name, label: request.label, threads: options.threads, backlog: options.backlog }
      node.mark(marks.noThread, told)
      return { status: 503, failure: { cause: 'no free thread', by: node.name } }
    }
    const holder = { id: `${node.name}#${++this.holders}`, label: request.label }
    const response = yield* this.answer(request, holder)
    threads.release()
    this.witness.ended(holder)
    return response
  }

  slowdown(factor: number): void {
    this.threads.slowdown = factor
  }

  /** Changes the size of the pool to the primary. */
  resize(connections: number): void {
    this.primary.resize(connections)
  }

  private *answer(request: Request, holder: Holder): Process<Response> {
    const wish = wishOf(request)
    if (wish.kind === 'page') {
      yield* this.node.sleep(PAGE_MICROS)
      return { status: 200 }
    }
    const { pool, replica } = this.choose(wish, holder)
    const lease = yield* pool.acquire(holder)
    if ('cause' in lease) return { status: 503, failure: lease }
    const reply = yield* this.ask(pool, lease, wish, request.workMicros ?? 0)
    const { holdMicros, givesBackFirst } = this.options
    if (!givesBackFirst) yield* this.node.sleep(holdMicros)
    const failure = isSuccess(reply) ? yield* this.nest(pool, holder) : null
    this.giveBack(pool, lease, wish)
    if (givesBackFirst) yield* this.node.sleep(holdMicros)
    if (failure !== null) return { status: 503, failure }
    if (reply.kind === 'failed' || !isSuccess(reply)) return passOn(reply)
    if (wish.kind === 'report') return { status: 200 }
    const { version, position } = rowOf(reply.response)
    if (replica !== null) this.positions[replica] = Math.max(this.positions[replica] ?? 0, position)
    return toldResponse({ version, by: reply.by })
  }

  /** A write reads its row first, in the same transaction. */
  private *ask(pool: DatabasePool, lease: Lease, wish: Wish, workMicros: Micros): Process<Reply> {
    const { key } = wish
    if (wish.kind === 'read') return yield* pool.ask(lease, { ...readRow(key), workMicros })
    if (wish.kind === 'report') return yield* pool.ask(lease, { ...scanRows('order-', 'order-~', 5), workMicros })
    const half = Math.max(1, Math.round(workMicros / 2))
    const read = yield* pool.ask(lease, { ...readRow(key), workMicros: half }, false)
    if (read.kind === 'failed' || !isSuccess(read)) return read
    const value = Number(rowOf(read.response).value ?? 0) + 1
    return yield* pool.ask(lease, { ...writeRow(key, value), workMicros: half })
  }

  /** Takes the further connections that the request needs while it has the first, then gives them back. */
  private *nest(pool: DatabasePool, holder: Holder): Process<FailureCause | null> {
    const { node, options } = this
    const leases: Lease[] = []
    let failure: FailureCause | null = null
    while (leases.length + 1 < options.connections && failure === null) {
      const has = leases.length + 1
      node.mark(marks.nests, { node: node.name, label: holder.label, has, needs: options.connections, pool: pool.name })
      const lease = yield* pool.acquire(holder)
      if ('cause' in lease) {
        failure = lease
        break
      }
      leases.push(lease)
      yield* pool.ask(lease, { ...readRow('settings'), workMicros: NESTED_MICROS })
    }
    for (const lease of leases.reverse()) pool.release(lease)
    return failure
  }

  private choose(wish: Wish, { label }: Holder): { readonly pool: DatabasePool; readonly replica: number | null } {
    const { node, replicas, positions, options } = this
    if (wish.kind === 'write') return { pool: this.primary, replica: null }
    if (wish.kind === 'report' && this.reports !== null) return { pool: this.reports, replica: null }
    const views: ReplicaView[] = replicas.map(({ name }, index) => ({ name, position: positions[index] ?? 0 }))
    const needed = options.routesByPosition ? wish.needed : null
    const { index } = this.routing.choose(views, needed)
    const view = index === null ? undefined : views[index]
    if (needed !== null && view !== undefined)
      node.mark(marks.toReplica, { node: node.name, label, replica: view.name, position: view.position, needed })
    if (needed !== null && view === undefined && views.length > 0)
      node.mark(marks.toPrimary, { node: node.name, label, needed, furthest: Math.max(...positions) })
    return { pool: (index === null ? undefined : replicas[index]) ?? this.primary, replica: index }
  }

  private giveBack(pool: DatabasePool, lease: Lease, { kind }: Wish): void {
    const { node, options } = this
    const forgets = options.leakPercent > 0 && kind === 'read' && this.leaks.integer(100) < options.leakPercent
    if (!forgets) return pool.release(lease)
    const { label } = lease.holder
    node.mark(marks.forgotten, { node: node.name, label, slot: lease.slot.slot, pool: pool.name })
  }
}

/** Work of the statement on a further connection. */
const NESTED_MICROS = 5_000
