import { PoolLedger, type PoolRules, type Slot } from '../algorithms/connection-pool/pool-ledger'
import type { Process } from '../kernel/process'
import type { RandomStream } from '../kernel/random'
import type { Micros } from '../kernel/time'
import { type FailureCause, failureOf, isSuccess, type Reply, type Request } from '../network/message'
import type { Node } from '../network/node'
import { WaitingLine } from '../network/waiting-line'
import * as marks from './database-pool-marks'
import { PoolReading } from './database-pool-reading'
import {
  CONNECTION_LOST,
  closeRequest,
  connectRequest,
  onSession,
  openedSession,
  UNKNOWN_STATEMENT,
} from './database-session-requests'
import { PreparedStatements } from './prepared-statements'

export interface DatabasePoolOptions {
  /** What it is called on the page, for instance the name of its database. */
  readonly name: string
  /** Node that connections are opened to. */
  readonly target: string
  readonly rules: PoolRules
  /** How many may wait for a connection. */
  readonly maxWaiting: number
  /** How long one waits; Infinity for ever. */
  readonly acquireMicros: Micros
  /** A connection on which no answer has come for so long is given up. */
  readonly socketMicros: Micros
  /** A connection that is lent for so long is reported; Infinity for never. */
  readonly leakMicros: Micros
  /** Whether it is also taken away then. */
  readonly takesLeaked: boolean
  /** Whether a statement is prepared on a connection once and then asked for by its name. */
  readonly prepares: boolean
}

/** Who asks for a connection; the id is unique within the run. */
export interface Holder {
  readonly id: string
  readonly label: string
}

/** Told who has which connection, so that somebody outside can judge. `pool` is `node/name`. */
export interface PoolObserver {
  began(pool: string, maxConnections: number): void
  lent(pool: string, slot: number, holder: Holder): void
  returned(pool: string, slot: number, holder: Holder): void
  waits(pool: string, holder: Holder): void
  waitsNoMore(pool: string, holder: Holder): void
}

/** A connection in somebody's hands. */
export interface Lease {
  readonly slot: Slot
  readonly holder: Holder
  readonly since: Micros
  /** Taken away by the detection of leaks: giving it back does nothing. */
  isOver: boolean
  /** Nothing can be asked on it any more. */
  isBroken: boolean
}

/** Connections are looked at so often for age and leaks. */
const LOOK_MICROS = 100_000

/**
 * A pool of connections to a database: lends an idle one, opens one when there is none and the bound allows it, and lets
 * the others wait, first come, first served. A set-up that fails fails the one who waits longest, with its cause.
 *
 * Reading: `queue` (who waits at all pools of the node), and see `PoolReading`.
 */
export class DatabasePool {
  private readonly ledger: PoolLedger
  private readonly line: WaitingLine<Slot | FailureCause>
  private readonly reading: PoolReading
  private readonly sessions = new Map<Slot, number>()
  private readonly leases = new Map<Slot, Lease>()
  private readonly reported = new Set<Lease>()
  private readonly boot: Micros
  /** What has been prepared on which connection, as this end knows it. */
  readonly prepared = new PreparedStatements()
  private readonly lots: RandomStream
  private shownWaiting = 0

  constructor(
    private readonly node: Node,
    private readonly options: DatabasePoolOptions,
    private readonly observer: PoolObserver | null = null,
  ) {
    this.boot = node.now
    this.lots = node.random(`lifetimes ${options.name}`)
    node.gauge('queue').add(0)
    this.ledger = new PoolLedger(options.rules)
    this.reading = new PoolReading(node, options.name)
    const length = node.gauge(`waiting:${options.name}`)
    this.line = new WaitingLine(node, `a connection to ${options.name}`, length, () => this.show())
    this.show()
    observer?.began(this.key, options.rules.maxConnections)
  }

  get name(): string {
    return this.options.name
  }

  /** Opens the least number of connections and looks after their age, from the start of the node on. */
  *keep(): Process {
    const { idleMicros, lifetimeMicros } = this.options.rules
    this.openMore(0)
    if (![idleMicros, lifetimeMicros, this.options.leakMicros].some(Number.isFinite)) return
    for (;;) {
      yield* this.node.sleep(LOOK_MICROS)
      for (const slot of this.ledger.idleTooOld(this.node.now)) this.close(slot, 'it is too old')
      for (const slot of this.ledger.idleTooLong(this.node.now)) this.close(slot, 'nobody has needed it for long')
      this.lookForLeaks()
      this.openMore(this.line.size)
    }
  }

  /** A connection, or why there is none. */
  *acquire(holder: Holder): Process<Lease | FailureCause> {
    const { node, ledger, line, options } = this
    // Whatever becomes free is given to those who wait at once, so that nobody overtakes them here.
    const slot = line.size === 0 ? ledger.lend(holder.label, node.now) : null
    if (slot !== null) {
      const size = ledger.rules.maxConnections
      const told = { slot: slot.slot, lent: ledger.lentCount, size: Number.isFinite(size) ? size : ledger.size }
      node.mark(marks.lent, { ...this.at, label: holder.label, ...told })
      return this.lease(slot, holder)
    }
    if (line.size >= options.maxWaiting) {
      node.mark(marks.refused, { ...this.at, label: holder.label, waiting: line.size })
      return { cause: 'no room to wait for a connection', by: node.name }
    }
    return yield* this.wait(holder)
  }

  /** Asks on the connection. @param isLast whether the transaction ends with it */
  *ask(lease: Lease, request: Request, isLast = true): Process<Reply> {
    const { node, options } = this
    const session = this.sessionOf(lease)
    // Drivers name statements so that no two of their connections use the same name.
    const name = `${request.label.split(' ', 1)[0]} ${node.name}/${session}`
    const asked = options.prepares ? this.prepared.byName(session, request, name) : request
    const reply = yield* node.request(options.target, onSession(session, asked, isLast), {
      timeoutMicros: options.socketMicros,
    })
    const cause = isSuccess(reply) ? null : failureOf(reply).cause
    if (reply.kind === 'failed' || cause === CONNECTION_LOST) lease.isBroken = true
    if (cause === UNKNOWN_STATEMENT) this.prepared.forget(session, asked)
    return reply
  }

  /** Number of the connection at its other end. */
  sessionOf(lease: Lease): number {
    return this.sessions.get(lease.slot) ?? Number.NaN
  }

  release(lease: Lease): void {
    if (lease.isOver) return
    const { node, ledger } = this
    const { slot, holder } = lease
    this.forget(lease)
    const told = { label: holder.label, slot: slot.slot, held: node.now - lease.since, waiting: this.line.size }
    node.mark(marks.returned, { ...this.at, ...told })
    const why = ledger.takeBack(slot, node.now)
    if (lease.isBroken) this.close(slot, 'it is broken')
    else if (why !== null)
      this.close(slot, why === 'too old' ? 'it is too old to be lent again' : 'the pool is smaller now')
    this.handOn()
    this.openMore(this.line.size)
  }

  /** Changes how many connections there may be; those that are too many are closed when they come back. */
  resize(maxConnections: number): void {
    const { ledger } = this
    ledger.rules = {
      ...ledger.rules,
      maxConnections,
      minConnections: Math.min(ledger.rules.minConnections, maxConnections),
    }
    this.observer?.began(this.key, maxConnections)
    for (const slot of ledger.list())
      if (slot.state.kind === 'idle' && ledger.size > maxConnections) this.close(slot, 'the pool is smaller now')
    this.show()
    this.openMore(this.line.size)
  }

  private *wait(holder: Holder): Process<Lease | FailureCause> {
    const { node, ledger, line, options } = this
    const { label } = holder
    const [place, began] = [line.size + 1, node.now]
    this.openMore(place)
    node.mark(marks.waits, { ...this.at, label, place, lent: ledger.lentCount, opening: ledger.openingCount })
    this.observer?.waits(this.key, holder)
    const got = yield* line.wait(label, options.acquireMicros)
    this.observer?.waitsNoMore(this.key, holder)
    if (got === null) {
      node.mark(marks.timedOut, { ...this.at, label, waited: node.now - began, lent: ledger.lentCount })
      return { cause: 'no connection in time', by: node.name }
    }
    if ('cause' in got) return got
    node.mark(marks.handed, { ...this.at, label, slot: got.slot, waited: node.now - began })
    return this.lease(got, holder)
  }

  private lease(slot: Slot, holder: Holder): Lease {
    const lease: Lease = { slot, holder, since: this.node.now, isOver: false, isBroken: false }
    this.leases.set(slot, lease)
    this.observer?.lent(this.key, slot.slot, holder)
    this.show()
    return lease
  }

  private handOn(): void {
    const { ledger, line } = this
    for (let first = line.first; first !== undefined; first = line.first) {
      const slot = ledger.lend(first.label, this.node.now)
      if (slot === null) break
      line.give(slot)
    }
    this.show()
  }

  private openMore(waiting: number): void {
    for (let left = this.ledger.wanted(waiting); left > 0; left--)
      this.node.spawn('open a connection', this.open(this.ledger.open(this.node.now)))
  }

  private *open(slot: Slot): Process {
    const { node, ledger, options } = this
    const began = node.now
    this.show()
    node.mark(marks.opens, { ...this.at, slot: slot.slot, size: ledger.size })
    const request = connectRequest(node.name, this.boot)
    const reply = yield* node.request(options.target, request, { timeoutMicros: options.socketMicros })
    if (reply.kind === 'answered' && isSuccess(reply)) {
      this.sessions.set(slot, openedSession(reply.response))
      ledger.opened(slot, node.now, this.lots.integer(1_000) / 1_000)
      node.mark(marks.opened, { ...this.at, slot: slot.slot, took: node.now - began })
      if (ledger.size > ledger.rules.maxConnections) this.close(slot, 'the pool is smaller now')
      this.handOn()
      return
    }
    const failure = failureOf(reply)
    ledger.remove(slot)
    node.mark(marks.notOpened, { ...this.at, cause: failure.cause })
    this.line.give(failure)
    this.show()
    this.openMore(this.line.size)
  }

  private close(slot: Slot, why: string): void {
    const { node, ledger, options } = this
    ledger.remove(slot)
    node.mark(marks.closes, { ...this.at, slot: slot.slot, left: ledger.size, why })
    const session = this.sessions.get(slot)
    this.sessions.delete(slot)
    if (session !== undefined) this.prepared.end(session)
    this.show()
    if (session !== undefined) node.spawn('close a connection', this.tellClosed(closeRequest(session), options.target))
  }

  private *tellClosed(request: Request, target: string): Process {
    yield* this.node.request(target, request, { timeoutMicros: this.options.socketMicros })
  }

  private lookForLeaks(): void {
    const { node, ledger, options } = this
    for (const slot of ledger.lentLongerThan(options.leakMicros, node.now)) {
      const lease = this.leases.get(slot)
      if (lease === undefined || this.reported.has(lease)) continue
      this.reported.add(lease)
      const held = node.now - lease.since
      node.mark(marks.leaked, {
        ...this.at,
        label: lease.holder.label,
        slot: slot.slot,
        held,
        taken: options.takesLeaked,
      })
      if (!options.takesLeaked) continue
      lease.isOver = true
      this.forget(lease)
      this.close(slot, 'it was taken away from who has forgotten it')
    }
  }

  private forget(lease: Lease): void {
    this.leases.delete(lease.slot)
    this.reported.delete(lease)
    this.observer?.returned(this.key, lease.slot.slot, lease.holder)
  }

  private show(): void {
    const waiting = this.line.size
    if (waiting !== this.shownWaiting) this.node.gauge('queue').add(waiting - this.shownWaiting)
    this.shownWaiting = waiting
    this.reading.show(this.ledger, this.line.firstOf(PoolReading.SHOWN_WAITING))
  }

  private get at() {
    return { node: this.node.name, pool: this.options.name }
  }
  private get key(): string {
    return `${this.node.name}/${this.options.name}`
  }
}
