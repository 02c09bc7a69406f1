import type { Analyzer, Token } from '../../../workers/algorithms/search/analyzer'
import { type Leaf, type Query, scoringLeaves } from '../../../workers/algorithms/search/query'

/** A document as the witness keeps it: in a list, in the order of writing, with nothing derived. */
export interface NaiveDocument {
  readonly id: string
  readonly text: string
  readonly sequence: number
}

/** How often a leaf occurs among tokens, by looking at all of them. */
export function occurrences(tokens: readonly Token[], leaf: Leaf): number {
  switch (leaf.kind) {
    case 'term':
      return tokens.filter(({ term }) => term === leaf.term).length
    case 'prefix':
      return tokens.filter(({ term }) => term.startsWith(leaf.prefix)).length
    case 'fuzzy':
      return tokens.filter(({ term }) => levenshtein(term, leaf.term) <= leaf.edits).length
    case 'phrase':
      return tokens.filter(({ position }) =>
        leaf.terms.every((term, index) =>
          tokens.some((other) => other.term === term && other.position === position + leaf.offsets[index]!),
        ),
      ).length
  }
}

export function matches(tokens: readonly Token[], query: Query): boolean {
  if (query.kind !== 'boolean') return occurrences(tokens, query) > 0
  const { must, should, not } = query
  const fits = (part: Query): boolean => matches(tokens, part)
  if (not.some(fits) || !must.every(fits)) return false
  return must.length > 0 || should.some(fits)
}

/** The textbook table of distances, whole. */
export function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

export interface NaiveHit {
  readonly id: string
  readonly score: number
  readonly sequence: number
}

/** Every document that fits, scored by the formula of the paper, the best first. */
export function naiveBm25(
  documents: readonly NaiveDocument[],
  query: Query,
  analyzer: Analyzer,
  classic = false,
): NaiveHit[] {
  const analysed = documents.map((document) => ({ ...document, tokens: analyzer.tokens(document.text) }))
  const mean = analysed.reduce((sum, { tokens }) => sum + tokens.length, 0) / analysed.length
  const leaves = scoringLeaves(query).map((leaf) => {
    const n = analysed.filter(({ tokens }) => occurrences(tokens, leaf) > 0).length
    return { leaf, idf: Math.log(1 + (analysed.length - n + 0.5) / (n + 0.5)) }
  })
  return analysed
    .filter(({ tokens }) => matches(tokens, query))
    .map(({ id, sequence, tokens }) => {
      const score = leaves.reduce((sum, { leaf, idf }) => {
        const f = occurrences(tokens, leaf)
        const norm = 1.2 * (1 - 0.75 + (0.75 * tokens.length) / mean)
        return sum + (idf * f * (classic ? 2.2 : 1)) / (f + norm)
      }, 0)
      return { id, score, sequence }
    })
    .sort((a, b) => b.score - a.score || a.sequence - b.sequence)
}
