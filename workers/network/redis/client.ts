import type { Database } from './database'
import type { Parked } from './parking'
import type { Reply } from './reply'

/** A queued transaction between MULTI and EXEC. */
export interface Transaction {
  readonly commands: (readonly string[])[]
  /** Something was refused while queueing, so EXEC will refuse all. */
  isBroken: boolean
}

/** A key that WATCH looks after. */
export interface Watched {
  readonly database: Database
  readonly key: string
  /** It was already beyond its deadline, though still there. */
  readonly wasExpired: boolean
}

/** One connection as the core knows it. `deliver` takes what comes at other times than the answer of `execute`. */
export class Client {
  readonly id: number
  readonly deliver: (reply: Reply) => void
  readonly connectedAtMs: number
  database: Database
  protocol: 2 | 3 = 2
  name = ''
  address = '127.0.0.1:0'
  transaction: Transaction | null = null
  watched: Watched[] = []
  /** A watched key was changed. */
  isStale = false
  readonly channels = new Set<string>()
  readonly patterns = new Set<string>()
  parked: Parked | null = null
  /** The connection ends after what has been written. */
  isClosing = false
  lastCommand = ''
  lastCommandAtMs: number
  /** CLIENT REPLY. */
  replies: 'on' | 'off' | 'skip-next' | 'skip' = 'on'
  isNoEvict = false

  constructor(id: number, database: Database, nowMs: number, deliver: (reply: Reply) => void) {
    this.id = id
    this.database = database
    this.connectedAtMs = nowMs
    this.lastCommandAtMs = nowMs
    this.deliver = deliver
  }

  get subscriptions(): number {
    return this.channels.size + this.patterns.size
  }
}
