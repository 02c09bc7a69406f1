import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import type { Database } from './database'
import { operationOf } from './database-requests'
import {
  CONNECTION_LOST,
  type SessionOperation,
  STATEMENT_TIMEOUT,
  sessionOf,
  sessionOperationOf,
  TOO_MANY_CONNECTIONS,
} from './database-session-requests'
import * as marks from './database-sessions-marks'

export interface DatabaseSessionsOptions {
  readonly cores: number
  /** One more connection is refused. */
  readonly maxConnections: number
  /** Work of opening a connection: a process, its memory, the log-in. */
  readonly connectMicros: Micros
  /** A statement that runs longer is cancelled; Infinity for no bound. */
  readonly statementMicros: Micros
}

/** Told what is open, so that somebody outside can count. */
export interface SessionObserver {
  connections(database: string, count: number): void
  /** A statement begins or ends on a connection. */
  statement(database: string, session: number, change: 1 | -1): void
}

interface Session {
  readonly from: string
  readonly boot: number
}

/** How much longer than alone a statement takes before it is told. */
const CROWDED = 1.5

/**
 * A database that is reached over connections: a process for each, at most so many, and one statement at a time on each.
 * What the statements do is the work of the `Database` behind.
 *
 * Reading: `connections`, `limit`, `refusals`, `active` (statements now), `stretch` (how many times as long as alone the
 * last one took), `timeouts`.
 */
export class DatabaseSessions implements Component {
  private readonly sessions = new Map<number, Session>()
  /** Numbers go on from the moment of the start, so that none of an earlier life is given again. */
  private last: number
  private readonly connections: Gauge
  private readonly refusals: Gauge
  private readonly active: Gauge
  private readonly stretch: Gauge
  private readonly timeouts: Gauge

  constructor(
    private readonly node: Node,
    private readonly database: Database,
    private readonly options: DatabaseSessionsOptions,
    private readonly observer: SessionObserver | null = null,
  ) {
    this.last = node.now
    this.connections = node.gauge('connections')
    this.refusals = node.gauge('refusals')
    this.active = node.gauge('active')
    this.stretch = node.gauge('stretch')
    this.timeouts = node.gauge('timeouts')
    for (const gauge of [this.refusals, this.active, this.timeouts]) gauge.set(0)
    this.stretch.set(1)
    node.gauge('limit').set(options.maxConnections)
    this.show()
  }

  *handle(request: Request): Process<Response> {
    // Changes of a primary come over a connection of their own, which does not count.
    if (operationOf(request)?.kind === 'append') return yield* this.database.handle(request)
    const operation = sessionOperationOf(request)
    if (operation?.kind === 'connect') return yield* this.connect(operation)
    if (operation?.kind === 'close') {
      this.sessions.delete(operation.session)
      this.show()
      return { status: 200 }
    }
    const session = sessionOf(request)
    if (!this.sessions.has(session)) return this.failed(503, CONNECTION_LOST)
    this.change(session, 1)
    const response = yield* this.run(request)
    this.change(session, -1)
    return response
  }

  slowdown(factor: number): void {
    this.database.slowdown(factor)
  }

  private *connect({ from, boot }: SessionOperation & { kind: 'connect' }): Process<Response> {
    const { node, sessions, options } = this
    const began = node.now
    this.dropEarlier(from, boot)
    if (sessions.size >= options.maxConnections) {
      this.refusals.add(1)
      node.mark(marks.refused, { node: node.name, from, limit: options.maxConnections })
      return this.failed(503, TOO_MANY_CONNECTIONS)
    }
    const session = ++this.last
    sessions.set(session, { from, boot })
    this.show()
    const open = sessions.size
    yield* this.database.station.serve(options.connectMicros)
    node.mark(marks.connected, { node: node.name, from, open, limit: options.maxConnections, time: node.now - began })
    return { status: 200, body: { session } }
  }

  private *run(request: Request): Process<Response> {
    const { node, options } = this
    const began = node.now
    const limit = options.statementMicros
    const response = Number.isFinite(limit)
      ? (yield* node.race([this.database.handle(request), this.cancelAfter(limit, request)])).value
      : yield* this.database.handle(request)
    const alone = request.workMicros ?? 0
    const took = node.now - began
    this.stretch.set(alone === 0 ? 1 : Math.round((10 * took) / alone) / 10)
    if (alone > 0 && response.status < 400 && took > CROWDED * alone) {
      const active = this.active.value
      node.mark(marks.crowded, { node: node.name, label: request.label, took, alone, active, cores: options.cores })
    }
    return response
  }

  private *cancelAfter(limit: Micros, { label }: Request): Process<Response> {
    yield* this.node.sleep(limit)
    this.timeouts.add(1)
    this.node.mark(marks.cancelled, { node: this.node.name, label, limit })
    return this.failed(500, STATEMENT_TIMEOUT)
  }

  private dropEarlier(from: string, boot: number): void {
    const old = [...this.sessions].filter(([, session]) => session.from === from && session.boot < boot)
    if (old.length === 0) return
    for (const [session] of old) this.sessions.delete(session)
    this.node.mark(marks.dropped, { node: this.node.name, from, count: old.length })
  }

  private change(session: number, change: 1 | -1): void {
    this.active.add(change)
    this.observer?.statement(this.node.name, session, change)
  }

  private show(): void {
    this.connections.set(this.sessions.size)
    this.observer?.connections(this.node.name, this.sessions.size)
  }

  private failed(status: number, cause: string): Response {
    return { status, failure: { cause, by: this.node.name } }
  }
}
