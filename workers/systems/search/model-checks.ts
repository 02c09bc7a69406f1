import type { Analyzer, Token } from '../../algorithms/search/analyzer'
import { guideTokens } from '../../algorithms/search/guide-index'
import { type Leaf, type Query, scoringLeaves } from '../../algorithms/search/query'
import type { Statistics } from '../../algorithms/search/search'
import { type Hit, isBefore } from '../../algorithms/search/top-hits'
import { log } from '../../kernel/maths'
import type { Check } from '../../network/check'
import { type EngineAnswer, readQuery } from './model-engine'

/** One search in one shard. */
export interface Asked {
  readonly query: string
  readonly k: number
  readonly statistics: Statistics | null
}

/** What the witnesses of searches are told. */
export interface SearchWitness {
  /** A write has been applied in a shard. */
  wrote(shard: number, id: string, text: string): void
  removed(shard: number, id: string): void
  /** Everything written to a shard is seen from now on. Returns the ids that have become visible. */
  refreshed(shard: number): string[]
  answered(shard: number, asked: Asked, answer: EngineAnswer): void
  merged(lists: readonly (readonly Hit[])[], hits: readonly Hit[]): void
  readonly checks: readonly Check[]
}

type Scoring = 'guide' | 'tf-idf' | 'bm25'

/** A document as the witness keeps it: its tokens, and in the guide's case all that it ever held. */
interface Witnessed {
  readonly tokens: readonly Token[]
  readonly ever: ReadonlySet<string>
}

/** Scores that differ by less are equal but for rounding. */
const ROUNDING = 1e-9

/**
 * Witnesses with lists of documents of their own, one a shard, and no index: they scan every document that a search may
 * see and reckon its score from the formula.
 */
export function searchWitness(scoring: Scoring, shards: number, analyzer: Analyzer): SearchWitness {
  const written = Array.from({ length: shards }, () => new Map<string, Witnessed>())
  const visible = Array.from({ length: shards }, (): ReadonlyMap<string, Witnessed> => new Map())
  const breaches: (string | null)[] = [null, null, null]
  const report = (check: number, sentence: string | null): void => {
    breaches[check] ??= sentence
  }
  const check = (index: number, name: string): Check => ({ name, watch: () => () => breaches[index] ?? null })
  return {
    wrote(shard, id, text) {
      const documents = written[shard]!
      const before = documents.get(id)?.ever ?? []
      documents.delete(id)
      documents.set(id, { tokens: analyzer.tokens(text), ever: new Set([...before, ...guideTokens(text)]) })
      if (scoring === 'guide') visible[shard] = documents
    },
    removed(shard, id) {
      written[shard]!.delete(id)
    },
    refreshed(shard) {
      const before = visible[shard]!
      visible[shard] = new Map(written[shard])
      return [...visible[shard]].filter(([id, own]) => before.get(id) !== own).map(([id]) => id)
    },
    answered(shard, asked, answer) {
      const scan = scoring === 'guide' ? guideScan : scanned
      report(0, differs(scan(visible[shard]!, asked, analyzer, scoring), asked, answer.hits))
      report(1, sharesMissScore(answer))
    },
    merged(lists, hits) {
      report(2, wrongOrder(lists, hits))
    },
    checks: [
      check(0, 'A shard answers what a scan of every document that it may see answers'),
      check(1, 'The shares of the first document add up to its score, to the last bit'),
      check(2, 'No shard holds back a better document than the list ends with'),
    ],
  }
}

/** How often a leaf occurs, by looking at every token. */
function occurrences(tokens: readonly Token[], leaf: Leaf): number {
  switch (leaf.kind) {
    case 'term':
      return tokens.filter(({ term }) => term === leaf.term).length
    case 'prefix':
      return tokens.filter(({ term }) => term.startsWith(leaf.prefix)).length
    case 'fuzzy':
      return tokens.filter(({ term }) => distance(term, leaf.term) <= leaf.edits).length
    case 'phrase':
      return tokens.filter(({ position }) =>
        leaf.terms.every((term, index) =>
          tokens.some((other) => other.term === term && other.position === position + leaf.offsets[index]!),
        ),
      ).length
  }
}

/** Levenshtein distance by the whole table. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

function fits(tokens: readonly Token[], query: Query): boolean {
  if (query.kind !== 'boolean') return occurrences(tokens, query) > 0
  const { must, should, not } = query
  const isIn = (part: Query): boolean => fits(tokens, part)
  return !not.some(isIn) && must.every(isIn) && (must.length > 0 || should.some(isIn))
}

type Scan = readonly { readonly id: string; readonly score: number }[]

/** Every visible document that fits, with its score by the textbook's formula, the best first. */
function scanned(
  documents: ReadonlyMap<string, Witnessed>,
  { query, statistics }: Asked,
  analyzer: Analyzer,
  scoring: Scoring,
): Scan {
  const read = readQuery(query, analyzer)
  if (read === null) return []
  const all = [...documents]
  const leaves = scoringLeaves(read)
  const own = {
    documents: all.length,
    totalLength: all.reduce((sum, [, { tokens }]) => sum + tokens.length, 0),
    withLeaf: leaves.map((leaf) => all.filter(([, { tokens }]) => occurrences(tokens, leaf) > 0).length),
  }
  const numbers = statistics ?? own
  return all
    .filter(([, { tokens }]) => fits(tokens, read))
    .map(([id, { tokens }]) => {
      const score = leaves.reduce((sum, leaf, index) => {
        const frequency = occurrences(tokens, leaf)
        return sum + formula(scoring, frequency, tokens.length, numbers, numbers.withLeaf[index]!)
      }, 0)
      return { id, score }
    })
    .sort((a, b) => b.score - a.score)
}

function formula(scoring: Scoring, f: number, length: number, numbers: Statistics, n: number): number {
  const { documents, totalLength } = numbers
  if (f === 0) return 0
  if (scoring === 'tf-idf') {
    const idf = 1 + log((documents + 1) / (n + 1))
    return (Math.sqrt(f) * idf * idf) / Math.sqrt(length)
  }
  const norm = 1.2 * (0.25 + (0.75 * length * documents) / totalLength)
  return (log(1 + (documents - n + 0.5) / (n + 0.5)) * f) / (f + norm)
}

/** The guide's count: for each word of the query, whether the document ever held it. */
function guideScan(documents: ReadonlyMap<string, Witnessed>, { query }: Asked): Scan {
  const tokens = guideTokens(query)
  return [...documents]
    .map(([id, { ever }]) => ({ id, score: tokens.filter((token) => ever.has(token)).length }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
}

/** Rank by rank the score must be that of the scan, and each document must have the score that the scan gives it. */
function differs(scan: Scan, { query, k }: Asked, hits: readonly Hit[]): string | null {
  const expected = Math.min(k, scan.length)
  if (hits.length !== expected) return `“${query}” finds ${hits.length} documents and a scan ${expected}.`
  const scores = new Map(scan.map(({ id, score }) => [id, score]))
  for (const [rank, { id, score }] of hits.entries()) {
    const own = scores.get(id)
    if (own === undefined || Math.abs(own - score) > ROUNDING)
      return `doc ${id} has ${score}; a scan gives ${own ?? 0}.`
    if (Math.abs(scan[rank]!.score - score) > ROUNDING) return `“${query}” puts doc ${id} at place ${rank + 1} wrongly.`
  }
  return null
}

function sharesMissScore({ rows, hits }: EngineAnswer): string | null {
  const [best] = hits
  if (best === undefined) return null
  const sum = rows.reduce((total, { share }) => total + share, 0)
  return sum === best.score ? null : `doc ${best.id} has ${best.score}; its shares add up to ${sum}.`
}

function wrongOrder(lists: readonly (readonly Hit[])[], hits: readonly Hit[]): string | null {
  const last = hits[hits.length - 1]
  const listed = new Set(hits.map(({ id }) => id))
  for (const [rank, hit] of hits.entries()) {
    const next = hits[rank + 1]
    if (next !== undefined && !isBefore(hit, next)) return `doc ${next.id} must stand before doc ${hit.id}.`
  }
  const better = lists.flat().find((hit) => !listed.has(hit.id) && last !== undefined && isBefore(hit, last))
  return better === undefined ? null : `doc ${better.id} has ${better.score} and is missing.`
}
