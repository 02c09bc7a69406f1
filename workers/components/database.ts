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
import { type DatabaseRole, FixedRole, type FixedRoleOptions } from './database-role'
import { LogReplay, type ReplayOptions } from './log-replay'
import { refusedFull } from './server'

export interface DatabaseOptions extends FixedRoleOptions {
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
  /** What it takes to store the log of a primary. */
  readonly replay?: ReplayOptions
  /** What it takes itself for, where that changes. @default what `follows` and `shipping` say, for ever */
  readonly role?: DatabaseRole
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
  private readonly replay: LogReplay
  private readonly role: DatabaseRole
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
    this.role = options.role ?? new FixedRole(node, table, options)
    this.replay = new LogReplay(node, table, this.role, this.station, options.replay ?? {})
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
    if (operation.kind === 'append') return yield* this.append(operation)
    const isWrite = operation.kind === 'write' || operation.kind === 'delete'
    const refusal = isWrite ? this.role.refuses(request) : null
    if (refusal !== null) return refusal
    const verdict = yield* this.station.serve(request.workMicros ?? this.workOf(operation))
    if (verdict.kind === 'rejected') {
      const { queueCapacity } = this.options
      const { policy } = this.station.options
      this.node.mark(refusedFull, { node: this.node.name, label: request.label, capacity: queueCapacity, policy })
      return this.refused(503, verdict.reason)
    }
    if (operation.kind === 'scan') return yield* this.role.answer(null, () => this.scan(operation))
    const { key } = request
    if (key === undefined) return this.refused(400, 'no key')
    if (operation.kind !== 'read') return this.role.refuses(request) ?? (yield* this.write(key, operation))
    this.reads.add(1)
    return yield* this.role.answer(operation.demand ?? null, () => this.row(this.table.get(key)))
  }

  slowdown(factor: number): void {
    this.replay.factor = factor
    this.station.slowdown = factor
  }

  /** Shows how far the log goes, after its role has changed it. */
  show(): void {
    this.rows.set(this.table.size)
    this.position.set(this.role.position)
  }

  private scan({ from, to, limit }: DatabaseOperation & { kind: 'scan' }): Response {
    this.reads.add(1)
    const rows = this.table.scan(from, to, limit).map(([key, row]) => ({ key, ...row }))
    const body: ScanAnswer = { rows, position: this.table.position }
    return { status: 200, body: body as unknown as Plain }
  }

  private *write(key: string, operation: DatabaseOperation & { kind: 'write' | 'delete' }): Process<Response> {
    const { node, table, role } = this
    const version = table.get(key)?.version ?? 0
    if (operation.kind === 'write' && operation.ifVersion !== null && operation.ifVersion !== version) {
      node.mark(marks.outdated, { node: node.name, key, expected: operation.ifVersion, version })
      return { ...this.row(table.get(key)), ...this.refused(409, 'row has changed') }
    }
    const value = operation.kind === 'write' ? operation.value : null
    const position = role.place(key, value)
    const answer = this.row(value === null ? null : { value, version: position }, position)
    this.writes.add(1)
    this.show()
    return (yield* role.commit(position)) ?? answer
  }

  private *append(append: DatabaseOperation & { kind: 'append' }): Process<Response> {
    const response = yield* this.replay.store(append)
    this.show()
    return response
  }

  private workOf(operation: DatabaseOperation): Micros {
    const { readMicros, writeMicros, scannedRowMicros = 0 } = this.options
    if (operation.kind === 'read') return readMicros
    if (operation.kind !== 'scan') return writeMicros
    return readMicros + scannedRowMicros * this.table.scan(operation.from, operation.to, operation.limit).length
  }

  private row(row: Row | null, position = this.table.position): Response {
    const epoch = this.role.epochAt(position)
    const place = { position, ...(epoch !== null && { epoch }) }
    const answer: RowAnswer =
      row === null ? { found: false, value: null, version: 0, ...place } : { found: true, ...row, ...place }
    return { status: 200, body: answer as unknown as Plain }
  }

  private refused(status: number, cause: string): Response {
    return { status, failure: { cause, by: this.node.name } }
  }
}
