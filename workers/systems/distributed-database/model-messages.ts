/** What clients ask, what coordinators ask of replicas, and what is answered. */
import type { Stamped } from '../../algorithms/quorum/stamp'
import type { Micros } from '../../kernel/time'
import { isSuccess, type Reply, type Request, type Response } from '../../network/message'
import type { Plain } from '../../protocol'
import { contentText, type KeyedRow, type Row } from './model-row'

/** What each copy of a key will cost its node, drawn with the arrival. */
export type Works = readonly Micros[]

/** What a client asks for. */
export type Operation = { readonly works: Works } & (
  | { readonly kind: 'read' }
  | { readonly kind: 'write'; readonly value: number }
  /** Reads a cart, puts an item into it and writes it; the item is the number of the write. */
  | { readonly kind: 'add'; readonly value: number }
)

export type ReplicaOperation =
  | { readonly kind: 'get' }
  /** Takes the value if its stamp is newer. `keptFor`: the node that it is meant for, when that one does not answer. */
  | { readonly kind: 'put'; readonly row: Row; readonly keptFor: string | null }
  /** Takes the value, whatever is there: the guide's replicas know no stamps. */
  | { readonly kind: 'overwrite'; readonly row: Row }
  /** Answers which of these hashes of a tree differ here. */
  | {
      readonly kind: 'compare'
      readonly from: string
      readonly level: number
      readonly places: readonly number[]
      readonly hashes: readonly number[]
    }
  /** Takes what is newer and answers what is newer here, of these buckets. */
  | {
      readonly kind: 'exchange'
      readonly from: string
      readonly buckets: readonly number[]
      readonly rows: readonly KeyedRow[]
    }

export function readOf(key: string, works: Works): Request {
  return { label: `read ${key}`, key, body: { kind: 'read', works } satisfies Operation as Plain }
}

export function writeOf(key: string, value: number, works: Works): Request {
  return { label: `write ${key} = ${value}`, key, body: { kind: 'write', value, works } satisfies Operation as Plain }
}

export function addOf(key: string, value: number, works: Works): Request {
  return { label: `add ${value} to ${key}`, key, body: { kind: 'add', value, works } satisfies Operation as Plain }
}

export function operationOf(request: Request): Operation {
  return request.body as unknown as Operation
}

export function get(key: string, workMicros: Micros): Request {
  return { label: `get ${key}`, key, workMicros, body: { kind: 'get' } }
}

export function put(key: string, row: Row, workMicros: Micros, keptFor: string | null = null): Request {
  const label =
    keptFor === null ? `put ${key} = ${contentText(row)}` : `keep ${key} = ${contentText(row)} for ${keptFor}`
  return { label, key, workMicros, body: { kind: 'put', row, keptFor } satisfies ReplicaOperation as Plain }
}

export function overwrite(key: string, row: Stamped, workMicros: Micros): Request {
  return { label: `set ${key} = ${row.value}`, key, workMicros, body: { kind: 'overwrite', row } }
}

export function replicaOperationOf(request: Request): ReplicaOperation {
  return request.body as unknown as ReplicaOperation
}

/** What a `get` found; null is no value. */
export function copyIn(response: Response): Row | null {
  return (response.body as unknown as Row | null | undefined) ?? null
}

/** The same of a reply that is a success; null of any other. */
export function copyOf(reply: Reply): Row | null {
  return reply.kind === 'answered' && isSuccess(reply) ? copyIn(reply.response) : null
}

/** The same where every value has a stamp. */
export function stampedOf(reply: Reply): Stamped | null {
  return copyOf(reply) as Stamped | null
}
