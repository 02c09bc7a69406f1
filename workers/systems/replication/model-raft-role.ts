import type { Raft } from '../../algorithms/consensus/raft'
import { termAt } from '../../algorithms/consensus/raft-log'
import { compareVersions, type Version } from '../../algorithms/replication/version'
import { RowTable, type RowValue } from '../../algorithms/storage/row-table'
import type { ReadDemand } from '../../components/database-requests'
import type { DatabaseRole } from '../../components/database-role'
import { Signal } from '../../components/signal'
import type { Process } from '../../kernel/process'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import * as marks from './model-marks'
import { type Command, redirection, refusal, TOO_OLD } from './model-messages'
import { type RaftMember, textOfCommand } from './model-raft-member'
import type { RaftNodeOptions } from './model-raft-options'
import type { RaftWitness } from './model-raft-witness'
import { ShownLog } from './model-shown-log'
import type { ReplicationWitness } from './model-witness'

/** Who watches sessions, and who watches the group. */
export type RaftWitnesses = readonly [ReplicationWitness, RaftWitness]

/**
 * The role of a database whose group elects its leader: writes, and reads that must not be stale, are answered when their
 * place in the log is committed. A change reaches the table then, and not before.
 */
export class RaftRole implements DatabaseRole {
  /** What the committed part of the log makes of an empty one. */
  readonly table = new RowTable()
  private readonly raft: Raft<Command>
  private readonly shown: ShownLog
  private readonly progress: Signal
  /** Reads whose place in the log is not committed yet, and what they found. */
  private readonly looks = new Map<number, () => Response>()
  private readonly found = new Map<number, Response>()
  private toldCommit = 0

  constructor(
    private readonly node: Node,
    private readonly member: RaftMember,
    private readonly options: RaftNodeOptions,
    private readonly witnesses: RaftWitnesses,
  ) {
    this.raft = member.raft
    this.shown = new ShownLog(node)
    this.progress = new Signal(node, 'its place in the log to be committed')
    this.show()
  }

  // What its database asks -------------------------------------------------------------------------------------------

  get position(): number {
    return this.raft.log.length
  }

  epochAt(position: number): number {
    return termAt(this.raft.log, position)
  }

  refuses(_: Request): Response | null {
    return this.raft.role.kind === 'leader' ? null : this.redirect()
  }

  place(key: string, value: RowValue | null): number {
    const { node, raft } = this
    const position = this.propose({ kind: 'write', key, value })
    const epoch = raft.term
    node.mark(marks.took, { node: node.name, key, value: String(value ?? 'nothing'), position, epoch })
    this.witnesses[0].accepted(node.name, epoch)
    return position
  }

  *commit(position: number): Process<Response | null> {
    const { raft, table, node } = this
    const { term } = raft
    while (table.position < position) {
      if (raft.role.kind !== 'leader' || raft.term !== term) return refusal(node, 504, 'no longer leader')
      yield* this.progress.next()
    }
    return termAt(raft.log, position) === term ? null : refusal(node, 504, 'no longer leader')
  }

  *answer(demand: ReadDemand | null, look: () => Response): Process<Response> {
    if (demand === null) return look()
    if (demand.kind === 'primary') return yield* this.answerThroughLog(look)
    if (demand.kind === 'at least')
      return (yield* this.reaches(demand.version)) ? look() : refusal(this.node, TOO_OLD, 'behind the session')
    // The last word of a leader may be that of one that others have replaced, so no age can be known.
    return this.raft.role.kind === 'leader' ? yield* this.answerThroughLog(look) : this.refuseAge()
  }

  /** A member takes what its group sends, and no log of a primary. */
  declines(): Response {
    return this.redirect()
  }

  applied(): void {}

  // What its member tells --------------------------------------------------------------------------------------------

  led(): void {
    const { raft, node } = this
    const lost = this.witnesses[0].promoted(node.name, (value) => this.holds(value))
    const values = marks.someOf(lost)
    const told = { node: node.name, role: 'leader of term', epoch: raft.term, position: raft.log.length }
    node.mark(marks.tookOver, { ...told, lost: lost.length, values })
  }

  changed(): void {
    const { raft, table, node } = this
    while (table.position < raft.commit) this.apply(table.position + 1)
    if (raft.commit > this.toldCommit && raft.role.kind === 'leader')
      node.mark(marks.committed, { node: node.name, position: raft.commit, term: raft.term })
    this.toldCommit = raft.commit
    this.progress.fire()
    this.show()
  }

  private apply(position: number): void {
    const { raft, table, looks } = this
    const command = raft.log[position - 1]?.command
    if (command?.kind !== 'write') table.blank()
    else if (command.value === null) table.delete(command.key)
    else table.put(command.key, command.value)
    const look = looks.get(position)
    if (look !== undefined && command?.kind === 'read') this.found.set(position, look())
  }

  private *answerThroughLog(look: () => Response): Process<Response> {
    if (this.raft.role.kind !== 'leader') return this.redirect()
    const { looks, found } = this
    const position = this.propose({ kind: 'read' })
    if (!found.has(position)) looks.set(position, look)
    const refused = yield* this.commit(position)
    const response = found.get(position) ?? refusal(this.node, 504, 'no longer leader')
    looks.delete(position)
    found.delete(position)
    return refused ?? response
  }

  private propose(command: Command): number {
    const position = this.member.propose(command)
    this.show()
    return position
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
    return redirection(this.node, 'not the leader', {
      primary: role.kind === 'follower' ? role.leader : null,
      epoch: term,
    })
  }

  private refuseAge(): Response {
    const { node } = this
    node.mark(marks.tooOld, { node: node.name, why: 'no follower knows whether its leader still leads' })
    return refusal(node, TOO_OLD, 'too stale')
  }

  private show(): void {
    const { raft, shown, table } = this
    const { role } = raft
    this.witnesses[1].sees(raft)
    shown.showRole(role.kind, raft.term)
    if (role.kind === 'leader')
      for (const [peer, match] of Object.entries(role.match)) shown.showLag(peer, raft.log.length - match)
    shown.showProgress(raft.commit, table.position)
    shown.showLog(raft.log.length, (position) => {
      const command = raft.log[position - 1]?.command
      return { position, epoch: termAt(raft.log, position), text: command === undefined ? '' : textOfCommand(command) }
    })
  }
}
