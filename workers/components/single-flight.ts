import type { Process } from '../kernel/process'
import type { Task } from '../kernel/task'
import { Join } from '../kernel/waits'
import type { Node } from '../network/node'

/** What a flight brought, and whether somebody else had begun it. */
export interface Flown<T> {
  readonly result: T
  readonly joined: boolean
  /** Something has made it worthless while it was under way: whoever has waited along may want another one. */
  readonly isOutdated: boolean
}

/** A flight as those on board see it. */
export interface Aboard {
  /** Whether `outdate` has named it since it began. */
  readonly isOutdated: boolean
}

interface Flight<T> extends Aboard {
  task: Task<T> | null
  waiting: number
  isOutdated: boolean
}

/**
 * At most one flight for a key at a time in this process: who comes while one is under way waits for its result instead
 * of beginning another. As `singleflight` of Go, whose `Forget` is `outdate` here.
 */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Flight<T>>()

  constructor(private readonly node: Node) {}

  /** How many wait for the flight of this key beside the one that began it; null when there is none. */
  waitingFor(key: string): number | null {
    return this.flights.get(key)?.waiting ?? null
  }

  *run(key: string, fly: (aboard: Aboard) => Process<T>): Process<Flown<T>> {
    const open = this.flights.get(key)
    const joined = open !== undefined
    if (joined) open.waiting++
    const flight = open ?? this.begin(key, fly)
    const result = yield* new Join(flight.task as Task<T>)
    return { result, joined, isOutdated: flight.isOutdated }
  }

  /** Begins a flight that nobody waits for, unless one is under way. @returns whether it was begun */
  beside(key: string, fly: (aboard: Aboard) => Process<T>): boolean {
    if (this.flights.has(key)) return false
    this.begin(key, fly)
    return true
  }

  /**
   * What is under way for these keys was asked for too early: it still reaches those who wait for it, but who comes from
   * now on begins another one. @returns how many flights that are
   */
  outdate(isMeant: (key: string) => boolean): number {
    const meant = [...this.flights].filter(([key]) => isMeant(key))
    for (const [key, flight] of meant) {
      flight.isOutdated = true
      this.flights.delete(key)
    }
    return meant.length
  }

  private begin(key: string, fly: (aboard: Aboard) => Process<T>): Flight<T> {
    const flight: Flight<T> = { task: null, waiting: 0, isOutdated: false }
    flight.task = this.node.spawn(`fetch ${key}`, this.fly(key, flight, fly))
    if (!flight.task.done) this.flights.set(key, flight)
    return flight
  }

  private *fly(key: string, flight: Flight<T>, fly: (aboard: Aboard) => Process<T>): Process<T> {
    const result = yield* fly(flight)
    // Another one may have taken its place since it was outdated.
    if (!flight.isOutdated) this.flights.delete(key)
    return result
  }
}
