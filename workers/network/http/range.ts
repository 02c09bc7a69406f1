import type { Micros } from '../../kernel/time'
import { matchesStrongly, parseEntityTag } from './entity-tag'
import type { HeaderFields } from './header-fields'
import { httpDate, parseHttpDate } from './http-date'
import type { Representation } from './precondition'

export type RangeVerdict =
  /** 200 with everything: no range was asked for, or it is none that is served, or If-Range does not hold. */
  | { readonly kind: 'whole'; readonly because: string }
  /** 206 with the octets from `first` to `last`, both included. */
  | { readonly kind: 'part'; readonly first: number; readonly last: number; readonly contentRange: string }
  /** 416: no octet of it exists. */
  | { readonly kind: 'unsatisfiable'; readonly contentRange: string }

const SPECIFIER = /^bytes=[ \t]*([0-9]{1,15})?-([0-9]{1,15})?[ \t]*$/i

/**
 * Which part of `length` octets a GET asks for (RFC 9110 §14). One range is served; a list of ranges is answered with
 * everything, as a server may.
 */
export function selectRange(
  method: string,
  headers: HeaderFields,
  current: Representation,
  length: number,
  now: Micros,
): RangeVerdict {
  const text = headers.get('Range')
  if (text === null || method !== 'GET') return { kind: 'whole', because: 'no range is asked for' }
  const ifRange = headers.get('If-Range')
  if (ifRange !== null && !ifRangeHolds(ifRange, current, now))
    return { kind: 'whole', because: `If-Range asks for ${ifRange}, which it no longer is` }
  const match = SPECIFIER.exec(text)
  if (match === null || (match[1] === undefined && match[2] === undefined))
    return { kind: 'whole', because: `${text} is no single range of bytes` }
  const first = match[1] === undefined ? Math.max(0, length - Number(match[2])) : Number(match[1])
  const last = match[1] === undefined || match[2] === undefined ? length - 1 : Number(match[2])
  if (match[1] !== undefined && last < first && match[2] !== undefined)
    return { kind: 'whole', because: `${text} ends before it begins` }
  if (first >= length || (match[1] === undefined && Number(match[2]) === 0))
    return { kind: 'unsatisfiable', contentRange: `bytes */${length}` }
  const end = Math.min(last, length - 1)
  return { kind: 'part', first, last: end, contentRange: `bytes ${first}-${end}/${length}` }
}

/**
 * §13.1.5: a strong tag that matches, or the exact date of the last change, which is strong enough only when a minute
 * has passed since then (§8.8.2.2 asks for a date that a second change could not share).
 */
function ifRangeHolds(text: string, current: Representation, now: Micros): boolean {
  const wanted = parseEntityTag(text)
  if (wanted !== null) return current.tag !== null && matchesStrongly(wanted, current.tag)
  const { modifiedAt } = current
  if (modifiedAt === null || parseHttpDate(text, now) === null) return false
  return text === httpDate(modifiedAt) && now - modifiedAt >= 60_000_000
}
