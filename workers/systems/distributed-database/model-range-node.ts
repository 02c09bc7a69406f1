import { Signal } from '../../components/signal'
import type { Process } from '../../kernel/process'
import type { Station } from '../../kernel/station'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import type { Copies } from './model-copies'
import * as marks from './model-marks'
import { type RangeDisk, RangeMember, type RangeMemberOptions } from './model-range-member'
import {
  MISDIRECTED,
  type RangeCommand,
  type RangeOperation,
  type Redirect,
  raftAnswer,
  rangeOperationOf,
} from './model-range-messages'
import { contentText, type Row } from './model-row'

export interface RangeNodeOptions {
  readonly workers: number
  readonly queueCapacity: number
  rangeOf(key: string): string
  /** Whether the holder of a lease answers alone; otherwise it asks a majority whether it still leads (§6.4). */
  readonly readsByLease: boolean
}

/** What a node has of one range. */
export interface RangeShare {
  readonly disk: RangeDisk
  readonly options: RangeMemberOptions
}

/**
 * A node with copies of some ranges, each a Raft group of its own (as in CockroachDB and Spanner). The rows are what the
 * committed part of the logs makes.
 *
 * Reading: facts `rows` (ReplicaRow[]) and `leases` (names of the ranges that it may answer for alone), gauges `behind`,
 * `busy`, `queue`.
 */
export class RangeNode implements Component {
  readonly station: Station
  readonly #members = new Map<string, RangeMember>()
  readonly #progress: Signal

  constructor(
    private readonly node: Node,
    private readonly copies: Copies,
    private readonly shares: readonly RangeShare[],
    private readonly options: RangeNodeOptions,
  ) {
    this.station = node.station(options)
    this.#progress = new Signal(node, 'its range to go on')
    copies.shows(node)
    for (const { disk, options: share } of shares)
      this.#members.set(share.range, new RangeMember(node, disk, share, () => this.#changed()))
  }

  *start(): Process {
    this.node.fact('leases').set([])
    yield* this.node.all([...this.#members.values()].map((member) => member.watch()))
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  *handle(request: Request): Process<Response> {
    const operation = rangeOperationOf(request)
    if (operation.kind === 'raft') return yield* this.#answerPeer(operation)
    const key = request.key ?? ''
    const member = this.#memberOf(this.options.rangeOf(key))
    if (!member.isLeader) return this.#redirect(member)
    const work = operation.kind === 'read' ? (request.workMicros ?? 0) : (operation.works[this.#place(key)] ?? 0)
    const verdict = yield* this.station.serve(work)
    if (verdict.kind === 'rejected') return this.#refuse(503, verdict.reason)
    return operation.kind === 'read' ? yield* this.#read(key, member) : yield* this.#write(key, member, operation)
  }

  *#read(key: string, member: RangeMember): Process<Response> {
    const { node, options, copies } = this
    const { range } = member
    if (!member.isLeader) return this.#redirect(member)
    if (!options.readsByLease) return yield* this.#readConfirmed(key, member)
    const left = member.leaseLeft
    if (left <= 0) {
      node.mark(marks.readWithoutLease, { node: node.name, range, key })
      return this.#refuse(503, `holds no lease of ${range}`)
    }
    const row = copies.copy(node.name, key)
    node.mark(marks.leaseRead, { node: node.name, range, key, value: told(row), left })
    return { status: 200, body: row as Plain }
  }

  /** The leader answers what is committed when a majority has confirmed, after the read began, that it still leads. */
  *#readConfirmed(key: string, member: RangeMember): Process<Response> {
    const { node, copies } = this
    const began = node.now
    const { term } = member.raft
    member.sendToAll()
    while (!member.isConfirmedSince(began, term)) {
      if (!member.isLeader || member.raft.term !== term) return this.#redirect(member)
      yield* this.#progress.next()
    }
    const row = copies.copy(node.name, key)
    const waited = node.now - began
    node.mark(marks.confirmedRead, { node: node.name, range: member.range, key, value: told(row), waited })
    return { status: 200, body: row as Plain }
  }

  *#write(key: string, member: RangeMember, { value, works }: RangeOperation & { kind: 'write' }): Process<Response> {
    const { node } = this
    const { raft, range } = member
    const position = member.propose({ kind: 'write', key, value, works })
    if (position === null) return this.#redirect(member)
    const { term } = raft
    while (raft.commit < position) {
      if (raft.term !== term || !member.isLeader) return this.#refuse(504, 'it leads no more')
      yield* this.#progress.next()
    }
    node.mark(marks.rangeWritten, { node: node.name, range, key, value, position, term })
    return { status: 200 }
  }

  *#answerPeer({ range, request }: RangeOperation & { kind: 'raft' }): Process<Response> {
    const entries = request.kind === 'append' ? request.entries : []
    const work = entries.reduce((sum, { command }) => sum + this.#workOf(command), 0)
    if (entries.length > 0) {
      const verdict = yield* this.station.serve(work)
      if (verdict.kind === 'rejected') return this.#refuse(503, verdict.reason)
    }
    return raftAnswer(this.#memberOf(range).answer(request))
  }

  #changed(): void {
    const { node, shares, copies } = this
    for (const { disk, options } of shares) {
      const raft = this.#members.get(options.range)?.raft
      if (raft === undefined) continue
      while (disk.applied < raft.commit) {
        const entry = raft.log[disk.applied++]
        if (entry?.command.kind !== 'write') continue
        const { key, value } = entry.command
        const stamp = { time: disk.applied, count: entry.term, by: options.range }
        copies.disk(node.name).rows.set(key, { value, stamp })
        copies.changed(key, node.name)
      }
    }
    this.#showLeases()
    this.#progress.fire()
  }

  #showLeases(): void {
    const held = [...this.#members.values()].filter((member) => member.leaseLeft > 0).map(({ range }) => range)
    const fact = this.node.fact('leases')
    if (JSON.stringify(fact.value) !== JSON.stringify(held)) fact.set(held)
  }

  #workOf(command: RangeCommand): number {
    return command.kind === 'write' ? (command.works[this.#place(command.key)] ?? 0) : 0
  }

  /** Which of the copies of a key is here. */
  #place(key: string): number {
    return this.copies.homes(key).indexOf(this.node.name)
  }

  #memberOf(range: string): RangeMember {
    const member = this.#members.get(range)
    if (member === undefined) throw new RangeError(`${this.node.name} has no copy of ${range}.`)
    return member
  }

  #redirect(member: RangeMember): Response {
    const { node } = this
    const { leader, range } = member
    node.mark(marks.rangeMoved, { node: node.name, range, instead: leader ?? 'nobody' })
    return { ...this.#refuse(MISDIRECTED, `does not lead ${range}`), body: { leader } satisfies Redirect }
  }

  #refuse(status: number, cause: string): Response {
    return { status, failure: { cause, by: this.node.name } }
  }
}

function told(row: Row | null): number | string {
  return row === null ? 'none' : contentText(row)
}
