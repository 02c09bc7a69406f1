/** What travels between who uses a database over connections and the database: opening one, asking on it, closing it. */
import type { Request, Response } from '../network/message'

export type SessionOperation =
  /** `boot` tells one life of a node from the next: what an earlier one has left open is dropped. */
  | { readonly kind: 'connect'; readonly from: string; readonly boot: number }
  | { readonly kind: 'close'; readonly session: number }

export const TOO_MANY_CONNECTIONS = 'too many connections'
/** The database or the pooler does not know the connection any more. */
export const CONNECTION_LOST = 'connection lost'
export const STATEMENT_TIMEOUT = 'statement timeout'
/** A name is asked for that this connection was never told. */
export const UNKNOWN_STATEMENT = 'unknown prepared statement'

export function connectRequest(from: string, boot: number): Request {
  return { label: 'connect', body: { kind: 'connect', from, boot } satisfies SessionOperation }
}

export function closeRequest(session: number): Request {
  return { label: 'close', body: { kind: 'close', session } satisfies SessionOperation }
}

/** A statement on a connection. @param isLast whether its transaction ends with it */
export function onSession(session: number, request: Request, isLast: boolean): Request {
  const transaction = isLast ? 'ends' : 'goes on'
  return { ...request, headers: { ...request.headers, connection: String(session), transaction } }
}

/** A statement that is prepared under a name and run, or run by that name only. */
export function withStatement(request: Request, how: 'prepare' | 'execute', name: string): Request {
  const { prepare: _, execute: __, ...headers } = request.headers ?? {}
  return { ...request, headers: { ...headers, [how]: name } }
}

/** Name under which a statement is prepared; null when none is. */
export function preparesOf(request: Request): string | null {
  return request.headers?.prepare ?? null
}

/** Name by which a statement is asked for; null when it comes with its text. */
export function executesOf(request: Request): string | null {
  return request.headers?.execute ?? null
}

/** Null for a statement. */
export function sessionOperationOf(request: Request): SessionOperation | null {
  const body = request.body as SessionOperation | { readonly kind: string } | undefined
  return body?.kind === 'connect' || body?.kind === 'close' ? (body as SessionOperation) : null
}

export function sessionOf(request: Request): number {
  return Number(request.headers?.connection ?? Number.NaN)
}

export function isLastOf(request: Request): boolean {
  return request.headers?.transaction !== 'goes on'
}

/** The number of the connection that was opened. */
export function openedSession(response: Response): number {
  return (response.body as { readonly session: number }).session
}
