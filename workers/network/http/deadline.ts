import type { Micros } from '../../kernel/time'
import { HeaderFields } from './header-fields'
import type { HttpRequest, HttpResponse } from './http-message'

/**
 * The time that is left travels as in gRPC (gRPC over HTTP/2, `Timeout`): at most eight digits and a unit. A span and
 * no date, because the clocks of two machines differ; each intermediary takes off what it has used.
 */
export const DEADLINE_FIELD = 'grpc-timeout'

const UNIT_MICROS: ReadonlyMap<string, number> = new Map([
  ['H', 3_600_000_000],
  ['M', 60_000_000],
  ['S', 1_000_000],
  ['m', 1_000],
  ['u', 1],
  ['n', 0.001],
])

/** The moment by which a request that arrived at `arrivedAt` must be answered; null when it names none that can be read. */
export function deadlineOf(request: HttpRequest, arrivedAt: Micros): Micros | null {
  const match = /^([0-9]{1,8})([HMSmun])$/.exec(request.headers.get(DEADLINE_FIELD) ?? '')
  if (match === null) return null
  return arrivedAt + Math.floor(Number(match[1]) * (UNIT_MICROS.get(match[2] as string) as number))
}

/** With what is left of a deadline at `now`, cut to the unit, so that nobody is told more than there is. */
export function withDeadline(request: HttpRequest, deadline: Micros, now: Micros): HttpRequest {
  return { ...request, headers: request.headers.with(DEADLINE_FIELD, timeoutText(Math.max(0, deadline - now))) }
}

/** The largest number of digits that fits: microseconds up to 100 s, then milliseconds, then seconds. */
export function timeoutText(micros: Micros): string {
  if (micros < 100_000_000) return `${Math.floor(micros)}u`
  if (micros < 100_000_000_000) return `${Math.floor(micros / 1_000)}m`
  return `${Math.min(99_999_999, Math.floor(micros / 1_000_000))}S`
}

/** What is answered instead of working for somebody who no longer waits; null while there is time. */
export function refuseExpired(deadline: Micros | null, now: Micros, by: string): HttpResponse | null {
  if (deadline === null || now < deadline) return null
  return { status: 504, headers: HeaderFields.none, failure: { cause: 'deadline passed before the work', by } }
}
