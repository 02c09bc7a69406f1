import { entityTagText, matchesStrongly, matchesWeakly, parseEntityTag } from '../entity-tag'
import { HeaderFields } from '../header-fields'
import type { HttpRequest, HttpResponse } from '../http-message'
import { isHopByHop } from '../intermediary'
import type { ExchangeTimes, StoredResponse } from './stored-response'

/** Fields that describe the kept octets as they are: a 304 brings none, so it cannot change them (RFC 9111 §3.2). */
const OF_THE_OCTETS = ['content-length', 'content-encoding', 'content-range']

/**
 * The request that asks whether stored responses are still good (§4.3.1): their tags, beside those that the client
 * itself has, and the last change when it is known. Conditions that only the origin can judge go on as they came; a
 * range does not, because what comes is kept whole.
 */
export function validationRequest(request: HttpRequest, stored: readonly StoredResponse[]): HttpRequest {
  const tags = stored.flatMap(({ response }) => parseEntityTag(response.headers.get('ETag')) ?? [])
  const own = request.headers.get('If-None-Match')
  const named = [...(own === null ? [] : [own]), ...tags.map(entityTagText)]
  const modified = stored[0]?.response.headers.get('Last-Modified') ?? null
  let headers = request.headers.without('Range', 'If-Range')
  if (named.length > 0) headers = headers.with('If-None-Match', named.join(', '))
  if (modified !== null && !headers.has('If-Modified-Since')) headers = headers.with('If-Modified-Since', modified)
  return { ...request, headers }
}

/** Which of the stored responses a 304 speaks of (§4.3.4); null when none, so that nothing may be renewed. The most recent comes first. */
export function validatedBy(notModified: HeaderFields, stored: readonly StoredResponse[]): StoredResponse | null {
  const tag = parseEntityTag(notModified.get('ETag'))
  if (tag !== null) {
    const matches = tag.weak ? matchesWeakly : matchesStrongly
    return (
      stored.find(({ response }) => {
        const own = parseEntityTag(response.headers.get('ETag'))
        return own !== null && matches(own, tag)
      }) ?? null
    )
  }
  const modified = notModified.get('Last-Modified')
  if (modified !== null)
    return stored.find(({ response }) => response.headers.get('Last-Modified') === modified) ?? null
  const [only] = stored
  const hasValidator = only?.response.headers.has('ETag') || only?.response.headers.has('Last-Modified')
  return stored.length === 1 && only !== undefined && !hasValidator ? only : null
}

/** The stored response with the fields of the 304 in place of its own (§3.2), as old as that answer is. */
export function renewed(stored: StoredResponse, notModified: HeaderFields, times: ExchangeTimes): StoredResponse {
  const named = new Set(notModified.list('Connection').map((name) => name.toLowerCase()))
  const names = notModified.names.filter(
    (name) => !isHopByHop(name) && !named.has(name) && !OF_THE_OCTETS.includes(name),
  )
  // Age and Date told of the old answer. Without a new date the moment of receipt stands for it (RFC 9110 §6.6.1).
  const kept = stored.response.headers.without('Age', 'Date', ...names)
  const lines = notModified.lines.filter(([name]) => names.includes(name.toLowerCase()))
  const response: HttpResponse = { ...stored.response, headers: HeaderFields.of([...kept.lines, ...lines]) }
  const { endedAtAge: _, ...rest } = stored
  return { ...rest, ...times, response }
}
