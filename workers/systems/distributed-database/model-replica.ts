import { differingPlaces } from '../../algorithms/quorum/merkle-tree'
import type { Process } from '../../kernel/process'
import type { Station } from '../../kernel/station'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import { AntiEntropy } from './model-anti-entropy'
import type { Copies } from './model-copies'
import { handHints } from './model-hints'
import * as marks from './model-marks'
import { type ReplicaOperation, replicaOperationOf } from './model-messages'
import { contentText, isSameRow, isSiblings, itemsOf, joinRows, type Row, siblingsIn } from './model-row'
import { placesBytes, rowsBytes } from './model-wire'

export interface ReplicaOptions {
  readonly workers: number
  readonly queueCapacity: number
  readonly timeoutMicros: Micros
  /** Between two attempts to hand over what is kept for others; 0 for never. */
  readonly hintsEveryMicros: Micros
  /** Between two comparisons with another replica; 0 for never. */
  readonly compareEveryMicros: Micros
}

/**
 * A node with copies of some keys: workers with a bounded queue before a disk that survives a crash.
 *
 * Reading: fact `rows` (ReplicaRow[]), gauges `behind` (copies without what another one has), `hints`, `busy`, `queue`.
 */
export class Replica implements Component {
  readonly station: Station

  constructor(
    private readonly node: Node,
    private readonly copies: Copies,
    private readonly options: ReplicaOptions,
  ) {
    this.station = node.station(options)
    copies.shows(node)
  }

  *start(): Process {
    const { node, copies, options } = this
    if (options.hintsEveryMicros > 0) node.spawnFresh('hints', handHints(node, copies, options))
    if (options.compareEveryMicros > 0)
      yield* new AntiEntropy(node, copies, options, (key, row) => this.#take(key, row)).run()
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  *handle(request: Request): Process<Response> {
    const verdict = yield* this.station.serve(request.workMicros ?? 0)
    if (verdict.kind === 'rejected') return { status: 503, failure: { cause: verdict.reason, by: this.node.name } }
    return this.#done(request.key ?? '', replicaOperationOf(request))
  }

  #done(key: string, operation: ReplicaOperation): Response {
    const { copies, node } = this
    const disk = copies.disk(node.name)
    switch (operation.kind) {
      case 'get': {
        const found = disk.find(key)
        return { status: 200, label: `${key}: ${found === null ? 'none' : contentText(found)}`, body: found }
      }
      case 'put':
        if (operation.keptFor === null) this.#take(key, operation.row)
        else {
          const { row, keptFor } = operation
          disk.keep({ keptFor, key, row })
          node.mark(marks.hintKept, { node: node.name, key, value: contentText(row), keptFor })
          copies.changed(key, node.name)
        }
        return { status: 200 }
      case 'overwrite':
        this.#overwrite(key, operation.row)
        return { status: 200 }
      case 'compare': {
        const tree = copies.tree(node.name, operation.from)
        const differs = differingPlaces(tree, operation.level, operation.places, operation.hashes)
        return { status: 200, label: `${differs.length} differ`, bytes: placesBytes(differs.length), body: differs }
      }
      case 'exchange': {
        const own = copies.rowsIn(node.name, operation.from, operation.buckets)
        for (const theirs of operation.rows) this.#take(theirs.key, theirs.row)
        return { status: 200, label: `${own.length} rows`, bytes: rowsBytes(own), body: own as unknown as Plain }
      }
    }
  }

  /** The last write wins, or siblings stay together: a copy that adds nothing changes nothing. */
  #take(key: string, row: Row): boolean {
    const { copies, node } = this
    const disk = copies.disk(node.name)
    const own = disk.rows.get(key) ?? null
    const joined = joinRows([own, row]) ?? row
    if (own !== null && !isSameRow(own, row)) this.#tell(key, row, own, joined)
    if (isSameRow(joined, own)) return false
    disk.rows.set(key, joined)
    copies.changed(key, node.name)
    return true
  }

  /** What becomes of two rows that are not alike. */
  #tell(key: string, row: Row, own: Row, joined: Row): void {
    const { node } = this
    const told = { node: node.name, key, value: contentText(row) }
    const kept = itemsOf(joined)
    const dropped = [...itemsOf(own), ...itemsOf(row)].filter((item) => !kept.includes(item))
    if (dropped.length > 0)
      node.mark(marks.dropped, { ...told, value: contentText(joined), items: dropped.slice(0, 6) })
    else if (isSiblings(joined) && joined.versions.length > 1)
      node.mark(marks.siblings, { node: node.name, key, ...siblingsIn(joined) })
    else if (isSameRow(joined, own)) node.mark(marks.olderLeft, { ...told, own: contentText(own) })
  }

  #overwrite(key: string, row: Row): void {
    const { copies, node } = this
    const disk = copies.disk(node.name)
    const own = disk.rows.get(key) ?? null
    disk.rows.set(key, row)
    if (own !== null && isSameRow(joinRows([own, row]), own) && !isSameRow(own, row))
      node.mark(marks.overtaken, { node: node.name, key, value: contentText(row), newer: contentText(own) })
    copies.changed(key, node.name)
  }
}
