import { type LeafPostings, leafPostings } from './leaf-postings'
import { matchingDocs, type Work } from './matching-docs'
import { MaxScore } from './max-score'
import { type PostingList, seek } from './posting-list'
import { type Leaf, leafText, type Query, scoringLeaves } from './query'
import type { Snapshot } from './search-index'
import type { SegmentView } from './segment'
import type { Similarity, TermWeight } from './similarity'
import { type Hit, TopHits } from './top-hits'

/** What idf and length are reckoned from. Those of several shards can be added up. */
export type Statistics = {
  readonly documents: number
  /** Terms of all documents. */
  readonly totalLength: number
  /** For each scoring leaf of the query, in how many documents it is. */
  readonly withLeaf: readonly number[]
}

/** A query looked up in a snapshot: the lists are found, nothing is scored. */
export interface Prepared {
  readonly snapshot: Snapshot
  readonly query: Query
  readonly leaves: readonly Leaf[]
  /** By segment, then by leaf. */
  readonly postings: readonly (readonly LeafPostings[])[]
  /** Of this snapshot alone. */
  readonly statistics: Statistics
}

export interface Ranking {
  readonly similarity: Similarity
  /** How many hits are wanted. */
  readonly k: number
  /** Of all shards; the snapshot's own when left out. */
  readonly statistics?: Statistics
}

export interface Found {
  /** The best first; equal scores in the order of writing. */
  readonly hits: readonly Hit[]
  /** Postings that were read: the cost of the search. */
  readonly touched: number
  /** Postings of the query's terms in all segments. */
  readonly postings: number
  /** Documents whose score was reckoned to the end. */
  readonly scored: number
}

export function prepare(snapshot: Snapshot, query: Query): Prepared {
  const leaves = scoringLeaves(query)
  const postings = snapshot.views.map((view) => leaves.map((leaf) => leafPostings(view, leaf)))
  const withLeaf = leaves.map((_, leaf) => postings.reduce((sum, own) => sum + own[leaf]!.alive, 0))
  const { documents, totalLength } = snapshot
  return { snapshot, query, leaves, postings, statistics: { documents, totalLength, withLeaf } }
}

/** Statistics of several shards together; of the same query. */
export function addStatistics(all: readonly Statistics[]): Statistics {
  return all.reduce((sum, one) => ({
    documents: sum.documents + one.documents,
    totalLength: sum.totalLength + one.totalLength,
    withLeaf: sum.withLeaf.map((count, leaf) => count + one.withLeaf[leaf]!),
  }))
}

/**
 * The best documents for a query. When any of its words will do, documents that cannot get among them are not scored;
 * otherwise those that fit are found first, and each is scored.
 *
 * @throws {RangeError} when k is no integer from 1
 */
export function search(prepared: Prepared, ranking: Ranking): Found {
  const { snapshot, postings, query } = prepared
  const weights = weightsOf(prepared, ranking)
  const top = new TopHits(ranking.k)
  const work: Work = { touched: 0, scored: 0 }
  const isAnyOf = query.kind !== 'boolean' || isAnyOfLeaves(query)
  snapshot.views.forEach((view, index) => {
    const lists = postings[index]!.map(({ list }) => list)
    for (const { touched } of postings[index]!) work.touched += touched
    if (isAnyOf) new MaxScore(view, lists, weights, top).run(work)
    else scoreMatching(view, query, lists, weights, top, work)
  })
  const all = postings.flat().reduce((sum, { list, touched }) => sum + Math.max(touched, list.to - list.from), 0)
  return { hits: top.sorted(), touched: work.touched, postings: all, scored: work.scored }
}

function isAnyOfLeaves({ must, should, not }: Extract<Query, { kind: 'boolean' }>): boolean {
  return must.length === 0 && not.length === 0 && should.every(({ kind }) => kind !== 'boolean')
}

function weightsOf({ leaves, statistics: own }: Prepared, { similarity, statistics = own }: Ranking): TermWeight[] {
  const { documents, totalLength, withLeaf } = statistics
  const mean = documents === 0 ? 0 : totalLength / documents
  return leaves.map((_, leaf) => similarity.weigh(documents, withLeaf[leaf]!, mean))
}

function scoreMatching(
  view: SegmentView,
  query: Query,
  lists: readonly PostingList[],
  weights: readonly TermWeight[],
  top: TopHits,
  work: Work,
): void {
  const { segment } = view
  const matching = matchingDocs(view, query, work)
  const cursors = lists.map(({ from }) => from)
  for (let index = matching.from; index < matching.to; index++) {
    const doc = matching.docs[index]!
    if (!view.isAlive(doc)) continue
    let score = 0
    for (const [leaf, list] of lists.entries()) {
      const at = seek(list.docs, cursors[leaf]!, list.to, doc)
      cursors[leaf] = at
      if (at === list.to || list.docs[at] !== doc) continue
      score += weights[leaf]!.share(list.frequencies[at]!, segment.lengths[doc]!)
      work.touched++
    }
    work.scored++
    if (score > top.threshold) top.offer(segment.ids[doc]!, score, segment.sequences[doc]!)
  }
}

/** Why a document has its score. The shares, added in their order, are the score to the last bit. */
export interface Explanation {
  readonly score: number
  /** Terms of the document, and the mean of all documents. */
  readonly length: number
  readonly averageLength: number
  readonly shares: readonly Share[]
}

export interface Share {
  /** The word, phrase, prefix or fuzzy word, as `leafText` shows it. */
  readonly text: string
  /** How often the document holds it. */
  readonly frequency: number
  /** In how many documents it is. */
  readonly documents: number
  readonly idf: number
  readonly share: number
}

/** Explains the score of the document with a sequence number; null when it is not in the snapshot. */
export function explain(prepared: Prepared, ranking: Ranking, sequence: number): Explanation | null {
  const { snapshot, leaves, postings } = prepared
  const statistics = ranking.statistics ?? prepared.statistics
  const weights = weightsOf(prepared, ranking)
  for (const [index, view] of snapshot.views.entries()) {
    const doc = view.segment.sequences.indexOf(sequence)
    if (doc === -1 || !view.isAlive(doc)) continue
    const length = view.segment.lengths[doc]!
    const shares = leaves.map((leaf, number): Share => {
      const frequency = frequencyIn(postings[index]![number]!.list, doc)
      const { idf } = weights[number]!
      const share = frequency === 0 ? 0 : weights[number]!.share(frequency, length)
      return { text: leafText(leaf), frequency, documents: statistics.withLeaf[number]!, idf, share }
    })
    const score = shares.reduce((sum, { share }) => sum + share, 0)
    return { score, length, averageLength: statistics.totalLength / statistics.documents, shares }
  }
  return null
}

function frequencyIn({ docs, frequencies, from, to }: PostingList, doc: number): number {
  const at = seek(docs, from, to, doc)
  return at < to && docs[at] === doc ? frequencies[at]! : 0
}
