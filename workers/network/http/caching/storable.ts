import type { HttpRequest, HttpResponse } from '../http-message'
import { CacheControl } from './cache-control'
import { isHeuristicallyCacheable } from './freshness'
import type { CacheKind } from './stored-response'

export type StorageVerdict =
  | { readonly kind: 'store' }
  | { readonly kind: 'pass'; readonly because: string; readonly section: string }

const UNDERSTOOD = new Set([200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501])

/**
 * Whether a cache keeps the answer to a request (RFC 9111 §3). Narrower than it may be in two things: only answers to
 * GET are kept, and no partial ones (206).
 */
export function storageVerdict(request: HttpRequest, response: HttpResponse, kind: CacheKind): StorageVerdict {
  const { status, headers } = response
  const control = CacheControl.of(headers)
  if (request.method !== 'GET') return pass(`answers to ${request.method} are not kept`, '3')
  if (status < 200 || status === 206 || status === 304) return pass(`a ${status} is no whole answer`, '3')
  if (CacheControl.of(request.headers).has('no-store')) return pass('the request says no-store', '5.2.1.5')
  const mustUnderstand = control.has('must-understand')
  if (mustUnderstand && !UNDERSTOOD.has(status)) return pass(`must-understand, and ${status} is not known`, '5.2.2.3')
  if (control.has('no-store') && !mustUnderstand) return pass('the response says no-store', '5.2.2.5')
  if (kind === 'shared') {
    if (control.has('private')) return pass('the response is private and this cache is shared', '5.2.2.7')
    const sharedAllowed = ['must-revalidate', 'public', 's-maxage'].some((name) => control.has(name))
    if (request.headers.has('Authorization') && !sharedAllowed)
      return pass('the request has credentials and the response does not allow sharing', '3.5')
  }
  return hasReasonToStay(response, control, kind)
    ? { kind: 'store' }
    : pass('nothing says for how long it is good', '3')
}

function hasReasonToStay({ status, headers }: HttpResponse, control: CacheControl, kind: CacheKind): boolean {
  return (
    control.has('public') ||
    control.has('max-age') ||
    control.has(kind === 'shared' ? 's-maxage' : 'private') ||
    headers.has('Expires') ||
    isHeuristicallyCacheable(status)
  )
}

function pass(because: string, section: string): StorageVerdict {
  return { kind: 'pass', because, section: `RFC 9111 §${section}` }
}
