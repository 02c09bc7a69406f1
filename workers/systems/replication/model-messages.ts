/** What nodes, applications and the monitor ask of each other, and what they answer. */
import type { RaftReply, RaftRequest } from '../../algorithms/consensus/raft-messages'
import type { Version } from '../../algorithms/replication/version'
import type { Change, RowValue } from '../../algorithms/storage/row-table'
import type { Request, Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'

/** A change with the epoch of the primary that made it. */
export type EpochChange = Change & { readonly epoch: number }

export interface Append {
  readonly kind: 'append'
  readonly epoch: number
  readonly primary: string
  /** The position before the first of `changes`, and the epoch of what stands there. */
  readonly after: number
  readonly afterEpoch: number
  /** First position of the primary's own epoch: what others have from there on of older epochs is not its log. */
  readonly since: number
  readonly changes: readonly EpochChange[]
  /** Whether the primary has nothing behind `changes`, at the moment `asOf`. */
  readonly isAll: boolean
  readonly asOf: number
}

export interface ReadCall {
  readonly kind: 'read'
  /** Only a copy that has applied this may answer. */
  readonly atLeast: Version | null
  /** Only a copy that was complete this many microseconds ago or later may answer. */
  readonly freshMicros: number | null
  /** Through the log, where there is one to go through. */
  readonly isStrict: boolean
}

export type NodeCall =
  | { readonly kind: 'write'; readonly value: RowValue; readonly epoch: number }
  | ReadCall
  | Append
  | { readonly kind: 'promise'; readonly epoch: number }
  | { readonly kind: 'lead'; readonly epoch: number }
  | { readonly kind: 'follow'; readonly epoch: number; readonly primary: string }
  | { readonly kind: 'health' }
  | { readonly kind: 'promote' }
  | { readonly kind: 'raft'; readonly request: RaftRequest<Command> }

/** What stands in the log of a Raft node. A read is a place in the log where its answer is taken. */
export type Command =
  | { readonly kind: 'write'; readonly key: string; readonly value: RowValue }
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'blank' }

/** What applications hear from the monitor. */
export interface Configuration {
  readonly epoch: number
  readonly primary: string
  readonly replicas: readonly string[]
}

export interface WriteAnswer {
  readonly version: Version
}
export interface ReadAnswer {
  readonly value: RowValue | null
  /** What the copy that answers had applied. */
  readonly version: Version
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

export function ask(label: string, call: NodeCall | Configuration, key?: string): Request {
  return { label, body: call as unknown as Plain, ...(key !== undefined && { key }) }
}

export function callOf(request: Request): NodeCall {
  return request.body as unknown as NodeCall
}

export function answer<T>(body: T): Response {
  return { status: 200, body: body as unknown as Plain }
}

/** The node does not do it, and says why. */
export function refusal(node: Node, status: number, cause: string): Response {
  return { status, failure: { cause, by: node.name } }
}

export function bodyOf<T>(response: Response): T {
  return response.body as unknown as T
}
