import type { Micros } from '../../../kernel/time'
import type { HeaderFields } from '../header-fields'
import { parseHttpDate } from '../http-date'
import type { HttpResponse } from '../http-message'

/** Whether a cache serves many users or one: what is private, or was asked for with credentials, is only for one. */
export type CacheKind = 'shared' | 'private'

/** When the request that a response answers was sent, and when the response came (RFC 9111 §4.2.3). */
export interface ExchangeTimes {
  readonly requestedAt: Micros
  readonly receivedAt: Micros
}

/** A response that a cache keeps, with what it needs to choose it again and to tell its age. */
export interface StoredResponse extends ExchangeTimes {
  readonly response: HttpResponse
  /** The request fields that `Vary` names, as they were; null for one that was not there. */
  readonly selecting: ReadonlyMap<string, string | null>
  /** The header section that says for how long it is good, where a targeted field stands in for `Cache-Control`. */
  readonly governing?: HeaderFields
  /** The age at which it stopped being fresh, whatever its headers say: a soft purge has come. */
  readonly endedAtAge?: Micros
}

/** The moment at which the origin made the response; the moment of receipt when it does not say (RFC 9110 §6.6.1). */
export function dateOf(headers: HeaderFields, receivedAt: Micros): Micros {
  return parseHttpDate(headers.get('Date') ?? '', receivedAt) ?? receivedAt
}

/** What `Vary` made part of the choice (RFC 9111 §4.1), from the request that was answered. */
export function selectingFields(response: HttpResponse, request: HeaderFields): ReadonlyMap<string, string | null> {
  return new Map(response.headers.list('Vary').map((name) => [name.toLowerCase(), request.get(name)] as const))
}

/** Whether a request would be answered with this response: all fields that `Vary` names are alike. `*` is never. */
export function isSelectedBy(stored: StoredResponse, request: HeaderFields): boolean {
  for (const [name, value] of stored.selecting) if (name === '*' || request.get(name) !== value) return false
  return true
}
