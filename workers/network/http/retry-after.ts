import { MICROS_PER_SECOND, type Micros } from '../../kernel/time'
import { httpDate, parseHttpDate } from './http-date'

/** `Retry-After` as delay-seconds (RFC 9110 §10.2.3), which are whole: a wait of 60 ms becomes 1. */
export function retryAfterSeconds(waitMicros: Micros): string {
  return String(Math.max(0, Math.ceil(waitMicros / MICROS_PER_SECOND)))
}

/** `Retry-After` as a date: the first whole second that is not before `moment`. */
export function retryAfterDate(moment: Micros): string {
  return httpDate(Math.ceil(moment / MICROS_PER_SECOND) * MICROS_PER_SECOND)
}

/** How long from `now` the sender asks to wait, in either form; a date that has passed asks for nothing. Null when it cannot be read. */
export function parseRetryAfter(text: string | null | undefined, now: Micros): Micros | null {
  if (text === null || text === undefined) return null
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * MICROS_PER_SECOND
  const date = parseHttpDate(text, now)
  return date === null ? null : Math.max(0, date - now)
}
