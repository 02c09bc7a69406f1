import { StalenessBound } from '../../algorithms/replication/staleness'
import { compareVersions, type Version } from '../../algorithms/replication/version'
import { textOfChange } from '../../algorithms/storage/row-table'
import type { Append, Reign } from '../../components/database-requests'
import { Signal } from '../../components/signal'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import * as marks from './model-marks'
import { FENCED, type Redirect, refusal } from './model-messages'
import type { NodeDisk } from './model-node-disk'
import type { NodeOptions } from './model-node-options'

/** The log of a replica: which primary's it is, what of it is no longer true, and how complete it is. */
export class ReplicaLog {
  private readonly staleness: StalenessBound
  private readonly grown: Signal
  /** Longest time from a write at the primary to here, of what came since somebody asked last. */
  private lagMicros = 0

  constructor(
    private readonly node: Node,
    private readonly disk: NodeDisk,
    private readonly options: NodeOptions,
    /** A newer epoch has begun. */
    private readonly hear: (epoch: number, why: string) => void,
  ) {
    this.staleness = new StalenessBound(node.now)
    this.grown = new Signal(node, 'the next change of the log')
  }

  /** What this replica says of its lag, in ms; the next one counts from here. */
  takeLagMs(): number {
    const lagMs = Math.round(this.lagMicros / 1_000)
    this.lagMicros = 0
    return lagMs
  }

  /** Whether this copy was complete so long ago or later. */
  isFresh(micros: Micros): boolean {
    const { node } = this
    const age = this.staleness.at(node.now)
    if (age <= micros) return true
    node.mark(marks.tooOld, { node: node.name, why: `it was complete ${Math.round(age / 1000)} ms ago` })
    return false
  }

  /** Null when it takes this log; what an older epoch has left in its own is gone then. */
  declines({ after, reign }: Append): Response | null {
    if (reign === undefined) return refusal(this.node, 400, 'whose log?')
    const { disk, options } = this
    const { epoch, primary } = reign
    if (epoch < disk.promised || (options.isGuide && disk.role.kind === 'primary')) return this.fence(reign)
    if (epoch > disk.promised) this.hear(epoch, `from ${primary}`)
    disk.role = { kind: 'replica', of: primary }
    const { table, epochs } = disk
    if (after > table.position) return this.mismatch(after, table.position, 'it misses what is before')
    if (after > 0 && epochs.at(after) !== reign.afterEpoch)
      return this.mismatch(after, epochs.startAt(after) - 1, 'another epoch stands there')
    this.dropForeign(reign)
    return null
  }

  applied({ after, changes, reign }: Append, count: number): void {
    if (reign === undefined) return
    const { node, disk } = this
    const { table, epochs } = disk
    for (const { position } of changes.slice(changes.length - count))
      epochs.wrote(reign.epochs[position - after - 1] ?? reign.epoch, position)
    if (reign.isAll && table.position === after + changes.length) this.staleness.caughtUp(reign.asOf)
    if (changes.length > 0) this.lagMicros = Math.max(this.lagMicros, node.now - reign.asOf)
    if (count > 0) node.mark(marks.stored, { node: node.name, count, position: table.position, epoch: epochs.last })
    this.grown.fire()
  }

  /** Throws away what an older epoch has where the primary's own begins. */
  private dropForeign({ since, epoch }: Reign): void {
    const { table, epochs } = this.disk
    if (table.position < since || epochs.last === epoch) return
    const lost = table.truncate(since - 1)
    epochs.truncate(since - 1)
    const values = lost.filter(({ key }) => key !== '').map(textOfChange)
    const told = { node: this.node.name, position: since - 1, count: lost.length, values: marks.someOf(values) }
    this.node.mark(marks.cutOff, told)
  }

  private fence({ primary, epoch }: Reign): Response {
    const { node, disk } = this
    const isOver = epoch < disk.promised
    const why = isOver ? `epoch ${epoch} is over, it has promised epoch ${disk.promised}` : 'it is primary itself'
    node.mark(marks.fenced, { node: node.name, other: primary, why })
    const body: Redirect = { primary: null, epoch: disk.promised }
    return { ...refusal(node, FENCED, 'fenced'), body: body as unknown as Plain }
  }

  private mismatch(after: number, position: number, why: string): Response {
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
