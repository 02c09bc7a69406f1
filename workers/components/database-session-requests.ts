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
