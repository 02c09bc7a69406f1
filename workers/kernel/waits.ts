import type { Kernel } from './kernel'
import { type Occurrence, type Process, Wait } from './process'
import type { Owner, Task } from './task'
import { formatDuration, type Micros } from './time'

/** Waits for simulated time to pass. A paused owner sleeps on until it is resumed. */
export class Sleep extends Wait<void> implements Occurrence {
  live = true
  private task: Task | null = null

  constructor(
    private readonly kernel: Kernel,
    readonly owner: Owner | null,
    private readonly delay: Micros,
  ) {
    super()
  }

  begin(task: Task): boolean {
    this.task = task
    this.kernel.schedule(this.delay, this)
    return false
  }
  happen(): void {
    if (this.live) this.task?.wake(undefined)
  }
  cancel(): void {
    this.live = false
  }
  describe(): string {
    return `${formatDuration(this.delay)} to pass`
  }
}

/**
 * Calls a function at a moment, unless it is cancelled first. A cancelled timer stays on the agenda until it is due, so
 * it lets go of its function at once: timeouts are long, and what they hold would outlive every request.
 */
export class Timer implements Occurrence {
  private action: (() => void) | null

  constructor(
    readonly owner: Owner | null,
    action: () => void,
  ) {
    this.action = action
  }

  get live(): boolean {
    return this.action !== null
  }
  happen(): void {
    const { action } = this
    this.action = null
    action?.()
  }
  cancel(): void {
    this.action = null
  }
}

/** Runs processes side by side and waits for all of their results, in the order given. */
export class All<T> extends Wait<T[]> {
  private tasks: Task<T>[] = []

  constructor(private readonly processes: readonly Process<T>[]) {
    super()
  }

  begin(task: Task): boolean {
    let open = this.processes.length
    let begun = false
    for (const process of this.processes)
      this.tasks.push(task.kernel.spawn(task.owner, `part of ${task.title}`, process, task))
    for (const child of this.tasks)
      child.whenDone(() => {
        open--
        if (open === 0 && begun) task.wake(this.results())
      })
    begun = true
    if (open > 0) return false
    task.answer(this.results())
    return true
  }
  cancel(): void {
    for (const child of this.tasks) child.cancel()
  }
  describe(): string {
    const open = this.tasks.filter((child) => !child.done)
    return `${open.length} of ${this.tasks.length} parts: ${open.map((child) => child.wait?.describe() ?? 'running').join('; ')}`
  }
  private results(): T[] {
    return this.tasks.map((child) => child.result as T)
  }
}

/** Runs processes side by side, waits for the first result and cancels the others. */
export class Race<T> extends Wait<{ readonly index: number; readonly value: T }> {
  private tasks: Task<T>[] = []

  constructor(private readonly processes: readonly Process<T>[]) {
    super()
  }

  begin(task: Task): boolean {
    let winner = -1
    let begun = false
    for (const [index, process] of this.processes.entries()) {
      if (winner >= 0) break
      const child = task.kernel.spawn(task.owner, `entrant of ${task.title}`, process, task)
      this.tasks.push(child)
      child.whenDone(() => {
        if (winner >= 0) return
        winner = index
        this.cancel()
        if (begun) task.wake({ index, value: child.result as T })
      })
    }
    begun = true
    if (winner < 0) return false
    task.answer({ index: winner, value: this.tasks[winner]?.result as T })
    return true
  }
  cancel(): void {
    for (const child of this.tasks) child.cancel()
  }
  describe(): string {
    return `the first of: ${this.tasks.map((child) => child.wait?.describe() ?? 'running').join('; ')}`
  }
}

/** Waits for a task that was started elsewhere at the same node, as others may too. One that is cancelled never answers. */
export class Join<T> extends Wait<T> {
  private waiting = true

  constructor(private readonly awaited: Task<T>) {
    super()
  }

  begin(task: Task): boolean {
    const { awaited } = this
    if (awaited.done) {
      task.answer(awaited.result)
      return true
    }
    awaited.whenDone(() => {
      if (this.waiting) task.wake(awaited.result)
    })
    return false
  }
  cancel(): void {
    this.waiting = false
  }
  describe(): string {
    return `${this.awaited.title}, which waits for ${this.awaited.wait?.describe() ?? 'nothing'}`
  }
}
