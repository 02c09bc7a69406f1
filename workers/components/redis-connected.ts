import { Wait } from '../kernel/process'
import type { Task } from '../kernel/task'
import { Timer } from '../kernel/waits'
import type { Node } from '../network/node'
import type { Client } from '../network/redis/client'
import type { Redis } from '../network/redis/redis'
import type { Reply } from '../network/redis/reply'

/** A client of the core, and who waits for what it is delivered. */
export class Connected {
  readonly client: Client
  waiting: ((reply: Reply) => void) | null = null
  /** Nobody waits for the answer any more. */
  readonly abandon: () => void

  constructor(node: Node, redis: Redis) {
    // The command that serves this client ends first.
    const later = (reply: Reply): void => node.kernel.schedule(0, new Timer(node, () => this.waiting?.(reply)))
    this.client = redis.connect(later)
    this.abandon = () => redis.disconnect(this.client)
  }
}

/** Waits until the core serves a parked client. */
export class Served extends Wait<Reply> {
  readonly #connected: Connected
  readonly #command: string

  constructor(connected: Connected, command: string) {
    super()
    this.#connected = connected
    this.#command = command
  }

  begin(task: Task): boolean {
    this.#connected.waiting = (reply) => {
      this.#connected.waiting = null
      task.wake(reply)
    }
    return false
  }
  cancel(): void {
    this.#connected.waiting = null
    this.#connected.abandon()
  }
  describe(): string {
    return `something for ${this.#command}`
  }
}
