import type { Micros } from '../../../kernel/time'
import type { HeaderFields } from '../header-fields'
import { CacheControl } from './cache-control'
import { ageOf, lifetimeOf } from './freshness'
import type { CacheKind, StoredResponse } from './stored-response'

/** Whether a stored response answers a request of this moment, and why (RFC 9111 §4). */
export type ReuseVerdict =
  | { readonly kind: 'fresh'; readonly because: string; readonly leftMicros: Micros }
  /** The client or a gap in the rules accepts it although it is stale. */
  | { readonly kind: 'stale'; readonly because: string; readonly leftMicros: Micros }
  /** Served stale at once, and renewed beside it (RFC 5861 §3). */
  | { readonly kind: 'stale while revalidating'; readonly because: string; readonly leftMicros: Micros }
  /** The origin must be asked first; `request` when it is the client that wishes so. */
  | { readonly kind: 'revalidate'; readonly forward: 'stale' | 'request'; readonly because: string }

export function reuseVerdict(
  stored: StoredResponse,
  request: HeaderFields,
  kind: CacheKind,
  now: Micros,
): ReuseVerdict {
  const response = CacheControl.of(stored.governing ?? stored.response.headers)
  const wishes = CacheControl.of(request)
  const age = ageOf(stored, now)
  const lifetime = lifetimeOf(stored, kind)
  const leftMicros = lifetime.micros - age
  if (response.has('no-cache')) return revalidate('stale', 'the response says no-cache')
  if (wishes.has('no-cache')) return revalidate('request', 'the request says no-cache')
  const wish = unmetWish(wishes, age, leftMicros)
  if (wish !== null) return revalidate('request', wish)
  if (leftMicros > 0)
    return {
      kind: 'fresh',
      leftMicros,
      because: `${seconds(age)} old, good for ${seconds(lifetime.micros)} by ${lifetime.rule}`,
    }
  const stale = `stale by ${seconds(-leftMicros)} (${lifetime.rule})`
  const strict = forbidsStale(response, kind)
  if (strict !== null) return revalidate('stale', `${stale}, and the response says ${strict}`)
  const maxStale = wishes.maxStaleMicros
  if (maxStale !== null && -leftMicros <= maxStale)
    return { kind: 'stale', leftMicros, because: `${stale}, which max-stale accepts` }
  // A client that names a highest age without max-stale wants nothing stale (§5.2.1.1).
  const mayRenewLater = !wishes.has('max-age') && -leftMicros < (response.micros('stale-while-revalidate') ?? 0)
  if (mayRenewLater)
    return { kind: 'stale while revalidating', leftMicros, because: `${stale}, within stale-while-revalidate` }
  return revalidate('stale', stale)
}

/** Whether a stale response may stand in for an origin that fails (RFC 5861 §4), by the wish of either side. */
export function mayServeOnError(stored: StoredResponse, request: HeaderFields, kind: CacheKind, now: Micros): boolean {
  const response = CacheControl.of(stored.governing ?? stored.response.headers)
  if (response.has('no-cache') || forbidsStale(response, kind) !== null) return false
  const wishes = CacheControl.of(request)
  if (wishes.has('no-cache')) return false
  const allowed = Math.max(response.micros('stale-if-error') ?? 0, wishes.micros('stale-if-error') ?? 0)
  return ageOf(stored, now) - lifetimeOf(stored, kind).micros < allowed
}

/** The directive that forbids any stale use (§4.2.4), or null. */
export function forbidsStale(response: CacheControl, kind: CacheKind): string | null {
  if (response.has('must-revalidate')) return 'must-revalidate'
  if (kind === 'private') return null
  if (response.has('proxy-revalidate')) return 'proxy-revalidate'
  // §5.2.2.10: s-maxage means proxy-revalidate to a shared cache.
  return response.has('s-maxage') ? 's-maxage' : null
}

/** §5.2.1: what the client asks of a response beyond being fresh. */
function unmetWish(wishes: CacheControl, age: Micros, leftMicros: Micros): string | null {
  const maxAge = wishes.micros('max-age')
  if (maxAge !== null && age > maxAge)
    return `it is ${seconds(age)} old and the request wants at most ${seconds(maxAge)}`
  const minFresh = wishes.micros('min-fresh')
  if (minFresh !== null && leftMicros < minFresh)
    return `the request wants it good for ${seconds(minFresh)} more, and ${seconds(leftMicros)} are left`
  return null
}

function revalidate(forward: 'stale' | 'request', because: string): ReuseVerdict {
  return { kind: 'revalidate', forward, because }
}

/** With at most three decimals. */
function seconds(micros: Micros): string {
  return `${Math.round(micros / 1_000) / 1_000} s`
}
