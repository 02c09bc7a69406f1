import type { Process } from '../../kernel/process'
import type { Task } from '../../kernel/task'
import { Join } from '../../kernel/waits'
import type { Node } from '../../network/node'

/** Work on one key goes one after another; work on different keys does not wait for each other. */
export class KeyTurns {
  /** The last turn of every key that is not over. */
  readonly #last = new Map<string, Task<unknown>>()

  constructor(private readonly node: Node) {}

  /** Turns that are taken or waited for now. */
  get open(): readonly Task<unknown>[] {
    return [...this.#last.values()]
  }

  /** Does `work` when all earlier work on the key is over. */
  *take<T>(key: string, work: () => Process<T>): Process<T> {
    const task = this.node.spawn(`turn of ${key}`, after(this.#last.get(key), work))
    this.#last.set(key, task as Task<unknown>)
    const result = yield* new Join(task)
    if (this.#last.get(key) === (task as Task<unknown>)) this.#last.delete(key)
    return result
  }
}

function* after<T>(before: Task<unknown> | undefined, work: () => Process<T>): Process<T> {
  if (before !== undefined) yield* new Join(before)
  return yield* work()
}
