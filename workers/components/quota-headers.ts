import { MICROS_PER_SECOND, type Micros } from '../kernel/time'
import { retryAfterSeconds } from '../network/http/retry-after'

/** What a server promises, as `RateLimit-Policy` says it. */
export interface QuotaPolicy {
  readonly name: string
  /** Units that pass in a window. */
  readonly quota: number
  readonly windowMicros: Micros
}

/**
 * The fields `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10, an IETF draft that may change):
 * structured fields with a quota `q` in a window of `w` seconds, of which `r` units remain; all of it is there again in
 * `t` seconds, which is left out when nobody knows. Seconds are whole and rounded up.
 */
export function quotaHeaders(
  policy: QuotaPolicy,
  remaining: number,
  resetMicros: Micros | null,
): Record<string, string> {
  const { name, quota, windowMicros } = policy
  return {
    'RateLimit-Policy': `"${name}";q=${quota};w=${wholeSeconds(windowMicros)}`,
    RateLimit: `"${name}";r=${Math.max(0, Math.floor(remaining))}${resetMicros === null ? '' : `;t=${wholeSeconds(resetMicros)}`}`,
  }
}

/** `Retry-After` as whole seconds. */
export function retryAfter(waitMicros: Micros): Record<string, string> {
  return { 'Retry-After': retryAfterSeconds(waitMicros) }
}

function wholeSeconds(micros: Micros): number {
  return Math.max(0, Math.ceil(micros / MICROS_PER_SECOND))
}
