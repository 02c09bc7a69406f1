import { formatDuration, type Micros } from '../../kernel/time'
import type { Check } from '../../network/check'
import { HeaderFields } from '../../network/http/header-fields'
import type { Request, Response } from '../../network/message'
import { FRESH_ENOUGH, OWN_VARIANT, PURGED } from './meta-checks'
import { VOUCHED_FIELD } from './model-origin'

/** What the origin allows, as the scenario says it and not as headers do. */
export interface Allowed {
  readonly freshMicros: Micros
  /** Beyond that while an edge renews it, and while the origin fails. */
  readonly whileRevalidatingMicros: Micros
  readonly ifErrorMicros: Micros
  /** One second for each cache that passes ages on: HTTP tells them in whole seconds. */
  readonly roundingMicros: Micros
  /** The request field that pages vary by, or null. */
  readonly varyField: string | null
}

/**
 * The witnesses of a CDN. They stand at the doors of the edges, know when the origin has vouched for each answer and
 * which purges have arrived where, and nothing of how caches compute ages or choose what is stored.
 */
export class CdnWitness {
  /** By edge and target: since when which version must be served at least. */
  private readonly purges = new Map<string, { readonly at: Micros; readonly version: number }>()
  private stale: string | null = null
  private outdated: string | null = null
  private foreign: string | null = null

  constructor(private readonly allowed: Allowed) {}

  /** A purge of targets, each of which now has a version, has been obeyed by an edge. */
  purged(edge: string, versions: readonly (readonly [target: string, version: number])[], at: Micros): void {
    for (const [target, version] of versions) this.purges.set(`${edge} ${target}`, { at, version })
  }

  /** A crash empties an edge. What it fetches afterwards may still be old where the cache behind it has not been purged. */
  served(edge: string, request: Request, response: Response, arrivedAt: Micros, leavesAt: Micros): void {
    const headers = HeaderFields.of(response.headers)
    const vouchedAt = headers.get(VOUCHED_FIELD)
    if (response.status !== 200 || vouchedAt === null) return
    const { label } = request
    this.watchAge(edge, label, leavesAt - Number(vouchedAt), headers.get('Cache-Status') ?? '')
    const [, version = '', variant = ''] = /^"v([0-9]+)-?(.*)"$/.exec(headers.get('ETag') ?? '') ?? []
    const purge = this.purges.get(`${edge} ${label.slice(label.indexOf(' ') + 1)}`)
    if (purge !== undefined && arrivedAt > purge.at && Number(version) < purge.version)
      this.outdated ??= `${edge} answers ${label} with version ${version}, ${formatDuration(arrivedAt - purge.at)} after the purge for version ${purge.version}.`
    const { varyField } = this.allowed
    const wanted = varyField === null ? '' : (HeaderFields.of(request.headers).get(varyField) ?? 'any')
    if (variant !== wanted) this.foreign ??= `${edge} answers ${label} for ${wanted} with what was made for ${variant}.`
  }

  get checks(): readonly Check[] {
    return [
      { name: FRESH_ENOUGH, watch: () => () => this.stale },
      { name: PURGED, watch: () => () => this.outdated },
      { name: OWN_VARIANT, watch: () => () => this.foreign },
    ]
  }

  private watchAge(edge: string, label: string, age: Micros, cacheStatus: string): void {
    const { freshMicros, whileRevalidatingMicros, ifErrorMicros, roundingMicros } = this.allowed
    const isError = /fwd-status=50[0234]/.test(cacheStatus)
    const extra = isError ? Math.max(ifErrorMicros, whileRevalidatingMicros) : whileRevalidatingMicros
    if (age > freshMicros + extra + roundingMicros)
      this.stale ??= `${edge} answers ${label} with what the origin vouched for ${formatDuration(age)} ago; ${formatDuration(freshMicros + extra)} are allowed.`
  }
}
