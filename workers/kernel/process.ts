import type { Owner, Task } from './task'
import type { Micros } from './time'

/**
 * A process is a generator that the kernel drives on simulated time. It waits with `yield*`:
 *
 *     const reply = yield* node.request('redis', { label: 'GET a' })
 *
 * Every value it yields is a `Wait`; what `yield*` gives back is the outcome of that wait.
 */
export type Process<T = void> = Generator<Wait<unknown>, T, unknown>

/**
 * Something a process can wait for. It is its own iterator, so that `yield* wait` is typed and allocates no generator:
 * the first step hands the wait to the kernel, the second returns what the kernel answered.
 */
export abstract class Wait<T> {
  /** Simulated moment at which the waiting started; set by the kernel. */
  since: Micros = 0
  private asked = false

  /**
   * Starts waiting. Either answers at once through `task.answer` and returns true, or keeps the task, returns false and
   * calls `task.wake` later, exactly once.
   */
  abstract begin(task: Task): boolean
  /** The task no longer waits (it was cancelled or its node crashed): never wake it. */
  abstract cancel(): void
  /** What is waited for, in words, for instance `answer of s2 to GET /cart`. */
  abstract describe(): string

  [Symbol.iterator](): Iterator<Wait<unknown>, T, unknown> {
    return this as unknown as Iterator<Wait<unknown>, T, unknown>
  }
  next(answer?: unknown): IteratorResult<Wait<unknown>, T> {
    if (this.asked) return { done: true, value: answer as T }
    this.asked = true
    return { done: false, value: this }
  }
}

/**
 * An entry of the agenda. `owner` is the thing whose pause defers it; null for what no pause can stop, such as a
 * message on the wire. An entry that is not `live` any more is skipped without a trace.
 */
export interface Occurrence {
  readonly live: boolean
  readonly owner: Owner | null
  happen(): void
}
