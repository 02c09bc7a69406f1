import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import type { Database } from './database'
import { operationOf } from './database-requests'
import {
  CONNECTION_LOST,
  executesOf,
  type SessionOperation,
  STATEMENT_TIMEOUT,
  sessionOf,
  sessionOperationOf,
  TOO_MANY_CONNECTIONS,
  UNKNOWN_STATEMENT,
} from './database-session-requests'
import * as marks from './database-sessions-marks'
import { PreparedStatements } from './prepared-statements'

export interface DatabaseSessionsOptions {
  readonly cores: number
  /** One more connection is refused. */
  readonly maxConnections: number
  /** Work of opening a connection: a process, its memory, the log-in. */
  readonly connectMicros: Micros
  /** A statement that runs longer is cancelled; Infinity for no bound. */
  readonly statementMicros: Micros
  /** A connection on which nothing was asked for so long is closed, and who opened it is not told; Infinity for never. */
  readonly idleMicros: Micros
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
  usedAt: Micros
  running: number
}

/** Connections are looked at so often for being idle. */
const LOOK_MICROS = 50_000
/** How much longer than alone a statement takes before it is told. */
const CROWDED = 1.5

/**
 * A database that is reached over connections: a process for each, at most so many, and one statement at a time on each;
 * a connection knows only the statements that were prepared on it, and may be closed for being idle.
 * What the statements do is the work of the `Database` behind.
 *
 * Reading: `connections`, `limit`, `refusals`, `active` (statements now), `stretch` (how many times as long as alone the
 * last one took), `timeouts`.
 */
export class DatabaseSessions implements Component {
  private readonly sessions = new Map<number, Session>()
  private readonly prepared = new PreparedStatements()
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

  *start(): Process {
    const { node, sessions, options } = this
    if (!Number.isFinite(options.idleMicros)) return
    for (;;) {
      yield* node.sleep(LOOK_MICROS)
      for (const [session, { from, usedAt, running }] of [...sessions]) {
        const idle = node.now - usedAt
        if (running > 0 || idle < options.idleMicros) continue
        this.end(session)
        node.mark(marks.cut, { node: node.name, from, idle, left: sessions.size })
      }
    }
  }

  *handle(request: Request): Process<Response> {
    const { node } = this
    // Changes of a primary come over a connection of their own, which does not count.
    if (operationOf(request)?.kind === 'append') return yield* this.database.handle(request)
    const operation = sessionOperationOf(request)
    if (operation?.kind === 'connect') return yield* this.connect(operation)
    if (operation?.kind === 'close') {
      this.end(operation.session)
      return { status: 200 }
    }
    const session = sessionOf(request)
    if (!this.sessions.has(session)) {
      node.mark(marks.gone, { node: node.name, label: request.label, session })
      return this.failed(503, CONNECTION_LOST)
    }
    if (!this.prepared.understands(session, request)) return this.unknown(request)
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
    const entry = { from, boot, usedAt: began, running: 1 }
    sessions.set(session, entry)
    this.show()
    const open = sessions.size
    yield* this.database.station.serve(options.connectMicros)
    entry.running = 0
    entry.usedAt = node.now
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
      const others = this.database.station.busy
      node.mark(marks.crowded, { node: node.name, label: request.label, took, alone, others, cores: options.cores })
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
    for (const [session] of old) this.end(session)
    this.node.mark(marks.dropped, { node: this.node.name, from, count: old.length })
  }

  private unknown(request: Request): Response {
    const name = executesOf(request) ?? ''
    this.node.mark(marks.unknown, { node: this.node.name, name, session: sessionOf(request) })
    return this.failed(500, UNKNOWN_STATEMENT)
  }

  private end(session: number): void {
    this.sessions.delete(session)
    this.prepared.end(session)
    this.show()
  }

  private change(session: number, change: 1 | -1): void {
    const entry = this.sessions.get(session)
    if (entry !== undefined) {
      entry.running += change
      entry.usedAt = this.node.now
    }
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
