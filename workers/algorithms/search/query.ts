/**
 * What is asked, as a tree. Its leaves hold terms that have gone through the index's own analyzer, so they meet the terms
 * of the documents.
 */
export type Query = Leaf | BooleanQuery

/** What is looked up in the dictionary, and has a share in the score. */
export type Leaf =
  | { readonly kind: 'term'; readonly term: string }
  /** Terms at fixed distances from the first; `offsets[0]` is 0. */
  | { readonly kind: 'phrase'; readonly terms: readonly string[]; readonly offsets: readonly number[] }
  /** All terms that begin so, taken as one. */
  | { readonly kind: 'prefix'; readonly prefix: string }
  /** All terms within so many edits, taken as one. */
  | { readonly kind: 'fuzzy'; readonly term: string; readonly edits: number }

export interface BooleanQuery {
  readonly kind: 'boolean'
  /** All of these must be there. */
  readonly must: readonly Query[]
  /** Some of these, at least one when nothing must be there; the others only raise the score. */
  readonly should: readonly Query[]
  /** None of these may be there. They have no share in the score. */
  readonly not: readonly Query[]
}

/** The leaves that can raise a score, in the order in which they stand; one that stands twice is listed twice. */
export function scoringLeaves(query: Query): Leaf[] {
  if (query.kind !== 'boolean') return [query]
  return [...query.must, ...query.should].flatMap(scoringLeaves)
}

/** How a leaf is shown: `lantern`, `"storm lantern"`, `lant*`, `lantren~1`. */
export function leafText(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'term':
      return leaf.term
    case 'phrase':
      return `"${leaf.terms.join(' ')}"`
    case 'prefix':
      return `${leaf.prefix}*`
    case 'fuzzy':
      return `${leaf.term}~${leaf.edits}`
  }
}
