import { type QuotaPolicy, quotaHeaders, retryAfter } from '../../components/quota-headers'
import type { Micros } from '../../kernel/time'
import { isoDate } from '../../network/http/http-date'
import { toResponse } from '../../network/http/http-message'
import { problemResponse } from '../../network/http/problem'
import type { Response } from '../../network/message'

/** How the middleware tells a client where it stands. `clock`: what the clock of the server says. */
export interface ResponseWriter {
  /** Header fields of an answer that passed. */
  quota(remaining: number, clock: Micros): Readonly<Record<string, string>>
  refusal(waitMicros: Micros, clock: Micros, by: string): Response
  /** Redis does not answer, and the server fails closed. */
  unavailable(by: string): Response
}

const RATE_LIMITED = 'rate limited'
const QUOTA_EXCEEDED = 'https://iana.org/assignments/http-problem-types#quota-exceeded'
/** After how long a client may try again when Redis is away: nobody knows, so this is a guess. */
const TRY_AGAIN: Micros = 1_000_000

/**
 * 429 (RFC 6585 §4) with Retry-After (RFC 9110 §10.2.3), `RateLimit` fields and a problem of the type that
 * draft-ietf-httpapi-ratelimit-headers-10 registers.
 */
export function standardWriter(policy: QuotaPolicy): ResponseWriter {
  return {
    quota: (remaining) => quotaHeaders(policy, remaining, null),
    refusal(waitMicros, _, by) {
      const problem = { type: QUOTA_EXCEEDED, title: 'The quota is used up', status: 429 }
      const failure = { cause: RATE_LIMITED, by }
      const told = toResponse(problemResponse(problem, failure, { 'violated-policies': [policy.name] }))
      return {
        ...told,
        headers: { ...told.headers, ...retryAfter(waitMicros), ...quotaHeaders(policy, 0, waitMicros) },
      }
    },
    unavailable(by) {
      const problem = { title: 'The quota cannot be checked now', status: 503 }
      const told = toResponse(problemResponse(problem, { cause: 'Redis is away: fails closed', by }))
      return { ...told, headers: { ...told.headers, ...retryAfter(TRY_AGAIN) } }
    },
  }
}

/** As the guide answers: fields of its own, a date, and the wait only in the body. */
export function guideWriter({ quota, windowMicros }: QuotaPolicy): ResponseWriter {
  const fields = (remaining: number, clock: Micros): Record<string, string> => ({
    'X-RateLimit-Limit': String(quota),
    'X-RateLimit-Remaining': String(remaining),
    // @flaw A date of the server’s clock: a client whose clock differs waits too long or too short.
    'X-RateLimit-Reset': isoDate((Math.floor(clock / windowMicros) + 1) * windowMicros),
  })
  return {
    quota: fields,
    refusal(waitMicros, clock, by) {
      // @flaw No Retry-After field: clients and proxies that honour it are told nothing.
      const retryAfterSeconds = Math.ceil(waitMicros / 1_000_000)
      const body = { error: 'Too Many Requests', retryAfter: retryAfterSeconds }
      return { status: 429, headers: fields(0, clock), body, failure: { cause: RATE_LIMITED, by } }
    },
    unavailable: (by) => ({ status: 500, failure: { cause: 'Redis is away', by } }),
  }
}
