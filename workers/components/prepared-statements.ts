import type { Request } from '../network/message'
import { executesOf, preparesOf, withStatement } from './database-session-requests'

/**
 * Which statements are known by name on which connection: a connection of its own knows what was prepared on it and
 * nothing else (PostgreSQL documentation, PREPARE: a prepared statement lasts for its session).
 */
export class PreparedStatements {
  private readonly known = new Map<number, Set<string>>()

  /** The request as a driver sends it: with its text the first time on this connection, later by name. */
  byName(session: number, request: Request, name: string): Request {
    return withStatement(request, this.learn(session, name) ? 'prepare' : 'execute', name)
  }

  /** Whether a connection can run what it is asked for: it is told the text, or knows the name. Learns what it is told. */
  understands(session: number, request: Request): boolean {
    const text = preparesOf(request)
    if (text !== null) this.learn(session, text)
    const name = executesOf(request)
    return name === null || this.known.get(session)?.has(name) === true
  }

  /** What was believed known is not. */
  forget(session: number, request: Request): void {
    const name = executesOf(request)
    if (name !== null) this.known.get(session)?.delete(name)
  }

  /** The connection is closed. */
  end(session: number): void {
    this.known.delete(session)
  }

  /** @returns whether it was new */
  private learn(session: number, name: string): boolean {
    const names = this.known.get(session) ?? new Set()
    this.known.set(session, names)
    if (names.has(name)) return false
    names.add(name)
    return true
  }
}
