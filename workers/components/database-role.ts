import type { RowTable, RowValue } from '../algorithms/storage/row-table'
import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Request, Response } from '../network/message'
import type { Node } from '../network/node'
import * as marks from './database-marks'
import type { Append, ReadDemand } from './database-requests'
import { LogShipping, type LogShippingOptions } from './log-shipping'

/**
 * What a database takes itself for: whether it makes writes, when one may be acknowledged, which reads its copy may answer
 * and whose log it takes. `FixedRole` never changes; where primaries are replaced, a role counts epochs or terms.
 */
export interface DatabaseRole {
  /** How far its log goes. */
  readonly position: number
  /** The epoch of what stands at a position; null where nobody counts them. */
  epochAt(position: number): number | null
  /** Null when it takes writes, else its answer. Asked when a write arrives, and again when its work is done. */
  refuses(request: Request): Response | null
  /** Puts a change into the log. @returns its position */
  place(key: string, value: RowValue | null): number
  /** Waits until what it has placed may be acknowledged. @returns null then, else its answer */
  commit(position: number): Process<Response | null>
  /** Answers a read with what `look` finds, at the moment at which this copy may. */
  answer(demand: ReadDemand | null, look: () => Response): Process<Response>
  /** Null when it takes what a primary sends, else its answer. Asked when it is stored and about to be applied. */
  declines(append: Append): Response | null
  /** So many of these changes were new and are in the table now. */
  applied(append: Append, count: number): void
}

export interface FixedRoleOptions {
  /** Replicas that the log is shipped to. */
  readonly shipping?: LogShippingOptions
  /** Replicas that have to confirm a write before it is answered; without as many in time it is answered all the same. */
  readonly semiSynchronous?: { readonly replicas: number; readonly timeoutMicros: Micros }
  /** Makes it a replica of this node: it refuses writes and takes `append`. */
  readonly follows?: { readonly primary: string }
}

/** The primary, or a replica of one, for ever. */
export class FixedRole implements DatabaseRole {
  private readonly shipping: LogShipping | null

  constructor(
    private readonly node: Node,
    private readonly table: RowTable,
    private readonly options: FixedRoleOptions,
  ) {
    this.shipping = options.shipping === undefined ? null : new LogShipping(node, table, options.shipping)
  }

  get position(): number {
    return this.table.position
  }

  epochAt(): null {
    return null
  }

  refuses({ label }: Request): Response | null {
    const { node, options } = this
    if (options.follows === undefined) return null
    node.mark(marks.readOnly, { node: node.name, label, primary: options.follows.primary })
    return { status: 405, failure: { cause: 'replica takes no writes', by: node.name } }
  }

  place(key: string, value: RowValue | null): number {
    const { node, table } = this
    const { position } = value === null ? table.delete(key) : table.put(key, value)
    if (value === null) node.mark(marks.deleted, { node: node.name, key, position })
    else node.mark(marks.wrote, { node: node.name, key, value, position })
    return position
  }

  *commit(position: number): Process<null> {
    const { shipping } = this
    const { semiSynchronous } = this.options
    shipping?.changed()
    if (shipping !== null && semiSynchronous !== undefined)
      yield* shipping.waitFor(position, semiSynchronous.replicas, semiSynchronous.timeoutMicros)
    return null
  }

  *answer(_: ReadDemand | null, look: () => Response): Process<Response> {
    return look()
  }

  declines(): Response | null {
    if (this.options.follows !== undefined) return null
    return { status: 405, failure: { cause: 'no replica', by: this.node.name } }
  }

  applied(_: Append, count: number): void {
    const { node, table } = this
    if (count > 0) node.mark(marks.applied, { node: node.name, count, position: table.position })
  }
}
