import type { Row, RowTable } from '../algorithms/storage/row-table'
import type { Process } from '../kernel/process'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Component } from '../network/component'
import type { Request, Response } from '../network/message'
import type { Gauge, Node } from '../network/node'
import type { Plain } from '../protocol'
import * as marks from './database-marks'
import { type DatabaseOperation, operationOf, type RowAnswer, type ScanAnswer } from './database-requests'
import { LogShipping, type LogShippingOptions } from './log-shipping'
import { refusedFull } from './server'

export interface DatabaseOptions {
  /** Queries that run at once, such as processor cores. */
  readonly workers: number
  /** Queries that may wait for a worker. */
  readonly queueCapacity: number
  /** How many times as long all work takes while so many run at once. @default they do not hinder each other */
  slowdownAt?(inService: number): number
  /** Work of a query that brings none of its own. */
  readonly readMicros: Micros
  readonly writeMicros: Micros
  /** Work for each row that a scan finds, on top of a read. @default 0 */
  readonly scannedRowMicros?: Micros
  /** Replicas that the log is shipped to. */
  readonly shipping?: LogShippingOptions
  /** Replicas that have to confirm a write before it is answered; without as many in time it is answered all the same. */
  readonly semiSynchronous?: { readonly replicas: number; readonly timeoutMicros: Micros }
  /** Makes it a replica of this node: it refuses writes and takes `append`. */
  readonly follows?: {
    readonly primary: string
    readonly applyMicros: Micros
    /** Replaying takes a worker like a query does, and not one of its own. @default false */
    readonly sharesWorkers?: boolean
  }
}

/**
 * A database: rows behind a bounded queue and a number of workers. `table` holds the rows and their log, which are on
 * disk: the factory keeps it, so it outlives a crash. A write takes effect when its work is done, whether or not the
 * answer arrives.
 *
 * Reading: `rows`, `position` (of the log), `reads`, `writes`, `busy`, `queue`; a primary also `lag <replica>`.
 */
export class Database implements Component {
  readonly station: Station
  readonly shipping: LogShipping | null
  private factor = 1
  private readonly rows: Gauge
  private readonly position: Gauge
  private readonly reads: Gauge
  private readonly writes: Gauge

  constructor(
    private readonly node: Node,
    private readonly table: RowTable,
    private readonly options: DatabaseOptions,
  ) {
    this.station = node.station(options)
    this.factor = node.slowFactor
    this.shipping = options.shipping === undefined ? null : new LogShipping(node, table, options.shipping)
    this.rows = node.gauge('rows')
    this.position = node.gauge('position')
    this.reads = node.gauge('reads')
    this.writes = node.gauge('writes')
    this.reads.set(0)
    this.writes.set(0)
    this.show()
  }

  *handle(request: Request): Process<Response> {
    const operation = operationOf(request)
    if (operation === null) return this.refused(400, 'no operation')
    if (operation.kind === 'append') return yield* this.append(operation.after, operation.changes)
    const isWrite = operation.kind === 'write' || operation.kind === 'delete'
    if (isWrite && this.options.follows !== undefined) {
      const { primary } = this.options.follows
      this.node.mark(marks.readOnly, { node: this.node.name, label: request.label, primary })
      return this.refused(405, 'replica takes no writes')
    }
    const verdict = yield* this.station.serve(request.workMicros ?? this.workOf(operation))
    if (verdict.kind === 'rejected') {
      const { queueCapacity } = this.options
      const { policy } = this.station.options
      this.node.mark(refusedFull, { node: this.node.name, label: request.label, capacity: queueCapacity, policy })
      return this.refused(503, verdict.reason)
    }
    if (operation.kind === 'scan') return this.scan(operation)
    const { key } = request
    if (key === undefined) return this.refused(400, 'no key')
    return operation.kind === 'read' ? this.read(key) : yield* this.write(key, operation)
  }

  slowdown(factor: number): void {
    this.factor = factor
    this.station.slowdown = factor
  }

  private read(key: string): Response {
    this.reads.add(1)
    return this.row(this.table.get(key))
  }

  private scan({ from, to, limit }: DatabaseOperation & { kind: 'scan' }): Response {
    this.reads.add(1)
    const rows = this.table.scan(from, to, limit).map(([key, row]) => ({ key, ...row }))
    const body: ScanAnswer = { rows, position: this.table.position }
    return { status: 200, body: body as unknown as Plain }
  }

  private *write(key: string, operation: DatabaseOperation & { kind: 'write' | 'delete' }): Process<Response> {
    const { node, table, options } = this
    if (operation.kind === 'delete') {
      const { position } = table.delete(key)
      node.mark(marks.deleted, { node: node.name, key, position })
    } else {
      const version = table.get(key)?.version ?? 0
      if (operation.ifVersion !== null && operation.ifVersion !== version) {
        node.mark(marks.outdated, { node: node.name, key, expected: operation.ifVersion, version })
        return { ...this.row(table.get(key)), ...this.refused(409, 'row has changed') }
      }
      const { position } = table.put(key, operation.value)
      node.mark(marks.wrote, { node: node.name, key, value: operation.value, position })
    }
    const { position } = table
    const answer = this.row(table.get(key))
    this.writes.add(1)
    this.show()
    this.shipping?.changed()
    const { semiSynchronous } = options
    if (this.shipping !== null && semiSynchronous !== undefined)
      yield* this.shipping.waitFor(position, semiSynchronous.replicas, semiSynchronous.timeoutMicros)
    return answer
  }

  /** A replica replays changes in one thread, in order. */
  private *append(after: number, changes: (DatabaseOperation & { kind: 'append' })['changes']): Process<Response> {
    const { node, table, options } = this
    if (options.follows === undefined) return this.refused(405, 'no replica')
    if (after > table.position) {
      node.mark(marks.gap, { node: node.name, position: table.position, from: after })
      return { ...this.refused(409, 'gap in the log'), body: { position: table.position } }
    }
    const before = table.position
    for (const change of changes) {
      if (options.follows.sharesWorkers === true) yield* this.station.serve(options.follows.applyMicros)
      else yield* node.sleep(Math.round(options.follows.applyMicros * this.factor))
      table.apply(change)
    }
    if (table.position > before) {
      node.mark(marks.applied, { node: node.name, count: table.position - before, position: table.position })
      this.show()
    }
    return { status: 200, body: { position: table.position } }
  }

  private workOf(operation: DatabaseOperation): Micros {
    const { readMicros, writeMicros, scannedRowMicros = 0 } = this.options
    if (operation.kind === 'read') return readMicros
    if (operation.kind !== 'scan') return writeMicros
    return readMicros + scannedRowMicros * this.table.scan(operation.from, operation.to, operation.limit).length
  }

  private row(row: Row | null): Response {
    const { position } = this.table
    const answer: RowAnswer =
      row === null ? { found: false, value: null, version: 0, position } : { found: true, ...row, position }
    return { status: 200, body: answer as unknown as Plain }
  }

  private refused(status: number, cause: string): Response {
    return { status, failure: { cause, by: this.node.name } }
  }

  private show(): void {
    this.rows.set(this.table.size)
    this.position.set(this.table.position)
  }
}
