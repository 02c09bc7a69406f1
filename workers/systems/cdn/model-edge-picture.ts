import type { CachingProxy } from '../../components/caching-proxy'
import { ageOf, lifetimeOf } from '../../network/http/caching/freshness'
import type { StoredResponse } from '../../network/http/caching/stored-response'
import { fromResponse } from '../../network/http/http-message'
import type { Request, Response } from '../../network/message'
import type { Gauge, Node } from '../../network/node'
import { GuideEdge } from './model-guide-edge'

/** What an edge shows: targets whose copies have a row each, and classes of popularity. */
export interface Shelf {
  readonly shown: readonly string[]
  /** Number of objects in all, for the classes. */
  readonly objects: number
  /** Of how many objects, from the first one on, the fact `cells` tells whether there is a copy. */
  readonly cells: number
}

/** The most popular objects, those after them, and the long tail; by their share of the catalogue. */
export const CLASSES = [
  { key: 'head', upTo: 0.02 },
  { key: 'middle', upTo: 0.2 },
  { key: 'tail', upTo: 1 },
] as const

/** The class of a target by its rank; null for what is no page of the catalogue. */
export function classOf(target: string, objects: number): string | null {
  const rank = Number(/^\/p\/([0-9]+)$/.exec(target)?.[1] ?? Number.NaN)
  if (!(rank >= 1 && rank <= objects)) return null
  return CLASSES.find(({ upTo }) => rank <= Math.max(1, Math.ceil(upTo * objects)))?.key ?? null
}

/** Stands for "for ever" where a moment is meant. */
const FOR_EVER = -1

/**
 * The reading of an edge: of each shown target `version:<row>` (0 when there is no copy), the moment `since:<row>` from
 * which it ages and `until:<row>` up to which it is fresh (−1 for ever), and `open:<row>` requests for it without an answer yet; by class `hits:<class>` of `asked:<class>`, and
 * `answered`, all answers so far. The fact `cells`: a 1 or a 0 for each of the first objects, whether there is a copy.
 */
export class EdgePicture {
  private readonly answered: Gauge
  private cells = ''

  constructor(
    private readonly node: Node,
    private readonly inner: CachingProxy | GuideEdge,
    private readonly shelf: Shelf,
  ) {
    this.answered = node.gauge('answered')
    this.answered.set(0)
    for (const row of shelf.shown.keys()) {
      this.setRow(row, 0, 0, 0)
      node.gauge(`open:${row}`).set(0)
    }
    for (const { key } of CLASSES) for (const what of ['hits', 'asked']) node.gauge(`${what}:${key}`).set(0)
  }

  /** A request has come. */
  begin(request: Request): void {
    this.addOpen(request, 1)
  }

  /** It is answered. */
  end(request: Request, response: Response): void {
    this.addOpen(request, -1)
    const target = targetOf(request)
    const isRead = request.label.startsWith('GET ')
    if (isRead) {
      this.answered.add(1)
      this.count(target, response)
    }
    this.showCells()
    for (const [row, shown] of this.shelf.shown.entries()) if (!isRead || shown === target) this.showRow(row, shown)
  }

  private addOpen(request: Request, by: number): void {
    const row = this.shelf.shown.indexOf(targetOf(request))
    if (row !== -1 && request.label.startsWith('GET ')) this.node.gauge(`open:${row}`).add(by)
  }

  private count(target: string, response: Response): void {
    const { node, inner } = this
    const own = classOf(target, this.shelf.objects)
    if (own === null) return
    node.gauge(`asked:${own}`).add(1)
    const isHit = inner instanceof GuideEdge ? inner.wasHit : isHitAt(node.name, response)
    if (isHit) node.gauge(`hits:${own}`).add(1)
  }

  private showRow(row: number, target: string): void {
    const { inner, node } = this
    if (inner instanceof GuideEdge) {
      const copy = inner.copyOf(target)
      if (copy === null) return this.setRow(row, 0, 0, 0)
      return this.setRow(row, versionOf(fromResponse(copy).headers.get('ETag')), 0, FOR_EVER)
    }
    const [stored] = inner.cache.inspect(target)
    if (stored === undefined) return this.setRow(row, 0, 0, 0)
    const since = node.now - ageOf(stored, node.now)
    this.setRow(row, versionOf(tagOf(stored)), since, since + lifetimeOf(stored, 'shared').micros)
  }

  private showCells(): void {
    const { inner, shelf, node } = this
    if (shelf.cells === 0 || inner instanceof GuideEdge) return
    const isHere = (index: number): boolean => inner.cache.inspect(`/p/${index + 1}`).length > 0
    const cells = Array.from({ length: shelf.cells }, (_, index) => (isHere(index) ? '1' : '0')).join('')
    if (cells !== this.cells) node.fact('cells').set(cells)
    this.cells = cells
  }

  private setRow(row: number, version: number, since: number, until: number): void {
    const { node } = this
    node.gauge(`version:${row}`).set(version)
    node.gauge(`since:${row}`).set(since)
    node.gauge(`until:${row}`).set(until)
  }
}

function targetOf({ label }: Request): string {
  return label.slice(label.indexOf(' ') + 1)
}

/** Whether the cache of this name has answered from memory, as `Cache-Status` says: its own entry comes last. */
export function isHitAt(name: string, response: Response): boolean {
  return fromResponse(response).headers.list('Cache-Status').at(-1)?.startsWith(`${name};hit`) === true
}

function tagOf({ response }: StoredResponse): string | null {
  return response.headers.get('ETag')
}

function versionOf(tag: string | null): number {
  return Number(/^"v([0-9]+)/.exec(tag ?? '')?.[1] ?? 0)
}
