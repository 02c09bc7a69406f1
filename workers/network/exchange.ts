import { type Occurrence, Wait } from '../kernel/process'
import type { Member } from '../kernel/roster'
import type { Sequel, Task } from '../kernel/task'
import { Timer } from '../kernel/waits'
import { Fate, HopKind, NO_HOP, Stage } from '../protocol'
import type { Link } from './link'
import { type FailureCause, type Reply, type Request, type Response, wireText } from './message'
import type { Network } from './network'
import type { Node } from './node'

/** What comes back over the wire: an answer, or the news that there will be none. */
type Returned = Response | FailureCause

const SMALL_MESSAGE_BYTES = 64

/**
 * One request and its reply between two nodes, seen from the caller as something to wait for. The callee learns nothing
 * when the caller gives up: it works on, and its answer arrives `late`.
 */
export class Exchange extends Wait<Reply> implements Member<Exchange>, Sequel<Response> {
  earlier: Exchange | null = null
  later: Exchange | null = null
  /** Hop that carried the request. */
  requestHop = NO_HOP
  private task: Task | null = null
  private open = true
  private timer: Timer | null = null
  private purposeRequest = 0

  constructor(
    private readonly network: Network,
    readonly caller: Node,
    readonly callee: Node,
    readonly request: Request,
    private readonly timeoutMicros: number | null,
  ) {
    super()
  }

  begin(task: Task): boolean {
    this.task = task
    this.purposeRequest = task.request
    this.requestHop = this.network.transmit(
      new Flight(this, null),
      this.caller,
      this.callee,
      HopKind.request,
      wireText(this.request.label, this.request),
      this.request.bytes ?? SMALL_MESSAGE_BYTES,
      task.request,
      task.cause,
    )
    if (this.timeoutMicros !== null) {
      this.timer = new Timer(this.caller, () => this.giveUp())
      this.caller.kernel.schedule(this.timeoutMicros, this.timer)
    }
    return false
  }

  /** The callee's process has its answer, which leaves now. */
  returned(response: Response): void {
    this.callee.inbound.delete(this)
    const cause = this.callee.kernel.running?.cause ?? NO_HOP
    const { status, failure, bytes = SMALL_MESSAGE_BYTES } = response
    const label = response.label ?? (failure === undefined ? String(status) : `${status} ${failure.cause}`)
    this.sendBack(response, status < 400 ? HopKind.answer : HopKind.failure, wireText(label, response), bytes, cause)
  }

  /** The callee is gone: the connection breaks. */
  breakOff(cause: string): void {
    const failure = { cause, by: this.callee.name }
    this.sendBack(failure, HopKind.failure, cause, SMALL_MESSAGE_BYTES, this.requestHop)
  }

  cancel(): void {
    this.open = false
    this.timer?.cancel()
  }

  describe(): string {
    return `the answer of ${this.callee.name} to ${this.request.label}`
  }

  /** The request has arrived. @returns what became of its hop. */
  arriveAtCallee(hop: number): Fate {
    if (!this.callee.up) {
      this.breakOff('refused')
      return Fate.refused
    }
    this.callee.accept(this, hop, this.purposeRequest)
    return Fate.delivered
  }

  /** The reply has arrived. @returns what became of its hop. */
  arriveAtCaller(returned: Returned, hop: number): Fate {
    if (!this.caller.up) return Fate.refused
    if (!this.open) return Fate.late
    if (this.caller.paused) this.caller.whenAwake(() => this.deliver(returned, hop))
    else this.deliver(returned, hop)
    return Fate.delivered
  }

  private deliver(returned: Returned, hop: number): void {
    const { task } = this
    if (!this.open || task === null) return
    const tookMicros = this.elapsed
    this.cancel()
    task.cause = hop
    const reply: Reply =
      'status' in returned
        ? { kind: 'answered', response: returned, by: this.callee.name, tookMicros }
        : { kind: 'failed', failure: returned, tookMicros }
    task.wake(reply)
  }

  private sendBack(returned: Returned, kind: HopKind, label: string, bytes: number, cause: number): void {
    const flight = new Flight(this, returned)
    this.network.transmit(flight, this.callee, this.caller, kind, label, bytes, this.purposeRequest, cause)
  }

  private giveUp(): void {
    if (!this.open) return
    this.cancel()
    const { caller, purposeRequest, requestHop } = this
    caller.network.recorder.stage(purposeRequest, requestHop, caller.index, Stage.gaveUp, 0)
    const failure = { cause: 'timeout', by: this.callee.name }
    this.task?.wake({ kind: 'failed', failure, tookMicros: this.elapsed } satisfies Reply)
  }

  private get elapsed(): number {
    return this.caller.kernel.now - this.since
  }
}

/** A message on the wire: a request, or what comes back. Nothing pauses it. */
export class Flight implements Occurrence {
  private hop = NO_HOP
  private link: Link | null = null
  private lost = false

  constructor(
    private readonly exchange: Exchange,
    /** Null for the request itself. */
    private readonly returned: Returned | null,
  ) {}

  get live(): true {
    return true
  }
  get owner(): null {
    return null
  }

  /** It has been put on a link as number `hop`. */
  depart(link: Link, hop: number, lost: boolean): void {
    this.link = link
    this.hop = hop
    this.lost = lost
    link.sent++
    link.flying++
  }

  happen(): void {
    const { exchange, returned, hop } = this
    const link = this.link as Link
    link.flying--
    link.settled++
    exchange.caller.network.recorder.settle(hop, this.lost ? Fate.lost : this.arrive(exchange, returned, hop))
  }

  private arrive(exchange: Exchange, returned: Returned | null, hop: number): Fate {
    return returned === null ? exchange.arriveAtCallee(hop) : exchange.arriveAtCaller(returned, hop)
  }
}
