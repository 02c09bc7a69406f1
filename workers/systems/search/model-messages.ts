import type { Statistics } from '../../algorithms/search/search'
import type { Request } from '../../network/message'

/** What is asked of the coordinator and of shards. */
export type SearchMessage =
  | { readonly kind: 'write'; readonly id: string; readonly text: string }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'query'; readonly query: string; readonly k: number; readonly statistics: Statistics | null }
  | { readonly kind: 'statistics'; readonly query: string }
  | { readonly kind: 'fetch'; readonly ids: readonly string[] }

/** A document that a shard found. */
export type ShardHit = { readonly id: string; readonly score: number; readonly sequence: number }

export function writeRequest(id: string, text: string): Request {
  return { label: `write doc ${id}`, key: id, body: { kind: 'write', id, text }, bytes: 64 + text.length }
}

export function deleteRequest(id: string): Request {
  return { label: `delete doc ${id}`, key: id, body: { kind: 'delete', id } }
}

export function queryRequest(query: string, k: number, statistics: Statistics | null = null): Request {
  return { label: `search ${query}`, body: { kind: 'query', query, k, statistics } }
}

export function statisticsRequest(query: string): Request {
  return { label: `statistics of ${query}`, body: { kind: 'statistics', query } }
}

export function fetchRequest(ids: readonly string[]): Request {
  return { label: `fetch ${ids.join(', ')}`, body: { kind: 'fetch', ids } }
}

/** The message that a request carries; requests of this system always carry one. */
export function messageOf(request: Request): SearchMessage {
  return request.body as SearchMessage
}
