import type { Process } from '../../kernel/process'
import type { Task } from '../../kernel/task'
import { formatDuration, type Micros } from '../../kernel/time'
import type { Latency, Link } from '../link'
import type { Reply, Request } from '../message'
import type { Gauge, Node } from '../node'
import { WaitingLine } from '../waiting-line'
import * as marks from './connection-pool-marks'

export interface ConnectionPoolOptions {
  /** Node at the other end. */
  readonly target: string
  readonly maxConnections: number
  /** Requests at once on a connection: 1 is HTTP/1.1, more is HTTP/2 with this limit of streams (RFC 9113 §5.1.2). */
  readonly streams: number
  /** Adds a round trip for TLS 1.3 (RFC 8446 §2) to the one of TCP. */
  readonly tls: boolean
  /** A connection that carries nothing for so long is closed. */
  readonly idleMicros: Micros
  /** How many may wait for a connection. */
  readonly maxWaiting: number
}

/**
 * Connections from one node to another: they cost round trips to open, stay open while they are of use, and are bounded
 * in number; who finds none free waits, first come, first served. The set-up takes the expected latency of the links and
 * puts no messages on them; losses that hold up a whole TCP connection are not simulated.
 *
 * Reading: `connections`, `streams` in use, `poolWaiting`, `handshakes` so far.
 */
export class ConnectionPool {
  private readonly connections: Connection[] = []
  private readonly waiting: WaitingLine<Connection>
  private readonly open: Gauge
  private readonly used: Gauge
  private readonly handshakes: Gauge

  constructor(
    private readonly node: Node,
    private readonly options: ConnectionPoolOptions,
  ) {
    this.open = node.gauge('connections')
    this.used = node.gauge('streams')
    this.handshakes = node.gauge('handshakes')
    for (const gauge of [this.open, this.used, this.handshakes]) gauge.set(0)
    this.waiting = new WaitingLine(node, `a connection to ${options.target}`, node.gauge('poolWaiting'))
  }

  /** Asks over one of the connections. The timeout counts from now: waiting and set-up are part of it. */
  *request(request: Request, timeoutMicros: Micros = Number.POSITIVE_INFINITY): Process<Reply> {
    const { node, options } = this
    const began = node.now
    const left = () => began + timeoutMicros - node.now
    // Whatever becomes free goes to those who wait at once, so that nobody overtakes them here.
    const connection = this.take(request.label) ?? (yield* this.turn(request.label, timeoutMicros))
    if (typeof connection === 'string') return this.failed(request, connection, node.name, began)
    try {
      const setUp = connection.openAt - node.now
      if (setUp > 0) {
        yield* node.sleep(Math.min(setUp, left()))
        if (left() <= 0) return this.failed(request, 'timeout', options.target, began)
      }
      const limit = Number.isFinite(timeoutMicros) ? { timeoutMicros: left() } : {}
      const reply = yield* node.request(options.target, request, limit)
      if (reply.kind === 'failed') this.breakOff(connection, reply.failure.cause)
      return { ...reply, tookMicros: node.now - began }
    } finally {
      this.release(connection)
    }
  }

  /** A free place on a connection, or on a new one; null when all are busy. */
  private take(label: string): Connection | null {
    const { options } = this
    // Most used first: what is idle may then be closed.
    const free = this.connections.filter(({ streams }) => streams < options.streams)
    const [first] = free.sort((a, b) => b.streams - a.streams || b.usedAt - a.usedAt)
    if (first !== undefined && first.openAt > this.node.now)
      this.node.mark(marks.joins, { target: options.target, label, time: first.openAt - this.node.now })
    const connection = first ?? (this.connections.length < options.maxConnections ? this.connect(label) : null)
    if (connection !== null) this.occupy(connection)
    return connection
  }

  private connect(label: string): Connection {
    const { node, options, connections } = this
    const trips = options.tls ? 2 : 1
    const time = trips * roundTripMicros(node, options.target)
    const connection: Connection = {
      openAt: node.now + time,
      streams: 0,
      usedAt: node.now,
      closed: false,
      expiry: null,
    }
    connections.push(connection)
    this.open.set(connections.length)
    this.handshakes.add(1)
    node.mark(marks.opens, { target: options.target, label, connections: connections.length, trips, time })
    return connection
  }

  /** @returns the connection, or why there is none. */
  private *turn(label: string, timeoutMicros: Micros): Process<Connection | string> {
    const { node, options, waiting, connections } = this
    const { target, maxWaiting } = options
    if (waiting.size >= maxWaiting) {
      node.mark(marks.refuses, { target, label, waiting: waiting.size })
      return 'connection pool full'
    }
    const place = waiting.size + 1
    node.mark(marks.waits, { target, label, busy: busyText(connections.length, options.streams), place })
    const began = node.now
    const connection = yield* waiting.wait(label, timeoutMicros)
    if (connection === null) return 'no free connection'
    node.mark(marks.goes, { target, label, waited: node.now - began })
    return connection
  }

  private occupy(connection: Connection): void {
    connection.expiry?.cancel()
    connection.expiry = null
    connection.streams++
    connection.usedAt = this.node.now
    this.used.add(1)
  }

  /** The stream is free again: who waits longest takes it, or the connection begins to be idle. */
  private release(connection: Connection): void {
    connection.streams--
    this.used.add(-1)
    for (let next = this.waiting.first; next !== undefined; next = this.waiting.first) {
      const free = this.take(next.label)
      if (free === null) break
      this.waiting.give(free)
    }
    if (connection.streams > 0 || connection.closed || connection.expiry !== null) return
    connection.usedAt = this.node.now
    connection.expiry = this.node.spawnFresh('keep a connection open', this.expire(connection))
  }

  private *expire(connection: Connection): Process {
    yield* this.node.sleep(this.options.idleMicros)
    connection.expiry = null
    this.close(connection, `it was idle for ${formatDuration(this.options.idleMicros)}`)
  }

  /**
   * After a failure HTTP/1.1 cannot use the connection again, for an answer may still come on it; HTTP/2 gives up the
   * one stream, unless the connection itself is gone.
   */
  private breakOff(connection: Connection, cause: string): void {
    if (cause === 'timeout' && this.options.streams > 1) return
    this.close(
      connection,
      cause === 'timeout' ? 'the answer to a request that was given up may still come on it' : cause,
    )
  }

  private close(connection: Connection, why: string): void {
    if (connection.closed) return
    connection.closed = true
    this.connections.splice(this.connections.indexOf(connection), 1)
    this.open.set(this.connections.length)
    this.node.mark(marks.closes, { target: this.options.target, left: this.connections.length, why })
  }

  private failed({ label }: Request, cause: string, by: string, began: Micros): Reply {
    const waited = this.node.now - began
    this.node.mark(marks.gaveUp, { target: this.options.target, label, waited, why: cause })
    return { kind: 'failed', failure: { cause, by }, tookMicros: waited }
  }
}

interface Connection {
  /** Moment from which on it carries requests. */
  readonly openAt: Micros
  streams: number
  usedAt: Micros
  closed: boolean
  /** Runs while it is idle. */
  expiry: Task | null
}

function busyText(connections: number, streams: number): string {
  const carried = connections === 1 ? 'the one connection' : `all ${connections} connections`
  if (streams > 1) return `all ${connections * streams} streams of ${carried} are taken`
  return `${carried} ${connections === 1 ? 'is' : 'are'} busy`
}

/** What a message there and one back take on average, without a queue on the wire. */
export function roundTripMicros(node: Node, target: string): Micros {
  const { network } = node
  const other = network.node(target)
  if (other === undefined) throw new RangeError(`${node.name} connects to ${target}, which does not exist.`)
  return expected(network.link(node, other)) + expected(network.link(other, node))
}

function expected({ options, extraMicros }: Link): Micros {
  return meanOf(options.latency) + extraMicros
}

function meanOf(latency: Latency): Micros {
  switch (latency.kind) {
    case 'fixed':
      return latency.micros
    case 'uniform':
      return Math.round((latency.low + latency.high) / 2)
    case 'exponential':
      return latency.floor + latency.mean
  }
}
