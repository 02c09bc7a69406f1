import { MICROS_PER_SECOND, type Micros } from '../kernel/time'

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
 * `t` seconds. Seconds are whole and rounded up.
 */
export function quotaHeaders(policy: QuotaPolicy, remaining: number, resetMicros: Micros): Record<string, string> {
  const { name, quota, windowMicros } = policy
  return {
    'RateLimit-Policy': `"${name}";q=${quota};w=${wholeSeconds(windowMicros)}`,
    RateLimit: `"${name}";r=${Math.max(0, Math.floor(remaining))};t=${wholeSeconds(resetMicros)}`,
  }
}

/** `Retry-After` as delay-seconds (RFC 9110 §10.2.3), which are whole: a wait of 60 ms becomes 1. */
export function retryAfter(waitMicros: Micros): Record<string, string> {
  return { 'Retry-After': String(wholeSeconds(waitMicros)) }
}

/** What `Retry-After` asks for in microseconds; null when it is not there or is a date. */
export function retryAfterMicros(headers: Readonly<Record<string, string>> | undefined): Micros | null {
  const text = headers?.['Retry-After']
  return text !== undefined && /^[0-9]{1,9}$/.test(text) ? Number(text) * MICROS_PER_SECOND : null
}

function wholeSeconds(micros: Micros): number {
  return Math.max(0, Math.ceil(micros / MICROS_PER_SECOND))
}
