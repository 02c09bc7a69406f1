import { Analyzer } from '../../algorithms/search/analyzer'
import { bm25 } from '../../algorithms/search/bm25'
import { GuideIndex, guideTokens } from '../../algorithms/search/guide-index'
import { matchingDocs } from '../../algorithms/search/matching-docs'
import { leafText, type Query, scoringLeaves } from '../../algorithms/search/query'
import { parseQuery } from '../../algorithms/search/query-parser'
import { explain, type Prepared, prepare, type Statistics, search } from '../../algorithms/search/search'
import { SearchIndex } from '../../algorithms/search/search-index'
import type { Similarity } from '../../algorithms/search/similarity'
import { ENGLISH_STOP_WORDS } from '../../algorithms/search/stop-words'
import { tfIdf } from '../../algorithms/search/tf-idf'
import type { Hit } from '../../algorithms/search/top-hits'
import type { Values } from '../../scenario/parameters'

/** Ids of one term that a step shows. */
const SHOWN = 6

/** What a shard answers, with what is needed to show why. */
export interface EngineAnswer {
  readonly hits: readonly Hit[]
  readonly rows: readonly TermRow[]
  /** Postings that were read, and all postings of the query's terms. */
  readonly touched: number
  readonly postings: number
  /** Documents that were scored, and all that fit. */
  readonly scored: number
  readonly matching: number
  /** Scores are whole numbers of matching words. */
  readonly areCounts: boolean
}

/** One term of a query in one shard. */
export interface TermRow {
  readonly term: string
  /** How many documents hold it, and the ids of the first few; the best document is among them if it holds it. */
  readonly count: number
  readonly docs: readonly string[]
  /** Its share in the score of the best document. */
  readonly share: number
}

/** The index of one shard, behind one face for all variants. */
export interface Engine {
  /** Tokens of a text: what writing it costs. */
  tokens(text: string): number
  write(id: string, text: string): void
  /** False when there is no such document; null when this index cannot delete. */
  remove(id: string): boolean | null
  ask(query: string, k: number, statistics: Statistics | null): EngineAnswer
  /** Numbers of this shard for the query, to be added to those of others. */
  statistics(query: string): Statistics
  /** The text as it was last written. */
  text(id: string): string
  readonly documents: number
  readonly segments: number
}

/** How texts become terms in this scenario. */
export function analyzerOf(values: Values): Analyzer {
  return new Analyzer({
    stem: values.flag('stem'),
    stopWords: values.flag('stop-words') ? ENGLISH_STOP_WORDS : new Set(),
  })
}

/** Reads a query that the coordinator has let pass. */
export function readQuery(text: string, analyzer: Analyzer): Query | null {
  const parsed = parseQuery(text, analyzer)
  return parsed.kind === 'parsed' ? parsed.query : null
}

const NO_ANSWER: EngineAnswer = {
  hits: [],
  rows: [],
  touched: 0,
  postings: 0,
  scored: 0,
  matching: 0,
  areCounts: false,
}

/** Segments, refresh and merges; scores by TF-IDF or BM25. */
export class SegmentEngine implements Engine {
  readonly index: SearchIndex
  private readonly similarity: Similarity
  private readonly texts = new Map<string, string>()
  private written = 0

  /** @param place of the shard among `shards`, so that no two documents of the system have one sequence number */
  constructor(
    private readonly analyzer: Analyzer,
    similarity: 'tf-idf' | 'bm25',
    private readonly place: number,
    private readonly shards: number,
  ) {
    this.index = new SearchIndex(analyzer)
    this.similarity = similarity === 'tf-idf' ? tfIdf : bm25()
  }

  get documents(): number {
    return this.index.snapshot.documents
  }
  get segments(): number {
    return this.index.snapshot.views.length
  }

  tokens(text: string): number {
    return this.analyzer.tokens(text).length
  }

  write(id: string, text: string): void {
    this.index.put(id, text, this.written++ * this.shards + this.place)
    this.texts.set(id, text)
  }

  remove(id: string): boolean {
    this.texts.delete(id)
    return this.index.remove(id)
  }

  text(id: string): string {
    return this.texts.get(id) ?? ''
  }

  statistics(query: string): Statistics {
    const read = readQuery(query, this.analyzer)
    const { documents, totalLength } = this.index.snapshot
    if (read === null) return { documents, totalLength, withLeaf: [] }
    return prepare(this.index.snapshot, read).statistics
  }

  ask(query: string, k: number, statistics: Statistics | null): EngineAnswer {
    const read = readQuery(query, this.analyzer)
    if (read === null) return NO_ANSWER
    const prepared = prepare(this.index.snapshot, read)
    const ranking = { similarity: this.similarity, k, ...(statistics === null ? {} : { statistics }) }
    const { hits, touched, postings, scored } = search(prepared, ranking)
    const [best] = hits
    const shares = best === undefined ? undefined : explain(prepared, ranking, best.sequence)?.shares
    const rows = scoringLeaves(read).map((leaf, index): TermRow => {
      const docs = holders(prepared, index)
      return {
        term: leafText(leaf),
        count: docs.length,
        docs: shown(docs, best?.id),
        share: shares?.[index]?.share ?? 0,
      }
    })
    return { hits, rows, touched, postings, scored, matching: countMatching(prepared), areCounts: false }
  }
}

/** Ids of the living documents with a leaf, in the order of writing. */
function holders({ snapshot, postings }: Prepared, leaf: number): string[] {
  return snapshot.views.flatMap((view, index) => {
    const { docs, from, to } = postings[index]![leaf]!.list
    return [...docs.subarray(from, to)].filter((doc) => view.isAlive(doc)).map((doc) => view.segment.ids[doc]!)
  })
}

/** Counted for the picture alone; no search pays for it. */
function countMatching({ snapshot, query }: Prepared): number {
  return snapshot.views.reduce((sum, view) => {
    const { docs, from, to } = matchingDocs(view, query, { touched: 0, scored: 0 })
    return sum + docs.subarray(from, to).reduce((count, doc) => count + (view.isAlive(doc) ? 1 : 0), 0)
  }, 0)
}

/** The first few, or the first few but one and the best. */
function shown(docs: readonly string[], best: string | undefined): string[] {
  const first = docs.slice(0, SHOWN)
  if (best === undefined || first.includes(best) || !docs.includes(best)) return first
  return [...first.slice(0, SHOWN - 1), best]
}

/** The guide's index: visible at once, every posting read, every match counted and returned. */
export class GuideEngine implements Engine {
  readonly index = new GuideIndex()
  /** It has none. */
  readonly segments = 0
  private readonly texts = new Map<string, string>()

  constructor(
    private readonly place: number,
    private readonly shards: number,
  ) {}

  get documents(): number {
    return this.index.documents
  }

  tokens(text: string): number {
    return guideTokens(text).length
  }

  write(id: string, text: string): void {
    this.index.add(id, text)
    this.texts.set(id, text)
  }

  remove(): null {
    return null
  }

  text(id: string): string {
    return this.texts.get(id) ?? ''
  }

  /** It keeps none. */
  statistics(): Statistics {
    return { documents: this.documents, totalLength: 0, withLeaf: [] }
  }

  ask(query: string, k: number): EngineAnswer {
    const all = this.index.search(query)
    const terms = guideTokens(query)
    const best = all[0]?.id
    const rows = terms.map((term): TermRow => {
      const docs = this.index.postings(term)
      const holdsBest = best !== undefined && docs.includes(best)
      return { term, count: docs.length, docs: shown(docs, best), share: holdsBest ? 1 : 0 }
    })
    const touched = rows.reduce((sum, { count }) => sum + count, 0)
    const hits = all
      .slice(0, k)
      .map(({ id, score }, rank) => ({ id, score, sequence: rank * this.shards + this.place }))
    return { hits, rows, touched, postings: touched, scored: all.length, matching: all.length, areCounts: true }
  }
}
