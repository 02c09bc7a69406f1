import { type RowValue, textOfChange } from '../../algorithms/storage/row-table'
import { type Append, operationOf, type ReadDemand } from '../../components/database-requests'
import type { DatabaseRole } from '../../components/database-role'
import type { Process } from '../../kernel/process'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import * as marks from './model-marks'
import { answer, type NodeCall, type Promised, redirection, refusal, TOO_OLD } from './model-messages'
import type { NodeDisk } from './model-node-disk'
import type { NodeOptions } from './model-node-options'
import { PrimaryLog } from './model-primary-log'
import { ReplicaLog } from './model-replica-log'
import { ShownLog } from './model-shown-log'
import type { ReplicationWitness } from './model-witness'

/** What a node is told about who leads. */
export type RoleCall = Extract<NodeCall, { kind: 'promise' | 'lead' | 'follow' | 'promote' }>

/**
 * The role of a database whose primary is replaced: every log is that of an epoch, an epoch has one primary, and who has
 * promised an epoch takes nothing of an older one. It writes as a primary only, and acknowledges what enough replicas hold.
 */
export class ElectedRole implements DatabaseRole {
  private readonly shown: ShownLog
  private readonly received: ReplicaLog
  private sent: PrimaryLog | null = null

  constructor(
    private readonly node: Node,
    private readonly disk: NodeDisk,
    private readonly options: NodeOptions,
    private readonly witness: ReplicationWitness,
  ) {
    this.shown = new ShownLog(node)
    this.received = new ReplicaLog(node, disk, options, (epoch, why) => this.hear(epoch, why))
    this.show()
  }

  start(): void {
    if (this.disk.role.kind === 'primary') this.ship(this.options.peers)
  }

  // What its database asks -------------------------------------------------------------------------------------------

  get position(): number {
    return this.disk.table.position
  }

  epochAt(position: number): number {
    return this.disk.epochs.at(position)
  }

  refuses(request: Request): Response | null {
    const { node, disk, options } = this
    const operation = operationOf(request)
    const heard = operation?.kind === 'write' ? (operation.epoch ?? 0) : 0
    if (heard > disk.promised) this.hear(heard, 'from an application')
    if (disk.role.kind !== 'primary') return this.redirect()
    const fit = this.sent?.heardWithin(options.mostLagMicros) ?? 0
    if (fit >= options.minReplicas) return null
    node.mark(marks.tooFew, { node: node.name, fit, needed: options.minReplicas, lag: options.mostLagMicros })
    return refusal(node, 503, 'too few replicas')
  }

  place(key: string, value: RowValue | null): number {
    const { node, disk } = this
    const { position } = value === null ? disk.table.delete(key) : disk.table.put(key, value)
    const epoch = disk.promised
    disk.epochs.wrote(epoch, position)
    node.mark(marks.took, { node: node.name, key, value: String(value ?? 'nothing'), position, epoch })
    this.witness.accepted(node.name, epoch)
    this.show()
    return position
  }

  *commit(position: number): Process<Response | null> {
    const { sent, node, disk } = this
    if (sent === null || (yield* sent.commit(position, disk.promised))) return null
    return refusal(node, 504, 'no longer primary')
  }

  *answer(demand: ReadDemand | null, look: () => Response): Process<Response> {
    const { node, received, disk } = this
    if (demand === null) return look()
    if (demand.kind === 'primary') return yield* this.answerAsPrimary(look)
    if (demand.kind === 'at least')
      return (yield* received.reaches(demand.version)) ? look() : refusal(node, TOO_OLD, 'behind the session')
    if (disk.role.kind === 'primary' || received.isFresh(demand.micros)) return look()
    return refusal(node, TOO_OLD, 'too stale')
  }

  declines(append: Append): Response | null {
    return this.received.declines(append)
  }

  applied(append: Append, count: number): void {
    this.received.applied(append, count)
    this.show()
  }

  /** A place in the log that most must confirm: only then was this node still the primary when the row was looked up. */
  private *answerAsPrimary(look: () => Response): Process<Response> {
    const { disk, options } = this
    if (disk.role.kind !== 'primary') return this.redirect()
    if (!options.readsThroughLog) return look()
    const found = look()
    const { position } = disk.table.blank()
    disk.epochs.wrote(disk.promised, position)
    this.show()
    return (yield* this.commit(position)) ?? found
  }

  // What it is told --------------------------------------------------------------------------------------------------

  obey(call: RoleCall): Response {
    const { disk } = this
    if (call.kind === 'promote') {
      this.takeOver([])
      return answer(null)
    }
    const { epoch } = call
    if (call.kind === 'lead') return this.lead(epoch)
    if (epoch > disk.promised) this.hear(epoch, 'from the monitor')
    if (call.kind === 'promise') return answer<Promised>({ last: disk.last })
    if (epoch === disk.promised && disk.role.kind === 'replica') disk.role = { kind: 'replica', of: call.primary }
    this.show()
    return answer(null)
  }

  /** What this node says of its lag, in ms; the next one counts from here. */
  takeLagMs(): number {
    return this.received.takeLagMs()
  }

  private lead(epoch: number): Response {
    const { disk, options } = this
    if (epoch < disk.promised) return this.redirect()
    disk.promised = epoch
    this.takeOver(options.peers)
    return answer(null)
  }

  private takeOver(followers: readonly string[]): void {
    const { node, disk, witness } = this
    disk.role = { kind: 'primary' }
    this.ship(followers)
    const lost = witness.promoted(node.name, (value) => disk.holds(value))
    const { position } = disk.table
    const values = marks.someOf(lost)
    const told = { node: node.name, role: 'primary of epoch', epoch: disk.promised }
    node.mark(marks.tookOver, { ...told, position, lost: lost.length, values })
    this.show()
  }

  private ship(followers: readonly string[]): void {
    const { node, disk, options } = this
    this.sent = new PrimaryLog(node, disk, options, followers, {
      hear: (epoch, why) => this.hear(epoch, why),
      show: () => this.show(),
    })
  }

  /** A newer epoch has begun: a primary of an older one steps down. */
  private hear(epoch: number, why: string): void {
    const { disk, node } = this
    if (disk.role.kind === 'primary')
      node.mark(marks.steppedDown, { node: node.name, epoch: disk.promised, newer: epoch, why })
    disk.promised = epoch
    disk.role = { kind: 'replica', of: null }
    this.sent?.stop()
    this.sent = null
    this.show()
  }

  private redirect(): Response {
    const { role, promised } = this.disk
    const primary = role.kind === 'replica' ? role.of : this.node.name
    return redirection(this.node, 'not the primary', { primary, epoch: promised })
  }

  private show(): void {
    const { disk, shown, sent } = this
    const { table, epochs, role } = disk
    shown.showRole(role.kind === 'primary' ? 'primary' : role.of === null ? 'orphan' : 'replica', disk.promised)
    const held = role.kind === 'primary' ? sent?.held : undefined
    shown.showProgress(held ?? table.position, table.position)
    shown.showLog(table.position, (position) => {
      const change = table.changesAfter(position - 1, 1)[0]
      return { position, epoch: epochs.at(position), text: change === undefined ? '' : textOfChange(change) }
    })
  }
}
