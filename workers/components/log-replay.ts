import type { RowTable } from '../algorithms/storage/row-table'
import type { Process } from '../kernel/process'
import type { Station } from '../kernel/station'
import type { Micros } from '../kernel/time'
import type { Response } from '../network/message'
import type { Node } from '../network/node'
import * as marks from './database-marks'
import type { Append } from './database-requests'
import type { DatabaseRole } from './database-role'
import { Turns } from './turns'

/** How long a replica needs for what it is sent. */
export interface ReplayOptions {
  /** For a message with changes, such as until they are on its disk. @default nothing */
  syncMicros?(): Micros
  /** For each change on top of that. @default nothing */
  readonly applyMicros?: Micros
  /** Each change takes a worker like a query does, and not one of its own. @default false */
  readonly sharesWorkers?: boolean
}

/**
 * The replica's end of replication: stores what its primary sends and confirms it, one message after the other in the
 * order in which they came, as over one connection.
 */
export class LogReplay {
  /** How many times as long as normal storing takes. */
  factor: number
  private readonly turns: Turns

  constructor(
    private readonly node: Node,
    private readonly table: RowTable,
    private readonly role: DatabaseRole,
    private readonly station: Station,
    private readonly options: ReplayOptions,
  ) {
    this.turns = new Turns(node, 'to be stored')
    this.factor = node.slowFactor
  }

  *store(append: Append): Process<Response> {
    yield* this.turns.take()
    const response = yield* this.storeNext(append)
    this.turns.give()
    return response
  }

  private *storeNext(append: Append): Process<Response> {
    const { node, table, role, options } = this
    const { after, changes } = append
    if (changes.length > 0 && options.syncMicros !== undefined)
      yield* node.sleep(Math.round(options.syncMicros() * this.factor))
    const declined = role.declines(append)
    if (declined !== null) return declined
    if (after > table.position) {
      node.mark(marks.gap, { node: node.name, position: table.position, from: after })
      const failure = { cause: 'gap in the log', by: node.name }
      return { status: 409, failure, body: { position: table.position } }
    }
    const before = table.position
    for (const change of changes) {
      yield* this.workOnChange()
      table.apply(change)
    }
    role.applied(append, table.position - before)
    return { status: 200, body: { position: table.position } }
  }

  private *workOnChange(): Process {
    const { applyMicros = 0, sharesWorkers = false } = this.options
    if (applyMicros === 0) return
    if (sharesWorkers) yield* this.station.serve(applyMicros)
    else yield* this.node.sleep(Math.round(applyMicros * this.factor))
  }
}
