/** What coordinators ask of the nodes of a range, and these of each other. */
import type { RaftReply, RaftRequest } from '../../algorithms/consensus/raft-messages'
import type { Micros } from '../../kernel/time'
import type { Request, Response } from '../../network/message'
import type { Plain } from '../../protocol'
import type { Works } from './model-messages'

/** What stands in the log of a range. `works`: what each copy costs its node. */
export type RangeCommand =
  | { readonly kind: 'write'; readonly key: string; readonly value: number; readonly works: Works }
  | { readonly kind: 'blank' }

export type RangeOperation =
  | { readonly kind: 'read' }
  | { readonly kind: 'write'; readonly value: number; readonly works: Works }
  | { readonly kind: 'raft'; readonly range: string; readonly request: RaftRequest<RangeCommand> }

/** Another node leads the range, as far as the one that answers knows. */
export interface Redirect {
  readonly leader: string | null
}

/** The node is not the one to ask; it has done nothing. */
export const MISDIRECTED = 421

export function rangeRead(key: string, workMicros: Micros): Request {
  return { label: `read ${key}`, key, workMicros, body: { kind: 'read' } }
}

export function rangeWrite(key: string, value: number, works: Works): Request {
  const body: RangeOperation = { kind: 'write', value, works }
  return { label: `write ${key} = ${value}`, key, body }
}

export function raftRequest(range: string, request: RaftRequest<RangeCommand>): Request {
  const body: RangeOperation = { kind: 'raft', range, request }
  return { label: labelOf(range, request), body: body as unknown as Plain }
}

export function rangeOperationOf(request: Request): RangeOperation {
  return request.body as unknown as RangeOperation
}

export function raftAnswer(reply: RaftReply): Response {
  return { status: 200, label: reply.answer, body: reply as unknown as Plain }
}

export function raftReplyIn(response: Response): RaftReply {
  return response.body as unknown as RaftReply
}

function labelOf(range: string, request: RaftRequest<RangeCommand>): string {
  if (request.kind === 'vote') return `${range}: vote for ${request.candidate} in term ${request.term}?`
  const { entries, previousPosition, term } = request
  if (entries.length === 0) return `${range}: heartbeat, term ${term}`
  const last = previousPosition + entries.length
  return `${range}: append ${entries.length === 1 ? last : `${previousPosition + 1} to ${last}`}, term ${term}`
}
