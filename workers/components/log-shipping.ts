import type { Change, RowTable } from '../algorithms/storage/row-table'
import { type Process, Wait } from '../kernel/process'
import type { Task } from '../kernel/task'
import type { Micros } from '../kernel/time'
import { Timer } from '../kernel/waits'
import type { Reply, Request } from '../network/message'
import type { Gauge, Node } from '../network/node'
import * as marks from './database-marks'
import { appendChanges } from './database-requests'

export interface LogShippingOptions {
  /** Names of the replicas. */
  readonly followers: readonly string[]
  /** Changes that one message may carry. */
  readonly batch: number
  /** Messages to a replica that may be under way at once. @default STREAM */
  readonly window?: number
  /** A replica that does not answer is asked again after this time. */
  readonly patienceMicros: Micros
  /** Also tells a replica every so often how far the log goes when there is nothing to send. @default never */
  readonly heartbeatMicros?: Micros
  /** Changes leave at the heartbeat only, not at once. */
  readonly isPeriodic?: boolean
  /** What is sent of the log: the changes behind a position, at most `batch`. @default appendChanges */
  message?(after: number, changes: readonly Change[]): Request
  /** A replica gives another answer than 200 and 409, such as that it follows somebody else. */
  refused?(follower: string, reply: Reply): void
  /** A replica has confirmed more. */
  confirmed?(): void
}

/** Messages that are sent without waiting for confirmations, as the send buffer of a connection holds. */
const STREAM = 64

interface Follower {
  readonly name: string
  /** How far its log goes, as it has confirmed; null before it has confirmed anything to this primary. */
  confirmed: number | null
  /** When it last confirmed anything. */
  heardAt: Micros
  /** How far its log goes once what is under way has arrived. */
  sent: number
  /** Messages under way. */
  feeds: number
  /** Counts how often everything behind `confirmed` was sent anew: what an earlier stream carried says nothing any more. */
  stream: number
  /** It does not answer: one message after the other is tried. */
  isLost: boolean
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
  #isStopped = false

  constructor(
    private readonly node: Node,
    private readonly table: RowTable,
    private readonly options: LogShippingOptions,
  ) {
    this.#followers = options.followers.map((name) => {
      const state = { confirmed: null, heardAt: Number.NEGATIVE_INFINITY, sent: table.position, feeds: 0 }
      return { name, ...state, stream: 0, isLost: false, lag: node.gauge(`lag ${name}`) }
    })
    for (const follower of this.#followers) {
      this.#showLag(follower)
      // Who becomes primary asks where the others are.
      if (table.position > 0 && options.heartbeatMicros === undefined) this.#begin(follower, true)
    }
    if (options.heartbeatMicros !== undefined)
      node.spawnFresh('tell replicas how far the log goes', this.#beat(options.heartbeatMicros))
  }

  /** The log has grown. */
  changed(): void {
    for (const follower of this.#followers) {
      this.#showLag(follower)
      if (this.options.isPeriodic !== true) this.#begin(follower, false)
    }
  }

  /** Ships no more, and tells all who wait for confirmations that there are none to come. */
  stop(): void {
    this.#isStopped = true
    for (const waiting of [...this.#waiting]) if (this.#waiting.has(waiting)) waiting.giveUp()
  }

  /** How far each replica has confirmed. */
  get confirmedPositions(): readonly number[] {
    return this.#followers.map(({ confirmed }) => confirmed ?? 0)
  }

  /** How many replicas have confirmed anything within this time. */
  heardWithin(micros: Micros): number {
    return this.#followers.filter(({ heardAt }) => this.node.now - heardAt <= micros).length
  }

  /** How many replicas have confirmed the log up to a position. */
  confirmations(position: number): number {
    return this.confirmedPositions.filter((confirmed) => confirmed >= position).length
  }

  /** Waits until so many replicas have confirmed a position, or the time is over. @returns whether they have */
  waitFor(position: number, count: number, timeoutMicros: Micros | null = null): Wait<boolean> {
    return new Confirmation(this, this.#waiting, this.node, { position, count, timeoutMicros })
  }

  #begin(follower: Follower, isHeartbeat: boolean): void {
    const { window = STREAM } = this.options
    if (this.#isStopped || follower.isLost || follower.feeds >= (isHeartbeat ? 1 : window)) return
    if (!isHeartbeat && follower.sent >= this.table.position) return
    this.node.spawnFresh(`replicate to ${follower.name}`, this.#feed(follower, isHeartbeat))
  }

  *#beat(everyMicros: Micros): Process {
    while (!this.#isStopped) {
      for (const follower of this.#followers) this.#begin(follower, true)
      yield* this.node.sleep(everyMicros)
    }
  }

  *#feed(follower: Follower, isHeartbeat: boolean): Process {
    const { table } = this
    // What comes after a beat waits for the next one.
    const until = this.options.isPeriodic === true ? table.position : Number.POSITIVE_INFINITY
    follower.feeds++
    for (let isDue = isHeartbeat; isDue || follower.sent < Math.min(until, table.position); isDue = false) {
      const isWell = yield* this.#send(follower)
      if (this.#isStopped || follower.isLost) break
      if (!isWell) yield* this.#reconnect(follower)
    }
    follower.feeds--
  }

  /** Everything that is not confirmed, one message after the other until one arrives. */
  *#reconnect(follower: Follower): Process {
    const { node, table, options } = this
    follower.isLost = true
    do {
      const changes = table.position - (follower.confirmed ?? 0)
      node.mark(marks.behind, { node: node.name, replica: follower.name, changes })
      yield* node.sleep(options.patienceMicros)
      this.#restart(follower)
    } while (!this.#isStopped && !(yield* this.#send(follower)))
    follower.isLost = false
  }

  /** @returns whether the replica has answered as a replica does */
  *#send(follower: Follower): Process<boolean> {
    const { node, table, options } = this
    const { sent: after, stream } = follower
    const changes = table.changesAfter(after, options.batch)
    follower.sent += changes.length
    const request = (options.message ?? appendChanges)(after, changes)
    const reply = yield* node.request(follower.name, request, { timeoutMicros: options.patienceMicros })
    const status = reply.kind === 'answered' ? reply.response.status : null
    if (reply.kind === 'answered' && (status === 200 || status === 409)) {
      const { position } = reply.response.body as { readonly position: number }
      if (status === 200) this.#confirm(follower, Math.max(follower.confirmed ?? 0, position))
      else if (stream === follower.stream) {
        this.#confirm(follower, position)
        this.#restart(follower)
      }
      return true
    }
    if (stream !== follower.stream || this.#isStopped) return true
    if (reply.kind === 'answered') options.refused?.(follower.name, reply)
    return false
  }

  #restart(follower: Follower): void {
    follower.stream++
    follower.sent = follower.confirmed ?? this.table.position
  }

  #showLag({ lag, confirmed }: Follower): void {
    lag.set(this.table.position - (confirmed ?? 0))
  }

  #confirm(follower: Follower, position: number): void {
    // A replica that is ahead holds what this log has never had; whoever elects primaries has to settle that.
    follower.confirmed = Math.min(position, this.table.position)
    follower.heardAt = this.node.now
    this.#showLag(follower)
    for (const waiting of [...this.#waiting]) if (this.#waiting.has(waiting)) waiting.check()
    this.options.confirmed?.()
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

  giveUp(): void {
    this.#end(false)
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
