import { EpochHistory } from '../../algorithms/replication/epoch-history'
import { heldPosition } from '../../algorithms/replication/held-position'
import { StalenessBound } from '../../algorithms/replication/staleness'
import { compareVersions, type Version } from '../../algorithms/replication/version'
import { type Change, RowTable } from '../../algorithms/storage/row-table'
import { LogShipping } from '../../components/log-shipping'
import { Signal } from '../../components/signal'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Station } from '../../kernel/station'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import * as marks from './model-marks'
import {
  type Append,
  answer,
  ask,
  bodyOf,
  callOf,
  type EpochChange,
  FENCED,
  type Health,
  MISDIRECTED,
  type NodeCall,
  type Promised,
  type ReadAnswer,
  type ReadCall,
  type Redirect,
  TOO_OLD,
  type WriteAnswer,
} from './model-messages'
import { ShownLog } from './model-shown-log'
import type { ReplicationWitness } from './model-witness'

export interface NodeOptions {
  readonly peers: readonly string[]
  readonly workers: number
  readonly readMicros: Micros
  readonly writeMicros: Micros
  /** Mean time in which a replica stores what it is sent, exponential. */
  readonly applyMicros: Micros
  readonly heartbeatMicros: Micros
  /** Changes leave the primary only so often; 0 for at once. */
  readonly shipMicros: Micros
  readonly patienceMicros: Micros
  /** Replicas that confirm a write before it is acknowledged; 0 for none. */
  readonly confirmations: number
  /** After this time a write is acknowledged without them; null for never. */
  readonly aloneAfterMicros: Micros | null
  /** Reads at the primary wait for a place in the log. */
  readonly readsThroughLog: boolean
  /** Replicas that have to have been heard within `mostLagMicros` for a write; 0 for none. */
  readonly minReplicas: number
  readonly mostLagMicros: Micros
  /** How long a read waits for a position. */
  readonly waitMicros: Micros
  /** Nobody counts epochs, and who is promoted ships to nobody. */
  readonly isGuide: boolean
}

/** What a node has on its disk: it outlives a crash. */
export class NodeDisk {
  readonly table = new RowTable()
  readonly epochs = new EpochHistory()
  /** The highest epoch that it has promised: no log of an older one is taken. */
  promised = 1

  constructor(public role: { readonly kind: 'primary' } | { readonly kind: 'replica'; readonly of: string | null }) {}

  get last(): Version {
    return { epoch: this.epochs.last, position: this.table.position }
  }
  holds(value: string): boolean {
    return this.table.changesAfter(0).some((change) => change.value === value)
  }
}

/** A database that is a primary or a replica, and can become the other. */
export class DatabaseNode implements Component {
  private readonly station: Station
  private readonly shown: ShownLog
  private readonly applyTimes: RandomStream
  private readonly staleness: StalenessBound
  private readonly grown: Signal
  private shipping: LogShipping | null = null
  /** Longest time from a write at the primary to here, of what came since somebody asked last. */
  private lagMicros = 0
  private isStoring = false

  constructor(
    private readonly node: Node,
    private readonly disk: NodeDisk,
    private readonly options: NodeOptions,
    private readonly witness: ReplicationWitness,
  ) {
    this.station = node.station({ workers: options.workers, queueCapacity: 200 })
    this.shown = new ShownLog(node)
    this.applyTimes = node.random('apply')
    this.staleness = new StalenessBound(node.now)
    this.grown = new Signal(node, 'the next change of the log')
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
        return yield* this.store(call)
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
    const fit = this.shipping?.heardWithin(options.mostLagMicros) ?? 0
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

  /** Waits for the confirmations that a write needs. @returns whether it may be acknowledged */
  private *isSafe(position: number, epoch: number): Process<boolean> {
    const { node, shipping, disk } = this
    const { confirmations, aloneAfterMicros } = this.options
    if (confirmations === 0 || shipping === null) return true
    const began = node.now
    const isHeld = yield* shipping.waitFor(position, confirmations, aloneAfterMicros)
    if (disk.role.kind !== 'primary' || disk.promised !== epoch) return false
    const told = { node: node.name, position, needed: confirmations, waited: node.now - began }
    node.mark(isHeld ? marks.confirmed : marks.alone, told)
    return true
  }

  private place(change: Change, epoch: number): Change {
    this.disk.epochs.wrote(epoch, change.position)
    this.show()
    this.shipping?.changed()
    return change
  }

  private ship(followers: readonly string[]): void {
    const { node, disk, options } = this
    this.shipping = new LogShipping(node, disk.table, {
      followers,
      batch: 100,
      window: 64,
      patienceMicros: options.patienceMicros,
      heartbeatMicros: options.shipMicros > 0 ? options.shipMicros : options.heartbeatMicros,
      isPeriodic: options.shipMicros > 0,
      message: (after, changes) => this.message(after, changes),
      refused: (_, reply) => {
        const { epoch } = reply.kind === 'answered' ? bodyOf<Redirect>(reply.response) : { epoch: 0 }
        if (epoch > disk.promised) this.hear(epoch, 'from a replica')
      },
      confirmed: () => this.show(),
    })
  }

  private message(after: number, changes: readonly Change[]): Request {
    const { node, disk } = this
    const { epochs, table, promised } = disk
    const append: Append = {
      kind: 'append',
      epoch: promised,
      primary: node.name,
      after,
      afterEpoch: epochs.at(after),
      since: epochs.last === promised ? epochs.startAt(table.position) : table.position + 1,
      changes: changes.map((change): EpochChange => ({ ...change, epoch: epochs.at(change.position) })),
      isAll: after + changes.length === table.position,
      asOf: node.now,
    }
    const what = changes.length === 0 ? 'heartbeat' : `append ${after + 1} to ${after + changes.length}`
    return ask(`${what}, epoch ${promised}`, append)
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
    this.shipping?.stop()
    this.shipping = null
    this.show()
  }

  // The replica ------------------------------------------------------------------------------------------------------

  /** One message after the other, in the order in which they came. */
  private *store(call: Append): Process<Response> {
    const { node, options } = this
    while (this.isStoring) yield* this.grown.next()
    if (call.changes.length > 0) {
      this.isStoring = true
      yield* node.sleep(this.applyTimes.exponential(options.applyMicros))
      this.isStoring = false
    }
    const response = this.append(call)
    this.grown.fire()
    return response
  }

  /** What came is on the disk when it is confirmed. What an older epoch left behind `since` goes away first. */
  private append(call: Append): Response {
    const { disk, node, options } = this
    if (call.epoch < disk.promised || (options.isGuide && disk.role.kind === 'primary')) return this.fence(call)
    if (call.epoch > disk.promised) this.hear(call.epoch, `from ${call.primary}`)
    disk.role = { kind: 'replica', of: call.primary }
    const { table, epochs } = disk
    if (call.after > table.position) return this.mismatch(call, table.position, 'it misses what is before')
    if (call.after > 0 && epochs.at(call.after) !== call.afterEpoch)
      return this.mismatch(call, epochs.startAt(call.after) - 1, 'another epoch stands there')
    this.dropForeign(call)
    const before = table.position
    for (const { epoch, ...change } of call.changes)
      if (table.apply(change) === 'applied') epochs.wrote(epoch, change.position)
    if (call.isAll && table.position === call.after + call.changes.length) this.staleness.caughtUp(call.asOf)
    if (call.changes.length > 0) this.lagMicros = Math.max(this.lagMicros, node.now - call.asOf)
    const count = table.position - before
    if (count > 0) node.mark(marks.stored, { node: node.name, count, position: table.position, epoch: epochs.last })
    this.show()
    return answer({ position: table.position })
  }

  /** Throws away what an older epoch has where the primary's own begins. */
  private dropForeign({ since, epoch }: Append): void {
    const { table, epochs } = this.disk
    if (table.position < since || epochs.last === epoch) return
    const lost = table.truncate(since - 1)
    epochs.truncate(since - 1)
    const values = lost.map(({ value }) => String(value)).slice(0, 6)
    const told = { node: this.node.name, position: since - 1, count: lost.length, values: values.join(', ') }
    this.node.mark(marks.cutOff, told)
  }

  private fence({ primary, epoch }: Append): Response {
    const { node, disk } = this
    node.mark(marks.fenced, { node: node.name, other: primary, epoch, promised: disk.promised })
    const body: Redirect = { primary: null, epoch: disk.promised }
    return { ...this.refuse(FENCED, 'fenced'), body: body as unknown as Plain }
  }

  private mismatch({ after }: Append, position: number, why: string): Response {
    this.node.mark(marks.mismatch, { node: this.node.name, after, position, why })
    return { ...this.refuse(409, 'log differs'), body: { position } }
  }

  // Reads ------------------------------------------------------------------------------------------------------------

  private *read(key: string, call: ReadCall): Process<Response> {
    const { node, disk, options } = this
    const verdict = yield* this.station.serve(options.readMicros)
    if (verdict.kind === 'rejected') return this.refuse(503, verdict.reason)
    if (call.isStrict && !options.isGuide) return yield* this.readAtPrimary(key)
    if (call.atLeast !== null && !(yield* this.reaches(call.atLeast))) return this.refuse(TOO_OLD, 'behind the session')
    const age = this.staleness.at(node.now)
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

  /** Waits until this copy has what the session has seen. */
  private *reaches(version: Version): Process<boolean> {
    const { node, disk, options } = this
    const began = node.now
    while (compareVersions(disk.last, version) < 0) {
      const left = options.waitMicros - (node.now - began)
      if (left > 0 && (yield* this.grown.next(left))) continue
      const { position } = version
      const why = `the session has seen position ${position}, and it has ${disk.table.position}`
      node.mark(marks.tooOld, { node: node.name, why })
      return false
    }
    if (node.now > began)
      node.mark(marks.awaited, { node: node.name, position: version.position, waited: node.now - began })
    return true
  }

  private found(key: string): Response {
    const { table, last } = this.disk
    return answer<ReadAnswer>({ value: table.get(key)?.value ?? null, version: last })
  }

  private health(): Response {
    const { disk, lagMicros } = this
    this.lagMicros = 0
    return answer<Health>({
      epoch: disk.promised,
      isPrimary: disk.role.kind === 'primary',
      lagMs: Math.round(lagMicros / 1_000),
    })
  }

  // Answers and readings ---------------------------------------------------------------------------------------------

  private redirect(): Response {
    const { role, promised } = this.disk
    const body: Redirect = { primary: role.kind === 'replica' ? role.of : this.node.name, epoch: promised }
    return { ...this.refuse(MISDIRECTED, 'not the primary'), body: body as unknown as Plain }
  }

  private refuse(status: number, cause: string): Response {
    return { status, failure: { cause, by: this.node.name } }
  }

  private show(): void {
    const { disk, shown, options, shipping } = this
    const { table, epochs, role } = disk
    shown.showRole(role.kind === 'primary' ? 'primary' : role.of === null ? 'nobody’s' : 'replica', disk.promised)
    const held =
      role.kind === 'replica' || options.confirmations === 0 || shipping === null
        ? table.position
        : heldPosition([...shipping.confirmedPositions, table.position], options.confirmations + 1)
    shown.showProgress(held, table.position)
    shown.showLog(table.position, (position) => {
      const change = table.changesAfter(position - 1, 1)[0]
      return { position, epoch: epochs.at(position), text: change?.key === '' ? '·' : String(change?.value ?? '') }
    })
  }
}
