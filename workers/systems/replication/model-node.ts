import type { Change } from '../../algorithms/storage/row-table'
import type { Process } from '../../kernel/process'
import type { Station } from '../../kernel/station'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import * as marks from './model-marks'
import {
  answer,
  callOf,
  type Health,
  MISDIRECTED,
  type NodeCall,
  type Promised,
  type ReadAnswer,
  type ReadCall,
  type Redirect,
  refusal,
  TOO_OLD,
  type WriteAnswer,
} from './model-messages'
import type { NodeDisk } from './model-node-disk'
import type { LogHost, NodeOptions } from './model-node-options'
import { PrimaryLog } from './model-primary-log'
import { ReplicaLog } from './model-replica-log'
import { ShownLog } from './model-shown-log'
import type { ReplicationWitness } from './model-witness'

/** A database that is a primary or a replica, and can become the other. */
export class DatabaseNode implements Component {
  private readonly station: Station
  private readonly shown: ShownLog
  private readonly host: LogHost
  private readonly received: ReplicaLog
  private sent: PrimaryLog | null = null

  constructor(
    private readonly node: Node,
    private readonly disk: NodeDisk,
    private readonly options: NodeOptions,
    private readonly witness: ReplicationWitness,
  ) {
    this.station = node.station({ workers: options.workers, queueCapacity: 200 })
    this.shown = new ShownLog(node)
    this.host = { hear: (epoch, why) => this.hear(epoch, why), show: () => this.show() }
    this.received = new ReplicaLog(node, disk, options, this.host)
    this.show()
  }

  *start(): Process {
    if (this.disk.role.kind === 'primary') this.ship(this.options.peers)
  }

  *handle(request: Request): Process<Response> {
    const call = callOf(request)
    switch (call.kind) {
      case 'write':
        return yield* this.write(request.key ?? '', call)
      case 'read':
        return yield* this.read(request.key ?? '', call)
      case 'append':
        return yield* this.received.store(call)
      case 'promise':
        return this.promise(call.epoch)
      case 'lead':
        return this.lead(call.epoch)
      case 'follow':
        return this.follow(call.epoch, call.primary)
      case 'promote':
        this.takeOver([])
        return answer(null)
      case 'health':
        return this.health()
      case 'raft':
        return this.refuse(MISDIRECTED, 'no Raft here')
    }
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  // The primary ------------------------------------------------------------------------------------------------------

  private *write(key: string, call: Extract<NodeCall, { kind: 'write' }>): Process<Response> {
    const { node, disk, options } = this
    if (call.epoch > disk.promised) this.hear(call.epoch, 'from an application')
    if (disk.role.kind !== 'primary') return this.redirect()
    const fit = this.sent?.heardWithin(options.mostLagMicros) ?? 0
    if (fit < options.minReplicas) {
      node.mark(marks.tooFew, { node: node.name, fit, needed: options.minReplicas, lag: options.mostLagMicros })
      return this.refuse(503, 'too few replicas')
    }
    const verdict = yield* this.station.serve(options.writeMicros)
    if (verdict.kind === 'rejected') return this.refuse(503, verdict.reason)
    if (this.disk.role.kind !== 'primary') return this.redirect()
    const epoch = disk.promised
    const { position } = this.place(disk.table.put(key, call.value), epoch)
    node.mark(marks.took, { node: node.name, key, value: String(call.value), position, epoch })
    this.witness.accepted(node.name, epoch)
    if (!(yield* this.isSafe(position, epoch))) return this.refuse(504, 'no longer primary')
    return answer<WriteAnswer>({ version: { epoch, position } })
  }

  /** @returns whether a write or a read at this position may be acknowledged, after the confirmations that it needs */
  private *isSafe(position: number, epoch: number): Process<boolean> {
    return this.sent === null || (yield* this.sent.isSafe(position, epoch))
  }

  private place(change: Change, epoch: number): Change {
    this.disk.epochs.wrote(epoch, change.position)
    this.show()
    this.sent?.changed()
    return change
  }

  private ship(followers: readonly string[]): void {
    this.sent = new PrimaryLog(this.node, this.disk, this.options, followers, this.host)
  }

  // Roles ------------------------------------------------------------------------------------------------------------

  private promise(epoch: number): Response {
    if (epoch > this.disk.promised) this.hear(epoch, 'from the monitor')
    return answer<Promised>({ last: this.disk.last })
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
    const values = lost.length === 0 ? 'none' : lost.length > 6 ? `${lost.slice(0, 6).join(', ')}, …` : lost.join(', ')
    const { position } = disk.table
    node.mark(marks.tookOver, { node: node.name, epoch: disk.promised, position, lost: lost.length, values })
    this.show()
  }

  private follow(epoch: number, primary: string): Response {
    if (epoch > this.disk.promised) this.hear(epoch, 'from the monitor')
    if (epoch === this.disk.promised && this.disk.role.kind === 'replica')
      this.disk.role = { kind: 'replica', of: primary }
    this.show()
    return answer(null)
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

  // Reads ------------------------------------------------------------------------------------------------------------

  private *read(key: string, call: ReadCall): Process<Response> {
    const { node, disk, options } = this
    const verdict = yield* this.station.serve(options.readMicros)
    if (verdict.kind === 'rejected') return this.refuse(503, verdict.reason)
    if (call.isStrict && !options.isGuide) return yield* this.readAtPrimary(key)
    if (call.atLeast !== null && !(yield* this.received.reaches(call.atLeast)))
      return this.refuse(TOO_OLD, 'behind the session')
    const { age } = this.received
    if (call.freshMicros !== null && disk.role.kind === 'replica' && age > call.freshMicros) {
      node.mark(marks.tooOld, { node: node.name, why: `it was complete ${Math.round(age / 1000)} ms ago` })
      return this.refuse(TOO_OLD, 'too stale')
    }
    return this.found(key)
  }

  private *readAtPrimary(key: string): Process<Response> {
    const { disk, options } = this
    if (disk.role.kind !== 'primary') return this.redirect()
    if (!options.readsThroughLog) return this.found(key)
    const epoch = disk.promised
    const found = this.found(key)
    // A place in the log that most must confirm: only then was this node still the primary when the value was taken.
    const { position } = this.place(disk.table.delete(''), epoch)
    return (yield* this.isSafe(position, epoch)) ? found : this.refuse(504, 'no longer primary')
  }

  private found(key: string): Response {
    const { table, last } = this.disk
    return answer<ReadAnswer>({ value: table.get(key)?.value ?? null, version: last })
  }

  private health(): Response {
    const { disk, received } = this
    const isPrimary = disk.role.kind === 'primary'
    return answer<Health>({ epoch: disk.promised, isPrimary, lagMs: received.takeLagMs() })
  }

  // Answers and readings ---------------------------------------------------------------------------------------------

  private redirect(): Response {
    const { role, promised } = this.disk
    const body: Redirect = { primary: role.kind === 'replica' ? role.of : this.node.name, epoch: promised }
    return { ...this.refuse(MISDIRECTED, 'not the primary'), body: body as unknown as Plain }
  }

  private refuse(status: number, cause: string): Response {
    return refusal(this.node, status, cause)
  }

  private show(): void {
    const { disk, shown, sent } = this
    const { table, epochs, role } = disk
    shown.showRole(role.kind === 'primary' ? 'primary' : role.of === null ? 'nobody’s' : 'replica', disk.promised)
    const held = role.kind === 'primary' ? sent?.held : undefined
    shown.showProgress(held ?? table.position, table.position)
    shown.showLog(table.position, (position) => {
      const change = table.changesAfter(position - 1, 1)[0]
      return { position, epoch: epochs.at(position), text: change?.key === '' ? '·' : String(change?.value ?? '') }
    })
  }
}
