import type { Micros } from '../../kernel/time'
import { ageOf, lifetimeOf } from '../../network/http/caching/freshness'
import type { HttpCache } from '../../network/http/caching/http-cache'
import type { CacheKind } from '../../network/http/caching/stored-response'
import type { HeldEntry } from './model-picture'

/** What an HTTP cache has for a key, looked at from outside. */
export function httpEntry(cache: HttpCache, key: string, kind: CacheKind, now: Micros): HeldEntry | null {
  const [stored] = cache.inspect(`/${key}`)
  if (stored === undefined) return null
  const { body = null } = stored.response
  const freshUntil = now + lifetimeOf(stored, kind).micros - ageOf(stored, now)
  return {
    value: body === null ? null : String(body),
    loadedAt: stored.receivedAt,
    freshUntil,
    staleUntil: Number.POSITIVE_INFINITY,
  }
}
