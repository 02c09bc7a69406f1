import { heldPosition } from '../../algorithms/replication/held-position'
import type { Change } from '../../algorithms/storage/row-table'
import { appendChanges } from '../../components/database-requests'
import { LogShipping } from '../../components/log-shipping'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import type { Request } from '../../network/message'
import type { Node } from '../../network/node'
import * as marks from './model-marks'
import { bodyOf, type Redirect } from './model-messages'
import type { NodeDisk } from './model-node-disk'
import type { NodeOptions } from './model-node-options'

/** What the log of a primary tells its node. */
export interface LogHost {
  /** A newer epoch has begun. */
  hear(epoch: number, why: string): void
  /** The log is longer, or held by more nodes. */
  show(): void
}

/** The log of a primary on its way to the replicas, from when it takes over until it steps down. */
export class PrimaryLog {
  private readonly shipping: LogShipping

  constructor(
    private readonly node: Node,
    private readonly disk: NodeDisk,
    private readonly options: NodeOptions,
    followers: readonly string[],
    host: LogHost,
  ) {
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
        if (epoch > disk.promised) host.hear(epoch, 'from a replica')
      },
      confirmed: () => host.show(),
    })
  }

  /** Ships no more; who waits for confirmations is told that there are none to come. */
  stop(): void {
    this.shipping.stop()
  }

  /** How many replicas have confirmed anything within this time. */
  heardWithin(micros: Micros): number {
    return this.shipping.heardWithin(micros)
  }

  /** How far the log is on as many nodes as a write needs. */
  get held(): number {
    const { options, disk, shipping } = this
    const { position } = disk.table
    if (options.confirmations === 0) return position
    return heldPosition([...shipping.confirmedPositions, position], options.confirmations + 1)
  }

  /** Sends what was placed, and waits for the confirmations that it needs. @returns whether it may be acknowledged */
  *commit(position: number, epoch: number): Process<boolean> {
    const { node, shipping, disk } = this
    const { confirmations, aloneAfterMicros } = this.options
    shipping.changed()
    if (confirmations === 0) return true
    const began = node.now
    const isHeld = yield* shipping.waitFor(position, confirmations, aloneAfterMicros)
    if (disk.role.kind !== 'primary' || disk.promised !== epoch) return false
    const told = { node: node.name, position, needed: confirmations, waited: node.now - began }
    node.mark(isHeld ? marks.confirmed : marks.alone, told)
    return true
  }

  private message(after: number, changes: readonly Change[]): Request {
    const { node, disk } = this
    const { epochs, table, promised } = disk
    return appendChanges(after, changes, {
      primary: node.name,
      epoch: promised,
      epochs: changes.map(({ position }) => epochs.at(position)),
      afterEpoch: epochs.at(after),
      since: epochs.last === promised ? epochs.startAt(table.position) : table.position + 1,
      isAll: after + changes.length === table.position,
      asOf: node.now,
    })
  }
}
