import { StalenessBound } from '../../algorithms/replication/staleness'
import { compareVersions, type Version } from '../../algorithms/replication/version'
import { Signal } from '../../components/signal'
import type { Process } from '../../kernel/process'
import type { RandomStream } from '../../kernel/random'
import type { Micros } from '../../kernel/time'
import type { Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import * as marks from './model-marks'
import { type Append, answer, FENCED, type Redirect, refusal } from './model-messages'
import type { NodeDisk } from './model-node-disk'
import type { LogHost, NodeOptions } from './model-node-options'

/** The log of a replica: takes what its primary sends, refuses what an older one sends, and knows how complete it is. */
export class ReplicaLog {
  private readonly applyTimes: RandomStream
  private readonly staleness: StalenessBound
  private readonly grown: Signal
  /** Longest time from a write at the primary to here, of what came since somebody asked last. */
  private lagMicros = 0
  private isStoring = false

  constructor(
    private readonly node: Node,
    private readonly disk: NodeDisk,
    private readonly options: NodeOptions,
    private readonly host: LogHost,
  ) {
    this.applyTimes = node.random('apply')
    this.staleness = new StalenessBound(node.now)
    this.grown = new Signal(node, 'the next change of the log')
  }

  /** How long ago this copy was complete. */
  get age(): Micros {
    return this.staleness.at(this.node.now)
  }

  /** What this replica says of its lag, in ms; the next one counts from here. */
  takeLagMs(): number {
    const lagMs = Math.round(this.lagMicros / 1_000)
    this.lagMicros = 0
    return lagMs
  }

  /** One message after the other, in the order in which they came. */
  *store(call: Append): Process<Response> {
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
    if (call.epoch > disk.promised) this.host.hear(call.epoch, `from ${call.primary}`)
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
    this.host.show()
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
    const isOver = epoch < disk.promised
    const why = isOver ? `epoch ${epoch} is over, it has promised epoch ${disk.promised}` : 'it is primary itself'
    node.mark(marks.fenced, { node: node.name, other: primary, why })
    const body: Redirect = { primary: null, epoch: disk.promised }
    return { ...refusal(node, FENCED, 'fenced'), body: body as unknown as Plain }
  }

  private mismatch({ after }: Append, position: number, why: string): Response {
    this.node.mark(marks.mismatch, { node: this.node.name, after, position, why })
    return { ...refusal(this.node, 409, 'log differs'), body: { position } }
  }

  /** Waits until this copy has what the session has seen. */
  *reaches(version: Version): Process<boolean> {
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
}
