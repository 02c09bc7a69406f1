import type { HttpRequest, HttpResponse } from '../http-message'
import { methodTraits } from '../method'

/**
 * The targets whose stored responses are no longer good after an answer (RFC 9111 §4.4): after a success of an unsafe
 * method its own target, and those that `Location` and `Content-Location` name when they are of the same host.
 */
export function invalidatedTargets(request: HttpRequest, response: HttpResponse): string[] {
  const isSuccess = response.status >= 200 && response.status < 400
  if (methodTraits(request.method).safe || !isSuccess) return []
  const named = ['Location', 'Content-Location'].flatMap((name) => {
    const target = sameHost(response.headers.get(name), request.headers.get('Host'))
    return target === null ? [] : [target]
  })
  return [...new Set([request.target, ...named])]
}

/** The path and query of a reference, or null when another host might be meant: one host may not void what another has. */
function sameHost(reference: string | null, host: string | null): string | null {
  if (reference === null) return null
  const absolute = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(reference)
  if (absolute !== null)
    return host !== null && absolute[1]?.toLowerCase() === host.toLowerCase() ? absolute[2] || '/' : null
  return reference.startsWith('/') && !reference.startsWith('//') ? (reference.split('#')[0] as string) : null
}
