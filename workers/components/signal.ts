import { Wait } from '../kernel/process'
import type { Task } from '../kernel/task'
import type { Micros } from '../kernel/time'
import { Timer } from '../kernel/waits'
import type { Node } from '../network/node'

/** Lets processes of a node wait until something has changed: whoever changes it fires, and all who wait look again. */
export class Signal {
  readonly #waiting = new Set<Change>()

  constructor(
    readonly node: Node,
    /** What is waited for, in words. */
    readonly what: string,
  ) {}

  /** @returns whether it was fired, and not the time over */
  next(timeoutMicros: Micros | null = null): Wait<boolean> {
    return new Change(this, this.#waiting, timeoutMicros)
  }

  fire(): void {
    // Who is woken runs at once, and may fire again before the others have had their turn.
    for (const change of [...this.#waiting]) if (this.#waiting.has(change)) change.end(true)
  }
}

class Change extends Wait<boolean> {
  #task: Task | null = null
  #timer: Timer | null = null

  constructor(
    private readonly signal: Signal,
    private readonly waiting: Set<Change>,
    private readonly timeoutMicros: Micros | null,
  ) {
    super()
  }

  begin(task: Task): boolean {
    this.#task = task
    this.waiting.add(this)
    if (this.timeoutMicros === null) return false
    const { node } = this.signal
    this.#timer = new Timer(node, () => this.end(false))
    node.kernel.schedule(this.timeoutMicros, this.#timer)
    return false
  }

  cancel(): void {
    this.waiting.delete(this)
    this.#timer?.cancel()
  }

  describe(): string {
    return this.signal.what
  }

  end(isFired: boolean): void {
    this.cancel()
    this.#task?.wake(isFired)
  }
}
