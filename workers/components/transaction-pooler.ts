import type { Process } from '../kernel/process'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'
import { DatabasePool, type DatabasePoolOptions, type Lease, type PoolObserver } from './database-pool'
import {
  CONNECTION_LOST,
  isLastOf,
  type SessionOperation,
  sessionOf,
  sessionOperationOf,
  TOO_MANY_CONNECTIONS,
} from './database-session-requests'
import { passOn } from './pass-on'

export interface TransactionPoolerOptions {
  readonly maxClients: number
  readonly pool: DatabasePoolOptions
}

const pinned = defineMark<{ node: string; label: string; session: number; slot: number }>(
  'pooler/pinned',
  'neutral',
  '{node} keeps connection {slot} for client {session}: its transaction goes on after {label}.',
)

interface ClientSession {
  readonly from: string
  readonly boot: number
  /** The connection to the database that its open transaction is on. */
  lease: Lease | null
}

/**
 * A pooler between applications and a database, in transaction mode: clients keep their connections to it, which cost
 * hardly anything, and each transaction has a connection to the database from its first statement to its last (PgBouncer,
 * `pool_mode = transaction`). Reading: `clients`, and that of its pool.
 */
export class TransactionPooler implements Component {
  private readonly pool: DatabasePool
  private readonly sessions = new Map<number, ClientSession>()
  private readonly clients: Gauge
  /** Numbers go on from the moment of the start, so that none of an earlier life is given again. */
  private last: number

  constructor(
    private readonly node: Node,
    private readonly options: TransactionPoolerOptions,
    observer: PoolObserver | null = null,
  ) {
    this.last = node.now
    this.pool = new DatabasePool(node, options.pool, observer)
    this.clients = node.gauge('clients')
    this.clients.set(0)
  }

  *start(): Process {
    yield* this.pool.keep()
  }

  *handle(request: Request): Process<Response> {
    const operation = sessionOperationOf(request)
    if (operation?.kind === 'connect') return this.connect(operation)
    if (operation?.kind === 'close') return this.close(operation.session)
    const number = sessionOf(request)
    const session = this.sessions.get(number)
    if (session === undefined) return { status: 503, failure: { cause: CONNECTION_LOST, by: this.node.name } }
    return yield* this.statement(request, number, session)
  }

  private *statement(request: Request, number: number, session: ClientSession): Process<Response> {
    const { node, pool } = this
    const { label } = request
    const lease = session.lease ?? (yield* pool.acquire({ id: `${node.name}/${number}`, label }))
    if ('cause' in lease) return { status: 503, failure: lease }
    const isLast = isLastOf(request)
    const reply = yield* pool.ask(lease, request, isLast)
    const response = passOn(reply)
    const goesOn = !isLast && response.status < 400 && this.sessions.has(number)
    session.lease = goesOn ? lease : null
    if (goesOn) node.mark(pinned, { node: node.name, label, session: number, slot: lease.slot.slot })
    else pool.release(lease)
    return response
  }

  private connect({ from, boot }: SessionOperation & { kind: 'connect' }): Response {
    for (const [number, session] of [...this.sessions])
      if (session.from === from && session.boot < boot) this.close(number)
    if (this.sessions.size >= this.options.maxClients)
      return { status: 503, failure: { cause: TOO_MANY_CONNECTIONS, by: this.node.name } }
    const session = ++this.last
    this.sessions.set(session, { from, boot, lease: null })
    this.clients.set(this.sessions.size)
    return { status: 200, body: { session } }
  }

  private close(number: number): Response {
    const lease = this.sessions.get(number)?.lease
    if (lease !== null && lease !== undefined) this.pool.release(lease)
    this.sessions.delete(number)
    this.clients.set(this.sessions.size)
    return { status: 200 }
  }
}
