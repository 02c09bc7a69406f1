import type { Micros } from '../kernel/time'
import type { HttpCacheOptions } from '../network/http/caching/http-cache'
import type { ConnectionPool } from '../network/http/connection-pool'
import type { Node } from '../network/node'

/** Method of a purge (as Varnish and others have it): its target, or with `Cache-Tag` all that carries one of its tags. */
export const PURGE = 'PURGE'
/** A purge with this field only makes stale. */
export const SOFT_FIELD = 'Soft-Purge'
export const TAG_FIELD = 'Cache-Tag'

/** The work of looking up and answering, and how much of it is done at once. */
export interface ProxyWork {
  readonly workers: number
  readonly queueCapacity: number
  readonly workMicros: Micros
}

export interface CachingProxyOptions {
  readonly origin: string
  /** Whom to ask for a target instead, the first one first; the next one when one cannot be reached. */
  upstreams?(target: string): readonly string[]
  /** Without it looking up takes no time and is done for any number at once. */
  readonly work?: ProxyWork
  /** Whether it writes an access log: a mark for every request. @default true */
  readonly isLogging?: boolean
  /** Whether it obeys `PURGE`; otherwise that is a method like others. @default false */
  readonly purges?: boolean
  readonly cache: HttpCacheOptions
  readonly timeoutMicros: Micros
  /** Whether requests for a target that is being asked for wait for that answer. */
  readonly collapse: boolean
  /** Connections to the origin; without it they cost nothing and are without number. */
  pool?(node: Node): ConnectionPool
}
