import { MICROS_PER_SECOND, type Micros } from '../../../kernel/time'
import { parseHttpDate } from '../http-date'
import { CacheControl } from './cache-control'
import { type CacheKind, dateOf, type StoredResponse } from './stored-response'

/** For how long a response is fresh, and which of the four rules of RFC 9111 §4.2.1 says so. */
export interface Lifetime {
  readonly micros: Micros
  readonly rule: 's-maxage' | 'max-age' | 'Expires' | 'heuristic' | 'none' | 'soft purge'
}

/** Statuses whose responses may be kept without an explicit lifetime (RFC 9110 §15.1); 206 is not stored here. */
const HEURISTIC_STATUSES = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501])

export function isHeuristicallyCacheable(status: number): boolean {
  return HEURISTIC_STATUSES.has(status)
}

/** What its headers say, or less when a soft purge has come. */
export function lifetimeOf(stored: StoredResponse, kind: CacheKind): Lifetime {
  const stated = statedLifetime(stored, kind)
  const { endedAtAge } = stored
  if (endedAtAge === undefined || stated.micros <= endedAtAge) return stated
  return { micros: endedAtAge, rule: 'soft purge' }
}

/** s-maxage in a shared cache, else max-age, else Expires − Date, else a tenth of the age of the last change (§4.2.2). */
function statedLifetime({ response, receivedAt, governing }: StoredResponse, kind: CacheKind): Lifetime {
  const { status } = response
  const headers = governing ?? response.headers
  const control = CacheControl.of(headers)
  const shared = kind === 'shared' ? control.micros('s-maxage') : null
  if (shared !== null) return { micros: shared, rule: 's-maxage' }
  const maxAge = control.micros('max-age')
  if (maxAge !== null) return { micros: maxAge, rule: 'max-age' }
  const date = dateOf(headers, receivedAt)
  // Two lines of Expires are no date: the response counts as expired.
  const expires = headers.get('Expires')
  if (expires !== null)
    return { micros: Math.max(0, (parseHttpDate(expires, receivedAt) ?? date) - date), rule: 'Expires' }
  const modified = parseHttpDate(headers.get('Last-Modified') ?? '', receivedAt)
  const mayGuess = isHeuristicallyCacheable(status) || control.has('public')
  if (modified === null || modified >= date || !mayGuess) return { micros: 0, rule: 'none' }
  return { micros: Math.floor((date - modified) / 10), rule: 'heuristic' }
}

/**
 * The age of a stored response at `now` (§4.2.3): what it had when it came, and how long it has been here. `Date` is cut
 * to a second, so the moment of receipt is too before the two are compared: otherwise every answer would come old.
 */
export function ageOf({ response, requestedAt, receivedAt }: StoredResponse, now: Micros): Micros {
  const receivedSecond = Math.floor(receivedAt / MICROS_PER_SECOND) * MICROS_PER_SECOND
  const apparentAge = Math.max(0, receivedSecond - dateOf(response.headers, receivedAt))
  const responseDelay = receivedAt - requestedAt
  const correctedAge = statedAge(response.headers.getAll('Age')[0]) + responseDelay
  return Math.max(apparentAge, correctedAge) + now - receivedAt
}

/** §5.1: of several values the first one; what is no number is ignored. */
function statedAge(text: string | undefined): Micros {
  const first = text?.split(',')[0]?.trim() ?? ''
  return /^[0-9]+$/.test(first) ? Math.min(Number(first), 2_147_483_648) * MICROS_PER_SECOND : 0
}
