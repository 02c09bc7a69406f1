import { HeaderFields } from './header-fields'
import type { HttpRequest, HttpResponse } from './http-message'

/** Fields that belong to one connection (RFC 9110 §7.6.1, and those of older specifications that it names). */
const HOP_BY_HOP = [
  'Connection',
  'Keep-Alive',
  'Proxy-Connection',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Authentication-Info',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
]

/** What an intermediary passes on: all but what belongs to the connection, or was named by `Connection`. */
export function withoutHopByHop(headers: HeaderFields): HeaderFields {
  return headers.without(...HOP_BY_HOP, ...headers.list('Connection'))
}

/** Whether a field speaks of the connection alone, so that no cache keeps it. */
export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.some((own) => own.toLowerCase() === name.toLowerCase())
}

export type Forwarding =
  | { readonly kind: 'forward'; readonly request: HttpRequest }
  /** The request goes no further; this node answers it. */
  | { readonly kind: 'answer'; readonly response: HttpResponse; readonly because: string }

/**
 * The request as `name` sends it on (§7.6): hop-by-hop fields removed, `Via` added, `Max-Forwards` of TRACE and OPTIONS
 * counted down. A request that has passed here before is a loop, which is answered with 508 (RFC 5842 §7.2).
 */
export function forwarded(request: HttpRequest, name: string): Forwarding {
  if (viaNames(request.headers).includes(name)) {
    const failure = { cause: 'forwarding loop', by: name }
    return {
      kind: 'answer',
      response: { status: 508, headers: HeaderFields.none, failure },
      because: `Via says that the request has passed ${name} before`,
    }
  }
  const left = maxForwards(request)
  if (left === 0)
    return { kind: 'answer', response: { status: 200, headers: HeaderFields.none }, because: 'Max-Forwards is 0' }
  const headers = withoutHopByHop(request.headers).plus('Via', `1.1 ${name}`)
  return {
    kind: 'forward',
    request: { ...request, headers: left === null ? headers : headers.with('Max-Forwards', String(left - 1)) },
  }
}

/** The answer as `name` passes it back. */
export function passedBack(response: HttpResponse, name: string): HttpResponse {
  return { ...response, headers: withoutHopByHop(response.headers).plus('Via', `1.1 ${name}`) }
}

/** Who has passed the message on, the first one first. */
export function viaNames(headers: HeaderFields): string[] {
  return headers.list('Via').flatMap((entry) => entry.split(/[ \t]+/)[1] ?? [])
}

/** §7.6.2: only TRACE and OPTIONS count; a value that is no number counts nothing. */
function maxForwards({ method, headers }: HttpRequest): number | null {
  const text = headers.get('Max-Forwards')
  if (text === null || (method !== 'TRACE' && method !== 'OPTIONS')) return null
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : null
}
