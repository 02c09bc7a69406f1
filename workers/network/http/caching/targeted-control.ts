import type { HeaderFields } from '../header-fields'

/**
 * The header section by which a cache judges a response (RFC 9213 §2.2): of the targeted fields that it obeys, the first
 * that is there stands in for `Cache-Control`, and `Expires` no longer counts. One with no directive in it is as if it
 * were not there.
 * @param targets names of targeted fields, the most binding first, for instance `CDN-Cache-Control`
 */
export function governingFields(headers: HeaderFields, targets: readonly string[]): HeaderFields {
  for (const target of targets) {
    const directives = headers.list(target)
    if (directives.length > 0) return headers.without('Expires').with('Cache-Control', directives.join(', '))
  }
  return headers
}
