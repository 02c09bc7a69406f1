import type { Kernel } from './kernel'
import type { Process, Wait } from './process'
import type { Member, Roster } from './roster'
import type { Micros } from './time'

/** What tasks belong to: a node. While it is paused its occurrences wait in `deferred`, in order. */
export interface Owner {
  readonly name: string
  paused: boolean
  readonly deferred: { happen(): void; readonly live: boolean }[]
  readonly tasks: Roster<Task>
}

/** What a task works for: stated on every message, mark and wait that it makes. */
export interface Purpose {
  /** Request of a client, or 0. */
  readonly request: number
  /** The hop whose arrival led here, or `NO_HOP`. */
  readonly cause: number
}

/** Told what a process has returned, while its task still counts as running; not when it is cancelled or dropped. */
export interface Sequel<T> {
  returned(result: T): void
}

/** One running process. The kernel is the only one who advances it. */
export class Task<T = unknown> implements Member<Task> {
  earlier: Task | null = null
  later: Task | null = null
  /** Outcome once `done`. */
  result: T | undefined
  done = false
  /** Dropped or cancelled: it never runs again. */
  dead = false
  wait: Wait<unknown> | null = null
  request: number
  cause: number
  /** What the next step of the process is given. */
  private input: unknown
  private observers: (() => void)[] | null = null

  constructor(
    readonly kernel: Kernel,
    readonly owner: Owner,
    /** What it does, in words, for instance `handle GET /cart`. */
    readonly title: string,
    private readonly process: Process<T>,
    purpose: Purpose,
    private readonly sequel: Sequel<T> | null,
  ) {
    this.request = purpose.request
    this.cause = purpose.cause
    owner.tasks.add(this)
  }

  /** Gives the answer of a wait that needed no waiting. Only within `Wait.begin`. */
  answer(value: unknown): void {
    this.input = value
  }

  /** Ends the current wait with an answer and runs on. */
  wake(value: unknown): void {
    if (this.dead || this.done) return
    this.wait = null
    this.input = value
    this.run()
  }

  /** Runs until the process waits or returns. */
  run(): void {
    const { kernel } = this
    const before = kernel.running
    kernel.running = this
    try {
      for (;;) {
        const step = this.process.next(this.input)
        if (step.done === true) {
          this.finish(step.value)
          return
        }
        const wait = step.value
        wait.since = kernel.now
        if (!wait.begin(this)) {
          if (!this.dead) this.wait = wait
          return
        }
      }
    } finally {
      kernel.running = before
    }
  }

  /** Ends the task as its own `finally` blocks wish; they must not wait. Used for the losers of a race. */
  cancel(): void {
    if (this.done || this.dead) return
    this.drop()
    const step = this.process.return(undefined as T)
    if (step.done !== true) throw new Error(`process "${this.title}" waits while it is being cancelled`)
  }

  /** Ends the task without running its `finally` blocks, as a crash does. */
  drop(): void {
    if (this.done || this.dead) return
    this.dead = true
    this.wait?.cancel()
    this.wait = null
    this.owner.tasks.delete(this)
  }

  /** Calls back when the process has returned, at once if it already has. */
  whenDone(observer: () => void): void {
    if (this.done) observer()
    else if (this.observers === null) this.observers = [observer]
    else this.observers.push(observer)
  }

  get waitingSince(): Micros {
    return this.wait?.since ?? this.kernel.now
  }

  private finish(result: T): void {
    this.done = true
    this.result = result
    this.owner.tasks.delete(this)
    this.sequel?.returned(result)
    if (this.observers !== null) for (const observer of this.observers) observer()
  }
}
