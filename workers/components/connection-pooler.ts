import type { Process } from '../kernel/process'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import { defineMark } from '../trace/mark-definition'
import { DatabasePool, type DatabasePoolOptions, type Lease, type PoolObserver } from './database-pool'
import {
  CONNECTION_LOST,
  executesOf,
  isLastOf,
  preparesOf,
  type SessionOperation,
  sessionOf,
  sessionOperationOf,
  TOO_MANY_CONNECTIONS,
} from './database-session-requests'
import { passOn } from './pass-on'

export interface ConnectionPoolerOptions {
  readonly maxClients: number
  /** For how long a client has a connection to the database: one transaction, or until it leaves. */
  readonly mode: 'transaction' | 'session'
  /** Whether it prepares on a connection what its client has prepared on another. */
  readonly tracksPrepared: boolean
  readonly pool: DatabasePoolOptions
}

const kept = defineMark<{ node: string; session: number; slot: number }>(
  'pooler/kept',
  'attention',
  '{node} keeps connection {slot} for client {session} until it leaves, also while it asks nothing.',
)
const preparesAgain = defineMark<{ node: string; name: string; slot: number }>(
  'pooler/prepares-again',
  'attention',
  '{node} prepares “{name}” on connection {slot}, which has not heard of it: its client did so on another.',
)
const pinned = defineMark<{ node: string; label: string; session: number; slot: number }>(
  'pooler/pinned',
  'neutral',
  '{node} keeps connection {slot} for client {session}: its transaction goes on after {label}.',
)

interface ClientSession {
  readonly from: string
  readonly boot: number
  /** The connection to the database that it has. */
  lease: Lease | null
  /** A statement runs on it, also when its client has gone meanwhile. */
  isAsking: boolean
}

/**
 * A pooler between applications and a database: clients keep their connections to it, which cost hardly anything, and in
 * transaction mode each transaction has a connection to the database from its first statement to its last; in session mode
 * a client has one from its first statement until it leaves (PgBouncer, `pool_mode`). A connection to the database knows
 * only what was prepared on it; the pooler may make up for that (PgBouncer 1.21, `max_prepared_statements`). Reading:
 * `clients`, and that of its pool.
 */
export class ConnectionPooler implements Component {
  private readonly pool: DatabasePool
  private readonly sessions = new Map<number, ClientSession>()
  private readonly clients: Gauge
  /** Numbers go on from the moment of the start, so that none of an earlier life is given again. */
  private last: number

  constructor(
    private readonly node: Node,
    private readonly options: ConnectionPoolerOptions,
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
    session.isAsking = true
    const reply = yield* pool.ask(lease, this.translated(request, lease), isLast)
    session.isAsking = false
    const response = passOn(reply)
    const isHere = this.sessions.has(number)
    const goesOn = !isLast && response.status < 400 && isHere
    const keeps = this.options.mode === 'session' && !lease.isBroken && isHere
    if (keeps && session.lease === null) node.mark(kept, { node: node.name, session: number, slot: lease.slot.slot })
    session.lease = goesOn || keeps ? lease : null
    if (keeps) return response
    if (goesOn) node.mark(pinned, { node: node.name, label, session: number, slot: lease.slot.slot })
    else pool.release(lease)
    return response
  }

  /** A statement by name becomes one with its text where the connection has not heard of it, if that is tracked. */
  private translated(request: Request, lease: Lease): Request {
    const name = executesOf(request) ?? preparesOf(request)
    if (!this.options.tracksPrepared || name === null) return request
    const { node, pool } = this
    const asked = pool.prepared.byName(pool.sessionOf(lease), request, name)
    if (preparesOf(asked) !== null && preparesOf(request) === null)
      node.mark(preparesAgain, { node: node.name, name, slot: lease.slot.slot })
    return asked
  }

  private connect({ from, boot }: SessionOperation & { kind: 'connect' }): Response {
    for (const [number, session] of [...this.sessions])
      if (session.from === from && session.boot < boot) this.close(number)
    if (this.sessions.size >= this.options.maxClients)
      return { status: 503, failure: { cause: TOO_MANY_CONNECTIONS, by: this.node.name } }
    const session = ++this.last
    this.sessions.set(session, { from, boot, lease: null, isAsking: false })
    this.clients.set(this.sessions.size)
    return { status: 200, body: { session } }
  }

  private close(number: number): Response {
    const session = this.sessions.get(number)
    // A connection on which a statement runs is given back when that has ended.
    if (session !== undefined && session.lease !== null && !session.isAsking) this.pool.release(session.lease)
    this.sessions.delete(number)
    this.clients.set(this.sessions.size)
    return { status: 200 }
  }
}
