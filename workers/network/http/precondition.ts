import type { Micros } from '../../kernel/time'
import { type EntityTag, matchesStrongly, matchesWeakly, parseEntityTags } from './entity-tag'
import type { HeaderFields } from './header-fields'
import { parseHttpDate } from './http-date'

/** What is there now under the target of a request. */
export interface Representation {
  readonly tag: EntityTag | null
  /** Whole seconds are what HTTP knows; the rest is cut when it is compared. */
  readonly modifiedAt: Micros | null
}

export type PreconditionVerdict =
  | { readonly kind: 'go on' }
  /** 304: what the client holds is still good. */
  | { readonly kind: 'not modified'; readonly because: string }
  /** 412: what the client means to change is no longer what it saw. */
  | { readonly kind: 'failed'; readonly because: string }

const GO_ON: PreconditionVerdict = { kind: 'go on' }

/**
 * Evaluates the conditions of a request in the order of RFC 9110 §13.2.2: If-Match, else If-Unmodified-Since; then
 * If-None-Match, else, for GET and HEAD, If-Modified-Since. If-Range belongs to `range.ts`. Only for a request that
 * would be answered with a success otherwise (§13.2.1), and not for CONNECT, OPTIONS and TRACE, which have none.
 * `current` is null when nothing is there.
 */
export function evaluatePreconditions(
  method: string,
  headers: HeaderFields,
  current: Representation | null,
  now: Micros,
): PreconditionVerdict {
  if (method === 'CONNECT' || method === 'OPTIONS' || method === 'TRACE') return GO_ON
  const lost = ifMatch(headers.get('If-Match'), current) ?? ifUnmodifiedSince(headers, current, now)
  if (lost !== null && lost.kind !== 'go on') return lost
  const isRead = method === 'GET' || method === 'HEAD'
  const ifNoneMatch = headers.get('If-None-Match')
  if (ifNoneMatch !== null) return noneMatch(ifNoneMatch, current, isRead)
  return isRead ? ifModifiedSince(headers, current, now) : GO_ON
}

/** Null when the field is not there. §13.1.1: strong comparison. */
function ifMatch(text: string | null, current: Representation | null): PreconditionVerdict | null {
  if (text === null) return null
  const tags = parseEntityTags(text)
  if (current === null) return { kind: 'failed', because: `If-Match asks for ${text}, and nothing is there` }
  if (tags === '*') return GO_ON
  const { tag } = current
  if (tag !== null && tags.some((own) => matchesStrongly(own, tag))) return GO_ON
  return { kind: 'failed', because: `If-Match asks for ${text}, and there is ${described(current)}` }
}

/** §13.1.4. A date that cannot be read is no condition. */
function ifUnmodifiedSince(headers: HeaderFields, current: Representation | null, now: Micros): PreconditionVerdict {
  const since = momentIn(headers, 'If-Unmodified-Since', now)
  const modifiedAt = modificationSecond(current)
  if (since === null || modifiedAt === null || modifiedAt <= since) return GO_ON
  return { kind: 'failed', because: 'it was modified after the date in If-Unmodified-Since' }
}

/** §13.1.2: weak comparison. */
function noneMatch(text: string, current: Representation | null, isRead: boolean): PreconditionVerdict {
  if (current === null) return GO_ON
  const tags = parseEntityTags(text)
  const { tag } = current
  const isThere = tags === '*' || (tag !== null && tags.some((own) => matchesWeakly(own, tag)))
  if (!isThere) return GO_ON
  const because = `If-None-Match names ${text}, and there is ${described(current)}`
  return { kind: isRead ? 'not modified' : 'failed', because }
}

/** §13.1.3. */
function ifModifiedSince(headers: HeaderFields, current: Representation | null, now: Micros): PreconditionVerdict {
  const since = momentIn(headers, 'If-Modified-Since', now)
  const modifiedAt = modificationSecond(current)
  if (since === null || modifiedAt === null || modifiedAt > since) return GO_ON
  return { kind: 'not modified', because: 'it was not modified after the date in If-Modified-Since' }
}

/** A field of more than one line is no date. */
function momentIn(headers: HeaderFields, name: string, now: Micros): Micros | null {
  const text = headers.get(name)
  return text === null ? null : parseHttpDate(text, now)
}

function modificationSecond(current: Representation | null): Micros | null {
  const at = current?.modifiedAt ?? null
  return at === null ? null : Math.floor(at / 1_000_000) * 1_000_000
}

function described({ tag }: Representation): string {
  return tag === null ? 'no tag' : `${tag.weak ? 'W/' : ''}"${tag.opaque}"`
}
