/** What the monitor, applications and members of a Raft group ask of nodes beside rows, and what they answer. */
import type { RaftReply, RaftRequest } from '../../algorithms/consensus/raft-messages'
import type { Version } from '../../algorithms/replication/version'
import type { RowValue } from '../../algorithms/storage/row-table'
import type { DatabaseOperation, RowAnswer } from '../../components/database-requests'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'

export type NodeCall =
  | { readonly kind: 'promise'; readonly epoch: number }
  | { readonly kind: 'lead'; readonly epoch: number }
  | { readonly kind: 'follow'; readonly epoch: number; readonly primary: string }
  | { readonly kind: 'health' }
  | { readonly kind: 'promote' }
  | { readonly kind: 'raft'; readonly request: RaftRequest<Command> }

/** What stands in the log of a Raft node. A read is a place in the log where its answer is taken. */
export type Command =
  | { readonly kind: 'write'; readonly key: string; readonly value: RowValue | null }
  | { readonly kind: 'read' }
  | { readonly kind: 'blank' }

/** What applications hear from the monitor. */
export interface Configuration {
  readonly epoch: number
  readonly primary: string
  readonly replicas: readonly string[]
}

/** What the power switch is told. */
export interface PowerCall {
  /** The machine that is to be off before this is answered. */
  readonly off: string
}

/** Not here: who takes writes, as far as the node that answers knows. */
export interface Redirect {
  readonly primary: string | null
  readonly epoch: number
}
export interface Health {
  readonly epoch: number
  readonly isPrimary: boolean
  readonly lagMs: number
}
export interface Promised {
  readonly last: Version
}
export interface RaftAnswer {
  readonly reply: RaftReply
}

/** The node is not the one to ask. */
export const MISDIRECTED = 421
/** The copy is not as fresh as it has to be. */
export const TOO_OLD = 425
/** The primary of an older epoch. */
export const FENCED = 410

export function ask(label: string, call: NodeCall | Configuration | PowerCall): Request {
  return { label, body: call as unknown as Plain }
}

export function callOf(request: Request): NodeCall | DatabaseOperation {
  return request.body as unknown as NodeCall | DatabaseOperation
}

export function bodyOfRequest<T>(request: Request): T {
  return request.body as unknown as T
}

export function answer<T>(body: T): Response {
  return { status: 200, body: body as unknown as Plain }
}

/** The node does not do it, and says why. */
export function refusal(node: Node, status: number, cause: string): Response {
  return { status, failure: { cause, by: node.name } }
}

/** Somebody else is to be asked. */
export function redirection(node: Node, cause: string, to: Redirect): Response {
  return { ...refusal(node, MISDIRECTED, cause), body: to as unknown as Plain }
}

export function bodyOf<T>(response: Response): T {
  return response.body as unknown as T
}

/** How far the log went of which an answer speaks. */
export function versionOf({ position, epoch = 0 }: RowAnswer): Version {
  return { epoch, position }
}
