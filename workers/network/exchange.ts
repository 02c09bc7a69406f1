import { type Occurrence, Wait } from '../kernel/process'
import type { Task } from '../kernel/task'
import { Timer } from '../kernel/waits'
import { Fate, HopKind, NO_HOP } from '../protocol'
import type { Link } from './link'
import type { FailureCause, Reply, Request, Response } from './message'
import type { Network } from './network'
import type { Node } from './node'

/** What comes back over the wire: an answer, or the news that there will be none. */
type Returned =
  | { readonly kind: 'answered'; readonly response: Response }
  | { readonly kind: 'failed'; readonly failure: FailureCause }

const SMALL_MESSAGE_BYTES = 64

/**
 * One request and its reply between two nodes, seen from the caller as something to wait for. The callee learns nothing
 * when the caller gives up: it works on, and its answer arrives `late`.
 */
export class Exchange extends Wait<Reply> {
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
    this.requestHop = this.network.transmit({
      from: this.caller,
      to: this.callee,
      kind: HopKind.request,
      label: this.request.label,
      bytes: this.request.bytes ?? SMALL_MESSAGE_BYTES,
      request: task.request,
      cause: task.cause,
      arrived: (hop) => this.arriveAtCallee(hop),
    })
    if (this.timeoutMicros !== null) {
      this.timer = new Timer(this.caller, () => this.giveUp())
      this.caller.kernel.schedule(this.timeoutMicros, this.timer)
    }
    return false
  }

  /** The answer of the callee leaves now. */
  answer(response: Response, cause: number): void {
    this.callee.inbound.delete(this)
    const failed = response.status >= 400
    const reason = response.failure === undefined ? '' : ` ${response.failure.cause}`
    this.sendBack(
      { kind: 'answered', response },
      failed ? HopKind.failure : HopKind.answer,
      `${response.status}${failed ? reason : ''}`,
      response.bytes ?? SMALL_MESSAGE_BYTES,
      cause,
    )
  }

  /** The callee is gone: the connection breaks. */
  breakOff(cause: string): void {
    this.sendBack(
      { kind: 'failed', failure: { cause, by: this.callee.name } },
      HopKind.failure,
      cause,
      SMALL_MESSAGE_BYTES,
      this.requestHop,
    )
  }

  cancel(): void {
    this.open = false
    this.timer?.cancel()
  }

  describe(): string {
    return `the answer of ${this.callee.name} to ${this.request.label}`
  }

  private arriveAtCallee(hop: number): Fate {
    if (!this.callee.up) {
      this.breakOff('refused')
      return Fate.refused
    }
    this.callee.accept(this, hop, this.purposeRequest)
    return Fate.delivered
  }

  private sendBack(returned: Returned, kind: HopKind, label: string, bytes: number, cause: number): void {
    this.network.transmit({
      from: this.callee,
      to: this.caller,
      kind,
      label,
      bytes,
      request: this.purposeRequest,
      cause,
      arrived: (hop) => this.arriveAtCaller(returned, hop),
    })
  }

  private arriveAtCaller(returned: Returned, hop: number): Fate {
    if (!this.caller.up) return Fate.refused
    if (!this.open) return Fate.late
    const reply: Reply =
      returned.kind === 'answered'
        ? { ...returned, by: this.callee.name, tookMicros: this.elapsed }
        : { ...returned, tookMicros: this.elapsed }
    this.caller.whenAwake(() => {
      if (!this.open || this.task === null) return
      this.cancel()
      this.task.cause = hop
      this.task.wake(reply)
    })
    return Fate.delivered
  }

  private giveUp(): void {
    if (!this.open) return
    this.cancel()
    this.task?.wake({
      kind: 'failed',
      failure: { cause: 'timeout', by: this.callee.name },
      tookMicros: this.elapsed,
    } satisfies Reply)
  }

  private get elapsed(): number {
    return this.caller.kernel.now - this.since
  }
}

/** A message on the wire. Nothing pauses it. */
export class Flight implements Occurrence {
  readonly live = true
  readonly owner = null

  constructor(
    private readonly network: Network,
    private readonly link: Link,
    private readonly hop: number,
    /** What the message does on arrival; null when it is lost on the way. */
    private readonly arrived: ((hop: number) => Fate) | null,
  ) {}

  happen(): void {
    const { recorder } = this.network
    this.link.flying--
    this.link.settled++
    if (this.arrived === null) recorder.settle(this.hop, Fate.lost)
    else recorder.settle(this.hop, this.arrived(this.hop))
  }
}
