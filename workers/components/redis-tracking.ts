import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { Request } from '../network/message'
import type { Node } from '../network/node'
import { MESSAGE_LABEL, type PublishedMessage } from './redis-subscribers'

/** The channel on which Redis sends invalidations to clients that speak RESP2. */
export const INVALIDATE = '__redis__:invalidate'
/** A connection takes what it carries again until it is acknowledged or broken. */
const AGAIN_AFTER: Micros = 50_000

export interface TrackingOptions {
  /** Connections, by the name of the node at their other end, that have switched tracking on. */
  readonly clients: readonly string[]
  /** Keys that are tracked begin with one of these. */
  readonly prefixes: readonly string[]
}

/**
 * Client-side caching as Redis supports it (CLIENT TRACKING ON NOLOOP): the server remembers which client has read which
 * key, and when the key changes, expires or is evicted, tells those clients once and forgets it. Who has changed it is not
 * told. https://redis.io/docs/latest/develop/reference/client-side-caching/
 */
export class Tracking {
  private readonly readers = new Map<string, Set<string>>()
  /** Whose command runs now. */
  running = ''

  constructor(
    private readonly node: Node,
    private readonly options: TrackingOptions,
  ) {}

  /** A client has run a command; the keys of those that only read count. */
  ran(client: string, argv: readonly string[]): void {
    if (!this.options.clients.includes(client)) return
    for (const key of keysRead(argv)) {
      if (!this.options.prefixes.some((prefix) => key.startsWith(prefix))) continue
      const readers = this.readers.get(key)
      if (readers === undefined) this.readers.set(key, new Set([client]))
      else readers.add(client)
    }
  }

  changed(key: string): void {
    const readers = this.readers.get(key)
    if (readers === undefined) return
    this.readers.delete(key)
    for (const reader of readers)
      if (reader !== this.running) this.node.spawn(`invalidate ${key}`, this.tell(reader, key))
  }

  private *tell(reader: string, key: string): Process {
    const body: PublishedMessage = { channel: INVALIDATE, message: key }
    const request: Request = { label: `${MESSAGE_LABEL}${key}`, body }
    for (;;) {
      const reply = yield* this.node.request(reader, request, { timeoutMicros: AGAIN_AFTER })
      if (reply.kind === 'answered' || reply.failure.cause === 'refused') return
    }
  }
}

/** GET and MGET read their keys; a script is taken to read all of its own. */
function keysRead([name = '', ...rest]: readonly string[]): readonly string[] {
  switch (name.toUpperCase()) {
    case 'GET':
    case 'MGET':
      return rest
    case 'EVAL':
    case 'EVALSHA':
      return rest.slice(2, 2 + Number(rest[1] ?? 0))
    default:
      return []
  }
}
