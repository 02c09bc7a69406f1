import type { Durable, Raft } from '../../algorithms/consensus/raft'
import { termAt } from '../../algorithms/consensus/raft-log'
import { compareVersions, type Version } from '../../algorithms/replication/version'
import { RowTable, type RowValue } from '../../algorithms/storage/row-table'
import { Signal } from '../../components/signal'
import type { Process } from '../../kernel/process'
import type { Station } from '../../kernel/station'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import * as marks from './model-marks'
import {
  answer,
  type Command,
  callOf,
  MISDIRECTED,
  type ReadAnswer,
  type ReadCall,
  type Redirect,
  refusal,
  TOO_OLD,
  type WriteAnswer,
} from './model-messages'
import { RaftMember, textOfCommand } from './model-raft-member'
import type { RaftNodeOptions } from './model-raft-options'
import { ShownLog } from './model-shown-log'
import type { ReplicationWitness } from './model-witness'

/**
 * A database over a Raft server. Its rows are what the committed part of the log makes of an empty table: they are built
 * anew after a crash. Writes, and reads that must not be stale, are answered when their place in the log is committed.
 */
export class RaftNode implements Component {
  private readonly station: Station
  private readonly shown: ShownLog
  private readonly member: RaftMember
  private readonly raft: Raft<Command>
  private readonly table = new RowTable()
  private readonly progress: Signal
  private readonly found = new Map<number, RowValue | null>()
  private toldCommit = 0

  constructor(
    private readonly node: Node,
    disk: Durable<Command>,
    private readonly options: RaftNodeOptions,
    private readonly witness: ReplicationWitness,
  ) {
    this.member = new RaftMember(node, disk, options, { led: () => this.led(), changed: () => this.changed() })
    this.raft = this.member.raft
    this.station = node.station({ workers: options.workers, queueCapacity: 200 })
    this.shown = new ShownLog(node)
    this.progress = new Signal(node, 'its place in the log to be committed')
    this.show()
  }

  *start(): Process {
    yield* this.member.watch()
  }

  *handle(request: Request): Process<Response> {
    const call = callOf(request)
    switch (call.kind) {
      case 'raft':
        return yield* this.member.answerPeer(call.request)
      case 'write':
        return yield* this.write(request.key ?? '', call.value)
      case 'read':
        return yield* this.read(request.key ?? '', call)
      default:
        return this.refuse(MISDIRECTED, 'no such call in Raft')
    }
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  private led(): void {
    const { raft, node, witness } = this
    const lost = witness.promoted(node.name, (value) => this.holds(value))
    const values = lost.length === 0 ? 'none' : lost.slice(0, 6).join(', ')
    const told = { node: node.name, epoch: raft.term, position: raft.log.length, lost: lost.length, values }
    node.mark(marks.tookOver, told)
  }

  private changed(): void {
    this.apply()
    this.show()
  }

  private apply(): void {
    const { raft, table, node } = this
    while (table.position < raft.commit) {
      const position = table.position + 1
      const command = raft.log[position - 1]?.command
      if (command?.kind === 'write') table.put(command.key, command.value)
      else table.delete('')
      if (command?.kind === 'read' && this.found.has(position))
        this.found.set(position, table.get(command.key)?.value ?? null)
    }
    if (raft.commit > this.toldCommit && raft.role.kind === 'leader')
      node.mark(marks.committed, { node: node.name, position: raft.commit, term: raft.term })
    this.toldCommit = raft.commit
    this.progress.fire()
  }

  // Reads and writes -------------------------------------------------------------------------------------------------

  private *write(key: string, value: RowValue): Process<Response> {
    const { node, raft, options } = this
    if (raft.role.kind !== 'leader') return this.redirect()
    const verdict = yield* this.station.serve(options.writeMicros)
    if (verdict.kind === 'rejected') return this.refuse(503, verdict.reason)
    const position = this.propose({ kind: 'write', key, value })
    if (position === null) return this.redirect()
    const epoch = raft.term
    node.mark(marks.took, { node: node.name, key, value: String(value), position, epoch })
    this.witness.accepted(node.name, epoch)
    if (!(yield* this.isCommitted(position, epoch))) return this.refuse(504, 'no longer leader')
    return answer<WriteAnswer>({ version: { epoch, position } })
  }

  private *read(key: string, call: ReadCall): Process<Response> {
    const { options } = this
    const verdict = yield* this.station.serve(options.readMicros)
    if (verdict.kind === 'rejected') return this.refuse(503, verdict.reason)
    if (call.isStrict) return yield* this.readThroughLog(key)
    if (call.atLeast !== null && !(yield* this.reaches(call.atLeast))) return this.refuse(TOO_OLD, 'behind the session')
    return answer<ReadAnswer>({ value: this.table.get(key)?.value ?? null, version: this.version })
  }

  private *readThroughLog(key: string): Process<Response> {
    const { raft } = this
    const position = this.propose({ kind: 'read', key })
    if (position === null) return this.redirect()
    const epoch = raft.term
    this.found.set(position, null)
    if (!(yield* this.isCommitted(position, epoch))) return this.refuse(504, 'no longer leader')
    const value = this.found.get(position) ?? null
    this.found.delete(position)
    return answer<ReadAnswer>({ value, version: { epoch, position } })
  }

  private propose(command: Command): number | null {
    const position = this.member.propose(command)
    if (position !== null) this.show()
    return position
  }

  private *isCommitted(position: number, term: number): Process<boolean> {
    const { raft, table } = this
    while (table.position < position) {
      if (raft.role.kind !== 'leader' || raft.term !== term) return false
      yield* this.progress.next()
    }
    return termAt(raft.log, position) === term
  }

  private *reaches(version: Version): Process<boolean> {
    const { node, options } = this
    const began = node.now
    while (compareVersions(this.version, version) < 0) {
      const left = options.waitMicros - (node.now - began)
      if (left <= 0) return false
      yield* this.progress.next(left)
    }
    return true
  }

  // ------------------------------------------------------------------------------------------------------------------

  private get version(): Version {
    const { position } = this.table
    return { epoch: termAt(this.raft.log, position), position }
  }

  private holds(value: string): boolean {
    return this.raft.log.some(({ command }) => command.kind === 'write' && command.value === value)
  }

  private redirect(): Response {
    const { role, term } = this.raft
    const body: Redirect = { primary: role.kind === 'follower' ? role.leader : null, epoch: term }
    return { ...this.refuse(MISDIRECTED, 'not the leader'), body: body as unknown as Plain }
  }

  private refuse(status: number, cause: string): Response {
    return refusal(this.node, status, cause)
  }

  private show(): void {
    const { raft, shown, table } = this
    shown.showRole(raft.role.kind, raft.term)
    shown.showProgress(raft.commit, table.position)
    shown.showLog(raft.log.length, (position) => {
      const command = raft.log[position - 1]?.command
      return { position, epoch: termAt(raft.log, position), text: command === undefined ? '' : textOfCommand(command) }
    })
  }
}
