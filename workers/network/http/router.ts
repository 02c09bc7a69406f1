import { methodTraits } from './method'

/**
 * One line of a routing table. A pattern is a path of segments: text, `:name` for any one segment, and at the end `*`
 * for all that follows the slash, be it nothing.
 */
export interface Route<T> {
  readonly method: string
  readonly pattern: string
  readonly value: T
}

export type RouteMatch<T> =
  | {
      readonly kind: 'found'
      readonly value: T
      readonly pattern: string
      /** Decoded; the rest of a `*` under `*`. */
      readonly parameters: Readonly<Record<string, string>>
    }
  /** OPTIONS without a line of its own: 204 with `Allow`. */
  | { readonly kind: 'options'; readonly allow: readonly string[] }
  /** 400: a percent sign that encodes nothing. */
  | { readonly kind: 'malformed' }
  /** 404. */
  | { readonly kind: 'not found' }
  /** 405, with `Allow`. */
  | { readonly kind: 'not allowed'; readonly allow: readonly string[] }
  /** 501: no resource here knows the method, and HTTP does not either. */
  | { readonly kind: 'not implemented' }

interface Pattern<T> {
  readonly text: string
  readonly segments: readonly string[]
  readonly byMethod: Map<string, T>
}

/**
 * A routing table. The most specific pattern that matches the path decides alone, whatever the order of the table: at
 * the first segment in which two differ, text goes before `:name`, and `:name` before `*`. HEAD is answered by GET.
 */
export class Router<T> {
  private readonly patterns: readonly Pattern<T>[]

  /** @throws RangeError when two lines have the same method and pattern, or a pattern is none. */
  constructor(routes: readonly Route<T>[]) {
    const byShape = new Map<string, Pattern<T>>()
    for (const { method, pattern, value } of routes) {
      const segments = segmentsOf(pattern)
      const shape = segments.map((segment) => (segment.startsWith(':') ? ':' : segment)).join('/')
      const known = byShape.get(shape) ?? { text: pattern, segments, byMethod: new Map<string, T>() }
      if (known.text !== pattern || known.byMethod.has(method))
        throw new RangeError(`The table has two lines for ${method} ${pattern}, or one path under two names.`)
      known.byMethod.set(method, value)
      byShape.set(shape, known)
    }
    this.patterns = [...byShape.values()].sort((a, b) => compare(a.segments, b.segments))
  }

  /** @param target path and query; the query takes no part. */
  match(method: string, target: string): RouteMatch<T> {
    if (target === '*') return { kind: 'options', allow: this.allMethods() }
    const path = (target.split('?')[0] as string).split('/').slice(1).map(decoded)
    if (path.some((segment) => segment === null)) return { kind: 'malformed' }
    for (const pattern of this.patterns) {
      const parameters = parametersOf(pattern.segments, path as string[])
      if (parameters !== null) return this.choose(pattern, method, parameters)
    }
    return { kind: 'not found' }
  }

  private choose(pattern: Pattern<T>, method: string, parameters: Record<string, string>): RouteMatch<T> {
    const { byMethod, text } = pattern
    const own = byMethod.get(method) ?? (method === 'HEAD' ? byMethod.get('GET') : undefined)
    if (own !== undefined) return { kind: 'found', value: own, pattern: text, parameters }
    const allow = allowed([...byMethod.keys()])
    if (method === 'OPTIONS') return { kind: 'options', allow }
    const isKnown = methodTraits(method).known || this.allMethods().includes(method)
    return isKnown ? { kind: 'not allowed', allow } : { kind: 'not implemented' }
  }

  private allMethods(): string[] {
    return allowed([...new Set(this.patterns.flatMap(({ byMethod }) => [...byMethod.keys()]))])
  }
}

function allowed(methods: readonly string[]): string[] {
  return [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])]
}

function segmentsOf(pattern: string): string[] {
  const segments = pattern.split('/').slice(1)
  const rest = segments.indexOf('*')
  if (!pattern.startsWith('/') || (rest >= 0 && rest < segments.length - 1) || segments.includes(':'))
    throw new RangeError(`A pattern is a path such as /users/:id/files/*, with * only at its end, not ${pattern}.`)
  return segments
}

/** Null when the path does not fit. */
function parametersOf(segments: readonly string[], path: readonly string[]): Record<string, string> | null {
  const found: [string, string][] = []
  for (const [index, segment] of segments.entries()) {
    const own = path[index]
    if (own === undefined) return null
    if (segment === '*') return Object.fromEntries([...found, ['*', path.slice(index).join('/')]])
    if (segment.startsWith(':') && own !== '') found.push([segment.slice(1), own])
    else if (segment !== own) return null
  }
  return path.length === segments.length ? Object.fromEntries(found) : null
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, segment] of a.entries()) {
    const other = b[index]
    const difference = rank(segment) - (other === undefined ? 3 : rank(other))
    if (difference !== 0) return difference
  }
  return b.length > a.length ? 1 : 0
}

/** Text, then a parameter, then the rest; a shorter pattern, which matches other paths, comes after a longer one. */
function rank(segment: string): number {
  return segment === '*' ? 2 : segment.startsWith(':') ? 1 : 0
}

/** Decoded after the path was split, so that `%2F` is no slash between segments. Null for what encodes no text. */
function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
