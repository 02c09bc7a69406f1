import type { Client } from './client'
import type { Database } from './database'
import { none, type Reply } from './reply'

/** A client that waits for one of its keys, or for time to pass. */
export interface Parked {
  readonly client: Client
  readonly database: Database
  readonly keys: readonly string[]
  /** Simulated or wall-clock milliseconds; null waits for ever. */
  readonly deadlineMs: number | null
  /** What the client gets at its deadline: a reply, or how to make it then. */
  readonly onTimeout: Reply | (() => Reply)
  /** Tries to serve the client from the key; null when there is nothing for it yet. */
  readonly serve: (key: string) => Reply | null
}

/** Who waits for what: clients of one key are served in the order in which they came. */
export class Parking {
  readonly #byKey = new Map<Database, Map<string, Set<Parked>>>()
  readonly #all = new Set<Parked>()
  #ready: { readonly database: Database; readonly key: string }[] = []

  get size(): number {
    return this.#all.size
  }

  /** @returns what execute answers for a parked client */
  park(parked: Parked): Reply {
    this.#all.add(parked)
    parked.client.parked = parked
    for (const key of parked.keys) this.#waiting(parked.database, key, true)?.add(parked)
    return none
  }

  /** A key has something new, or has gone. Clients are served after the command that did it. */
  signal(database: Database, key: string): void {
    if (this.#waiting(database, key, false) === undefined) return
    if (!this.#ready.some((own) => own.database === database && own.key === key)) this.#ready.push({ database, key })
  }

  /** Serves who can be served. Serving may make other keys ready (BLMOVE), which then follow. */
  serveReady(deliver: (parked: Parked, reply: Reply) => void): void {
    while (this.#ready.length > 0) {
      const round = this.#ready
      this.#ready = []
      for (const { database, key } of round) this.#serveKey(database, key, deliver)
    }
  }

  release(parked: Parked): void {
    this.#all.delete(parked)
    parked.client.parked = null
    for (const key of parked.keys) {
      const waiting = this.#waiting(parked.database, key, false)
      waiting?.delete(parked)
      if (waiting?.size === 0) this.#byKey.get(parked.database)?.delete(key)
    }
  }

  /** The first millisecond in which somebody is overdue: in that of its deadline itself nobody is yet. */
  nextDeadlineMs(): number | null {
    let next: number | null = null
    for (const { deadlineMs } of this.#all) {
      if (deadlineMs !== null && (next === null || deadlineMs < next)) next = deadlineMs
    }
    return next === null ? null : next + 1
  }

  /** Those whose deadline is over (timeout.c, checkBlockedClientTimeout), in the order of deadlines. */
  overdue(nowMs: number): Parked[] {
    return [...this.#all]
      .filter(({ deadlineMs }) => deadlineMs !== null && deadlineMs < nowMs)
      .sort((a, b) => (a.deadlineMs as number) - (b.deadlineMs as number))
  }

  #serveKey(database: Database, key: string, deliver: (parked: Parked, reply: Reply) => void): void {
    for (const parked of [...(this.#waiting(database, key, false) ?? [])]) {
      if (parked.client.parked !== parked) continue
      const reply = parked.serve(key)
      if (reply === null) continue
      this.release(parked)
      deliver(parked, reply)
    }
  }

  #waiting(database: Database, key: string, create: boolean): Set<Parked> | undefined {
    let keys = this.#byKey.get(database)
    if (keys === undefined && create) {
      keys = new Map()
      this.#byKey.set(database, keys)
    }
    const waiting = keys?.get(key)
    if (waiting !== undefined || !create) return waiting
    const made = new Set<Parked>()
    keys?.set(key, made)
    return made
  }
}

/** What a client gets whose time is over. */
export function timeoutReply({ onTimeout }: Parked): Reply {
  return typeof onTimeout === 'function' ? onTimeout() : onTimeout
}
