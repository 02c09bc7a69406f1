import type { Process } from '../../kernel/process'
import type { Task } from '../../kernel/task'
import { Join } from '../../kernel/waits'
import { isSuccess, type Reply } from '../../network/message'
import type { Node } from '../../network/node'

/** A call to one of several copies, under way or over. */
export interface Call {
  /** The node that is asked. */
  readonly asked: string
  readonly reply: Reply
}

/** Several calls that were begun together. They go on when nobody waits for them any more. */
export class QuorumCalls {
  readonly #tasks: readonly Task<Call>[]

  constructor(
    private readonly node: Node,
    readonly asked: readonly string[],
    call: (name: string) => Process<Call>,
  ) {
    this.#tasks = asked.map((name) => node.spawn(`copy at ${name}`, call(name)))
  }

  /** Waits until so many have answered well, or until no answer is open any more. @returns what has answered so far */
  *wait(need: number): Process<readonly Call[]> {
    for (;;) {
      const open = this.#tasks.filter(({ done }) => !done)
      if (open.length === 0 || this.good.length >= need) return this.good
      yield* this.node.race(open.map((task) => joined(task)))
    }
  }

  /** Calls that have answered well so far. */
  get good(): readonly Call[] {
    return this.#tasks
      .filter(({ done }) => done)
      .map(({ result }) => result as Call)
      .filter(({ reply }) => isSuccess(reply))
  }

  /** For each of those asked: `yes`, `no`, or `open` while there is no answer. */
  get answers(): readonly string[] {
    return this.#tasks.map(({ done, result }) => (!done ? 'open' : isSuccess((result as Call).reply) ? 'yes' : 'no'))
  }
}

function* joined(task: Task<Call>): Process<Call> {
  return yield* new Join(task)
}
