/** What can be asked of a `Database`, and what it answers. */
import type { Change, RowValue } from '../algorithms/storage/row-table'
import type { Request, Response } from '../network/message'
import type { Plain } from '../protocol'

export type DatabaseOperation =
  | { readonly kind: 'read' }
  | { readonly kind: 'write'; readonly value: RowValue; readonly ifVersion: number | null }
  | { readonly kind: 'delete' }
  | { readonly kind: 'scan'; readonly from: string; readonly to: string; readonly limit: number }
  | { readonly kind: 'append'; readonly after: number; readonly changes: readonly Change[] }

/** What a read, a write or a delete answers. `position` is how far the log of the node that answers goes. */
export interface RowAnswer {
  readonly found: boolean
  readonly value: RowValue | null
  /** Position of the change that wrote the row; 0 for one that was there at the start, and without a row. */
  readonly version: number
  readonly position: number
}

/** What a scan answers, in the order of keys. */
export interface ScanAnswer {
  readonly rows: readonly { readonly key: string; readonly value: RowValue; readonly version: number }[]
  readonly position: number
}

export function readRow(key: string): Request {
  return operation(`select ${key}`, { kind: 'read' }, key)
}

/** @param options.ifVersion writes only when the row is at this version (0: not written since the start), else 409 */
export function writeRow(key: string, value: RowValue, options: { readonly ifVersion?: number } = {}): Request {
  return operation(`update ${key} = ${value}`, { kind: 'write', value, ifVersion: options.ifVersion ?? null }, key)
}

export function deleteRow(key: string): Request {
  return operation(`delete ${key}`, { kind: 'delete' }, key)
}

/** Rows with keys in [from, to), at most `limit`. */
export function scanRows(from: string, to: string, limit = 100): Request {
  return operation(`scan ${from} to ${to}`, { kind: 'scan', from, to, limit })
}

/** The changes of a primary's log that follow the position `after`. */
export function appendChanges(after: number, changes: readonly Change[]): Request {
  return operation(`append ${after + 1} to ${after + changes.length}`, { kind: 'append', after, changes })
}

export function operationOf(request: Request): DatabaseOperation | null {
  return (request.body as unknown as DatabaseOperation | undefined) ?? null
}

export function rowOf(response: Response): RowAnswer {
  return response.body as unknown as RowAnswer
}

export function scanOf(response: Response): ScanAnswer {
  return response.body as unknown as ScanAnswer
}

function operation(label: string, body: DatabaseOperation, key?: string): Request {
  return { label, body: body as unknown as Plain, ...(key !== undefined && { key }) }
}
