/** What can be asked of a `Database`, and what it answers. */
import type { Version } from '../algorithms/replication/version'
import type { Change, RowValue } from '../algorithms/storage/row-table'
import type { Micros } from '../kernel/time'
import type { Request, Response } from '../network/message'
import type { Plain } from '../protocol'

export type DatabaseOperation =
  | { readonly kind: 'read'; readonly demand?: ReadDemand }
  | {
      readonly kind: 'write'
      readonly value: RowValue
      readonly ifVersion: number | null
      /** The newest epoch that the writer has heard of. */
      readonly epoch?: number
    }
  | { readonly kind: 'delete' }
  | { readonly kind: 'scan'; readonly from: string; readonly to: string; readonly limit: number }
  | Append

/** The changes of a primary's log behind the position `after`. */
export interface Append {
  readonly kind: 'append'
  readonly after: number
  readonly changes: readonly Change[]
  /** Where primaries change. */
  readonly reign?: Reign
}

/** Who sends its log, and as what. */
export interface Reign {
  readonly primary: string
  readonly epoch: number
  /** The epoch of each change, and of what stands before them. */
  readonly epochs: readonly number[]
  readonly afterEpoch: number
  /** First position of the primary's own epoch: what others have from there on of older epochs is not its log. */
  readonly since: number
  /** Whether the primary has nothing behind these changes, at the moment `asOf`. */
  readonly isAll: boolean
  readonly asOf: Micros
}

/** What a copy has to be for it to answer a read. */
export type ReadDemand =
  /** It has everything up to here. */
  | { readonly kind: 'at least'; readonly version: Version }
  /** It was complete so long ago or later. */
  | { readonly kind: 'fresh'; readonly micros: Micros }
  /** It is the primary's. */
  | { readonly kind: 'primary' }

/** What a read, a write or a delete answers. `position` is how far the log of the node that answers goes. */
export interface RowAnswer {
  readonly found: boolean
  readonly value: RowValue | null
  /** Position of the change that wrote the row; 0 for one that was there at the start, and without a row. */
  readonly version: number
  readonly position: number
  /** The epoch of what stands there, where primaries change. */
  readonly epoch?: number
}

/** What a scan answers, in the order of keys. */
export interface ScanAnswer {
  readonly rows: readonly { readonly key: string; readonly value: RowValue; readonly version: number }[]
  readonly position: number
}

/** @param demand what the copy that answers has to be; a database whose primary never changes takes none */
export function readRow(key: string, demand: ReadDemand | null = null): Request {
  return operation(`select ${key}`, { kind: 'read', ...(demand !== null && { demand }) }, key)
}

/**
 * @param options.ifVersion writes only when the row is at this version (0: not written since the start), else 409
 * @param options.epoch the newest epoch that the writer has heard of
 */
export function writeRow(
  key: string,
  value: RowValue,
  { ifVersion = null, epoch }: { readonly ifVersion?: number | null; readonly epoch?: number } = {},
): Request {
  const body = { kind: 'write' as const, value, ifVersion, ...(epoch !== undefined && { epoch }) }
  return operation(`update ${key} = ${value}`, body, key)
}

export function deleteRow(key: string): Request {
  return operation(`delete ${key}`, { kind: 'delete' }, key)
}

/** Rows with keys in [from, to), at most `limit`. */
export function scanRows(from: string, to: string, limit = 100): Request {
  return operation(`scan ${from} to ${to}`, { kind: 'scan', from, to, limit })
}

/** The changes of a primary's log that follow the position `after`; without any it only tells that it is there. */
export function appendChanges(after: number, changes: readonly Change[], reign: Reign | null = null): Request {
  const what = changes.length === 0 ? 'heartbeat' : `append ${after + 1} to ${after + changes.length}`
  const body = { kind: 'append' as const, after, changes, ...(reign !== null && { reign }) }
  return operation(reign === null ? what : `${what}, epoch ${reign.epoch}`, body)
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
