import type { Process } from '../kernel/process'
import type { Task } from '../kernel/task'
import { Join } from '../kernel/waits'
import type { Node } from '../network/node'

/** What a flight brought, and whether somebody else had begun it. */
export interface Flown<T> {
  readonly result: T
  readonly joined: boolean
}

/**
 * At most one flight for a key at a time in this process: who comes while one is under way waits for its result instead
 * of beginning another. As `singleflight` of Go.
 */
export class SingleFlight<T> {
  private readonly flights = new Map<string, { readonly task: Task<T>; waiting: number }>()

  constructor(private readonly node: Node) {}

  /** How many wait for the flight of this key beside the one that began it; null when there is none. */
  waitingFor(key: string): number | null {
    return this.flights.get(key)?.waiting ?? null
  }

  *run(key: string, flight: () => Process<T>): Process<Flown<T>> {
    const open = this.flights.get(key)
    if (open !== undefined) {
      open.waiting++
      return { result: yield* new Join(open.task), joined: true }
    }
    return { result: yield* new Join(this.begin(key, flight)), joined: false }
  }

  /** Begins a flight that nobody waits for, unless one is under way. @returns whether it was begun */
  beside(key: string, flight: () => Process<T>): boolean {
    if (this.flights.has(key)) return false
    this.begin(key, flight)
    return true
  }

  private begin(key: string, flight: () => Process<T>): Task<T> {
    const task = this.node.spawn(`fetch ${key}`, this.fly(key, flight))
    if (!task.done) this.flights.set(key, { task, waiting: 0 })
    return task
  }

  private *fly(key: string, flight: () => Process<T>): Process<T> {
    const result = yield* flight()
    this.flights.delete(key)
    return result
  }
}
