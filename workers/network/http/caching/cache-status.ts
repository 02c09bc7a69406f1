import type { Micros } from '../../../kernel/time'
import { type BareItem, integer, item, itemsText } from '../structured-field'

/** Why a request went on to the origin (RFC 9211 §2.2). */
export type ForwardReason = 'bypass' | 'method' | 'uri-miss' | 'vary-miss' | 'miss' | 'request' | 'stale' | 'partial'

/** How one cache handled one request (RFC 9211 §2). */
export interface CacheStatus {
  readonly hit: boolean
  readonly forward?: ForwardReason
  readonly forwardStatus?: number
  /** How much longer it is fresh; negative once it is stale. */
  readonly ttlMicros?: Micros
  readonly stored?: boolean
  readonly collapsed?: boolean
  readonly detail?: string
}

/** The value of `Cache-Status` that the cache `name` adds: `edge; fwd=stale; fwd-status=304; stored` without the blanks. */
export function cacheStatusText(name: string, status: CacheStatus): string {
  const { hit, forward, forwardStatus, ttlMicros, stored, collapsed, detail } = status
  const parameters: [string, BareItem][] = []
  if (hit) parameters.push(['hit', { kind: 'boolean', value: true }])
  if (forward !== undefined) parameters.push(['fwd', { kind: 'token', value: forward }])
  if (forwardStatus !== undefined) parameters.push(['fwd-status', integer(forwardStatus)])
  if (ttlMicros !== undefined && Number.isFinite(ttlMicros))
    parameters.push(['ttl', integer(Math.floor(ttlMicros / 1_000_000))])
  if (stored === true) parameters.push(['stored', { kind: 'boolean', value: true }])
  if (collapsed === true) parameters.push(['collapsed', { kind: 'boolean', value: true }])
  if (detail !== undefined) parameters.push(['detail', { kind: 'string', value: printable(detail) }])
  const isToken = /^[A-Za-z*][A-Za-z0-9._:/*-]*$/.test(name)
  return itemsText([item({ kind: isToken ? 'token' : 'string', value: name }, Object.fromEntries(parameters))])
}

/** Structured strings hold ASCII only. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?')
}
