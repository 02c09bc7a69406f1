import type { Process } from '../../kernel/process'
import type { Station } from '../../kernel/station'
import type { Micros } from '../../kernel/time'
import type { Component } from '../../network/component'
import { entityTagText } from '../../network/http/entity-tag'
import { HeaderFields } from '../../network/http/header-fields'
import type { HttpRequest, HttpResponse } from '../../network/http/http-message'
import { Router } from '../../network/http/router'
import { conditionally, type Handler, serveRoutes } from '../../network/http/serve-routes'
import type { Request, Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import * as marks from './model-marks'
import { FILM, LAUNCH } from './model-places'

/** The film has parts of equal size. Making all of it takes as much work as making so many pages. */
export const FILM_PARTS = 20
export const PART_BYTES = 1_000_000
/** Exact moment, in microseconds, at which the origin has vouched for an answer: `Date` has whole seconds only. */
export const VOUCHED_FIELD = 'Vouched-At'
const CONTENT_BYTES = 20_000
/** A question whether a copy is still good takes this part of the work of a whole answer. */
const VALIDATION_SHARE = 8
const SHELVES = 4

export type VaryKind = 'none' | 'language' | 'browser'

/** The request field that the pages of the origin vary by, or null. */
export function varyField(vary: VaryKind): string | null {
  if (vary === 'none') return null
  return vary === 'language' ? 'Accept-Language' : 'User-Agent'
}

export interface OriginOptions {
  readonly objects: number
  readonly workers: number
  readonly queueCapacity: number
  readonly workMicros: Micros
  /** Directives of what exists, and of what does not. */
  readonly control: string
  readonly negativeControl: string
  /** Whether `control` is for CDNs only and everybody else is told to ask each time (RFC 9213). */
  readonly isTargeted: boolean
  readonly vary: VaryKind
}

/** Versions of the objects. They stand in a database that no crash touches. */
export class Versions {
  private readonly versions = new Map<string, number>()

  of(target: string): number {
    return this.versions.get(target) ?? 1
  }

  raise(targets: readonly string[]): void {
    for (const target of targets) this.versions.set(target, this.of(target) + 1)
  }
}

/** The tag under which objects can be purged together. */
export function shelfOf(target: string): string {
  return `shelf-${(Number(target.split('/')[2]) || 0) % SHELVES}`
}

/** Makes pages, each with a version, a tag and directives for caches. Reads the version first and then works on the page. */
export class Origin implements Component {
  private readonly station: Station
  private readonly asked: Gauge
  private readonly failed: Gauge
  private readonly router = new Router<Handler>([
    { method: 'GET', pattern: '/p/:id', value: (request, { id = '' }) => this.page(request, this.exists(id)) },
    { method: 'GET', pattern: LAUNCH, value: (request) => this.page(request, true) },
    { method: 'GET', pattern: FILM, value: (request) => this.page(request, true) },
  ])

  constructor(
    private readonly node: Node,
    private readonly options: OriginOptions,
    private readonly versions: Versions,
  ) {
    this.station = node.station(options)
    this.asked = node.gauge('asked')
    this.failed = node.gauge('failed')
    this.asked.set(0)
    this.failed.set(0)
  }

  *handle(message: Request): Process<Response> {
    this.asked.add(1)
    return yield* serveRoutes(this.router, message, this.node)
  }

  slowdown(factor: number): void {
    this.station.slowdown = factor
  }

  private exists(id: string): boolean {
    return /^[1-9][0-9]*$/.test(id) && Number(id) <= this.options.objects
  }

  private *page(request: HttpRequest, exists: boolean): Process<HttpResponse> {
    const { node, options } = this
    const { target } = request
    const version = this.versions.of(target)
    const variant = this.variantOf(request)
    const tag = { weak: false, opaque: `v${version}${variant === '' ? '' : `-${variant}`}` }
    const isKnown = request.headers.list('If-None-Match').includes(entityTagText(tag))
    const isWholeFilm = target === FILM && !request.headers.has('Range')
    const whole = isWholeFilm ? FILM_PARTS * options.workMicros : options.workMicros
    const work = isKnown ? Math.ceil(options.workMicros / VALIDATION_SHARE) : whole
    const verdict = yield* this.station.serve(work)
    if (verdict.kind === 'rejected') {
      this.failed.add(1)
      node.mark(marks.originRefuses, { label: `GET ${target}`, capacity: options.queueCapacity })
      return { status: 503, headers: HeaderFields.none, failure: { cause: verdict.reason, by: node.name } }
    }
    if (!exists) return this.missing()
    node.mark(marks.originServes, { label: `GET ${target}`, version, by: nearestCache(request) })
    const response: HttpResponse = {
      status: 200,
      headers: HeaderFields.of([
        ['Content-Type', 'text/plain'],
        ['ETag', entityTagText(tag)],
        ['Cache-Tag', shelfOf(target)],
        ...this.control(options.control),
        ...this.vary(),
        [VOUCHED_FIELD, String(node.now)],
      ]),
      body: `${target} ${tag.opaque}`,
      contentBytes: target === FILM ? FILM_PARTS * PART_BYTES : CONTENT_BYTES,
    }
    return conditionally(request, { tag, modifiedAt: null }, response, node)
  }

  private missing(): HttpResponse {
    const failure = { cause: 'not found', by: this.node.name }
    return { status: 404, headers: HeaderFields.of(this.control(this.options.negativeControl)), failure }
  }

  private control(directives: string): [string, string][] {
    if (!this.options.isTargeted) return [['Cache-Control', directives]]
    return [
      ['Cache-Control', 'no-cache'],
      ['CDN-Cache-Control', directives],
    ]
  }

  private vary(): [string, string][] {
    const field = varyField(this.options.vary)
    return field === null ? [] : [['Vary', field]]
  }

  private variantOf({ headers }: HttpRequest): string {
    const field = varyField(this.options.vary)
    return field === null ? '' : (headers.get(field) ?? 'any')
  }
}

/** The cache that has asked, as it stands in `Via`. */
function nearestCache({ headers }: HttpRequest): string {
  return headers.list('Via').at(-1)?.split(' ')[1] ?? 'somebody'
}
