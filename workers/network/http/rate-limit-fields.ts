import { MICROS_PER_SECOND, type Micros } from '../../kernel/time'
import type { HeaderFields } from './header-fields'
import { countParameter, type Item, parseItems } from './structured-field'

/** One policy of `RateLimit-Policy`. */
export interface StatedPolicy {
  readonly name: string
  readonly quota: number
  /** Null when no window is stated. */
  readonly windowMicros: Micros | null
}

/** One limit of `RateLimit`. */
export interface StatedLimit {
  readonly name: string
  readonly remaining: number
  /** Time until the quota is restored; null when it is not stated. */
  readonly resetMicros: Micros | null
}

/**
 * What a client reads from `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10 §3). A policy without a quota,
 * and a whole field that is malformed, is ignored as the draft asks.
 */
export function parseRateLimitPolicies(headers: HeaderFields): StatedPolicy[] {
  return named(headers.get('RateLimit-Policy')).flatMap(({ name, item }) => {
    const quota = countParameter(item, 'q')
    return quota === null ? [] : [{ name, quota, windowMicros: secondsOf(item, 'w') }]
  })
}

/** What a client reads from `RateLimit` (§4). */
export function parseRateLimits(headers: HeaderFields): StatedLimit[] {
  return named(headers.get('RateLimit')).flatMap(({ name, item }) => {
    const remaining = countParameter(item, 'r')
    return remaining === null ? [] : [{ name, remaining, resetMicros: secondsOf(item, 't') }]
  })
}

function named(text: string | null): { name: string; item: Item }[] {
  return (parseItems(text ?? '') ?? []).flatMap((item) =>
    item.bare.kind === 'string' ? { name: item.bare.value, item } : [],
  )
}

function secondsOf(item: Item, key: string): Micros | null {
  const seconds = countParameter(item, key)
  return seconds === null ? null : seconds * MICROS_PER_SECOND
}
