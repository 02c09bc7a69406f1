import type { RowTable } from '../algorithms/storage/row-table'
import { type Process, Wait } from '../kernel/process'
import type { Task } from '../kernel/task'
import type { Micros } from '../kernel/time'
import { Timer } from '../kernel/waits'
import type { Gauge, Node } from '../network/node'
import * as marks from './database-marks'
import { appendChanges } from './database-requests'

export interface LogShippingOptions {
  /** Names of the replicas. */
  readonly followers: readonly string[]
  /** Changes that one message may carry. */
  readonly batch: number
  /** A replica that does not answer is asked again after this time. */
  readonly patienceMicros: Micros
}

interface Follower {
  readonly name: string
  /** How far its log goes, as it has confirmed. */
  confirmed: number
  isFed: boolean
  /** How many changes it is behind. */
  readonly lag: Gauge
}

/**
 * The primary's end of replication: every change in order to every replica, from where each has confirmed. It is
 * asynchronous by itself; a commit that should be safer waits for confirmations (semi-synchronous replication).
 *
 * Reading: `lag <replica>` in changes.
 */
export class LogShipping {
  readonly #followers: readonly Follower[]
  readonly #waiting = new Set<Confirmation>()

  constructor(
    private readonly node: Node,
    private readonly table: RowTable,
    private readonly options: LogShippingOptions,
  ) {
    this.#followers = options.followers.map((name) => {
      const lag = node.gauge(`lag ${name}`)
      lag.set(0)
      return { name, confirmed: table.position, isFed: false, lag }
    })
  }

  /** The log has grown. */
  changed(): void {
    for (const follower of this.#followers) {
      follower.lag.set(this.table.position - follower.confirmed)
      if (follower.isFed) continue
      follower.isFed = true
      this.node.spawnFresh(`replicate to ${follower.name}`, this.#feed(follower))
    }
  }

  /** How many replicas have confirmed the log up to a position. */
  confirmations(position: number): number {
    return this.#followers.filter(({ confirmed }) => confirmed >= position).length
  }

  /** Waits until so many replicas have confirmed a position, or the time is over. @returns whether they have */
  waitFor(position: number, count: number, timeoutMicros: Micros | null = null): Wait<boolean> {
    return new Confirmation(this, this.#waiting, this.node, { position, count, timeoutMicros })
  }

  *#feed(follower: Follower): Process {
    const { node, table, options } = this
    while (follower.confirmed < table.position) {
      const changes = table.changesAfter(follower.confirmed, options.batch)
      const request = appendChanges(follower.confirmed, changes)
      const reply = yield* node.request(follower.name, request, { timeoutMicros: options.patienceMicros })
      if (reply.kind === 'answered' && (reply.response.status === 200 || reply.response.status === 409)) {
        this.#confirm(follower, (reply.response.body as { readonly position: number }).position)
        continue
      }
      node.mark(marks.behind, {
        node: node.name,
        replica: follower.name,
        changes: table.position - follower.confirmed,
      })
      yield* node.sleep(options.patienceMicros)
    }
    follower.isFed = false
  }

  #confirm(follower: Follower, position: number): void {
    // A replica that is ahead holds what this log has never had; whoever elects primaries has to settle that.
    follower.confirmed = Math.min(position, this.table.position)
    follower.lag.set(this.table.position - follower.confirmed)
    for (const waiting of [...this.#waiting]) waiting.check()
  }
}

/** One commit that waits for replicas. */
class Confirmation extends Wait<boolean> {
  #task: Task | null = null
  #timer: Timer | null = null

  constructor(
    private readonly shipping: LogShipping,
    private readonly waiting: Set<Confirmation>,
    private readonly node: Node,
    private readonly wanted: {
      readonly position: number
      readonly count: number
      readonly timeoutMicros: Micros | null
    },
  ) {
    super()
  }

  begin(task: Task): boolean {
    if (this.#isReached()) {
      task.answer(true)
      return true
    }
    this.#task = task
    this.waiting.add(this)
    const { timeoutMicros } = this.wanted
    if (timeoutMicros !== null) {
      this.#timer = new Timer(this.node, () => this.#end(false))
      this.node.kernel.schedule(timeoutMicros, this.#timer)
    }
    return false
  }

  /** A replica has confirmed more. */
  check(): void {
    if (this.#isReached()) this.#end(true)
  }

  cancel(): void {
    this.waiting.delete(this)
    this.#timer?.cancel()
  }

  describe(): string {
    return `${this.wanted.count} replicas to confirm position ${this.wanted.position}`
  }

  #isReached(): boolean {
    return this.shipping.confirmations(this.wanted.position) >= this.wanted.count
  }

  #end(isReached: boolean): void {
    this.cancel()
    this.#task?.wake(isReached)
  }
}
