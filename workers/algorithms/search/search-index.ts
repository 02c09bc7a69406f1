import { Analyzer } from './analyzer'
import { chooseMerge, type MergeChoice } from './merge-policy'
import { mergeSegments } from './merge-segments'
import { SegmentView } from './segment'
import { SegmentBuilder } from './segment-builder'

/** What a search sees: it never changes, whatever is written meanwhile. */
export interface Snapshot {
  readonly analyzer: Analyzer
  readonly views: readonly SegmentView[]
  /** Living documents, and all their terms. */
  readonly documents: number
  readonly totalLength: number
}

/** What a refresh made visible. */
export interface Refreshed {
  readonly added: number
  readonly removed: number
  /** Tokens that were sorted into postings. */
  readonly tokens: number
}

/** A merge that was done: segments `from` up to and without `to` became one. */
export interface Merged extends MergeChoice {
  readonly documents: number
  /** Postings that were copied. */
  readonly postings: number
}

/**
 * An inverted index of immutable segments, as Lucene's. Writes and deletes wait in memory and are seen by no search before
 * `refresh`. The order of equal scores is that of writing.
 */
export class SearchIndex {
  private builder: SegmentBuilder
  /** By id: the sequence number of each document that is sealed and was not written or deleted since. */
  private readonly sealed = new Map<string, number>()
  /** By id: the place in the builder of each document that waits. */
  private pending = new Map<string, number>()
  /** Sequence numbers of sealed documents that the next refresh takes away. */
  private doomed: number[] = []
  private next = 0
  private current: Snapshot

  constructor(private readonly analyzer: Analyzer = new Analyzer()) {
    this.builder = new SegmentBuilder(analyzer)
    this.current = snapshotOf(analyzer, [])
  }

  /** What a search sees now. */
  get snapshot(): Snapshot {
    return this.current
  }
  /** Documents, and deletes of visible ones, that wait for a refresh. */
  get waiting(): { readonly added: number; readonly removed: number; readonly tokens: number } {
    return { added: this.builder.documents, removed: this.doomed.length, tokens: this.builder.size }
  }

  /**
   * Writes a document, in place of the one with this id if there is one. Seen after the next refresh.
   * @param sequence decides the order of equal scores; it must be greater than all before
   * @throws {RangeError} when the text has more than 65,535 words, or the sequence does not grow
   */
  put(id: string, text: string, sequence = this.next): void {
    if (!(sequence >= this.next)) throw new RangeError(`The sequence number ${sequence} is not above ${this.next - 1}.`)
    const place = this.builder.add(id, text, sequence)
    this.remove(id)
    this.pending.set(id, place)
    this.next = sequence + 1
  }

  /** Deletes a document. Seen after the next refresh. Returns whether there was one. */
  remove(id: string): boolean {
    const place = this.pending.get(id)
    if (place !== undefined) this.builder.drop(place)
    const sequence = this.sealed.get(id)
    if (sequence !== undefined) this.doomed.push(sequence)
    this.pending.delete(id)
    this.sealed.delete(id)
    return place !== undefined || sequence !== undefined
  }

  /** Makes all writes and deletes visible; null when there were none. */
  refresh(): Refreshed | null {
    const { added, removed, tokens } = this.waiting
    if (added === 0 && removed === 0) {
      if (tokens > 0) this.builder = new SegmentBuilder(this.analyzer)
      return null
    }
    const views = this.current.views.map((view) => withoutSequences(view, this.doomed)).filter(isInhabited)
    if (added > 0) {
      const segment = this.builder.seal()
      for (const [doc, id] of segment.ids.entries()) this.sealed.set(id, segment.sequences[doc]!)
      views.push(new SegmentView(segment))
    }
    this.builder = new SegmentBuilder(this.analyzer)
    this.pending = new Map()
    this.doomed = []
    this.current = snapshotOf(this.analyzer, views)
    return { added, removed, tokens }
  }

  /** What the policy would merge next, and how many postings would be read for it; null when nothing is to do. */
  nextMerge(factor: number): (MergeChoice & { readonly postings: number }) | null {
    const { views } = this.current
    const choice = chooseMerge(
      views.map(({ documents }) => documents),
      factor,
    )
    if (choice === null) return null
    const chosen = views.slice(choice.from, choice.to)
    return { ...choice, postings: chosen.reduce((sum, { segment }) => sum + segment.docs.length, 0) }
  }

  /** Merges what the policy says, once; null when nothing is to do. No search sees a difference. */
  merge(factor: number): Merged | null {
    const choice = this.nextMerge(factor)
    return choice === null ? null : this.mergeRange(choice)
  }

  /** Merges all segments into one. */
  mergeAll(): Merged | null {
    const { views } = this.current
    if (views.length < 2 && !views.some(({ hasDead }) => hasDead)) return null
    return this.mergeRange({ from: 0, to: views.length })
  }

  private mergeRange({ from, to }: MergeChoice): Merged {
    const { views } = this.current
    const segment = mergeSegments(views.slice(from, to))
    this.current = snapshotOf(this.analyzer, [...views.slice(0, from), new SegmentView(segment), ...views.slice(to)])
    return { from, to, documents: segment.ids.length, postings: segment.docs.length }
  }
}

function snapshotOf(analyzer: Analyzer, views: readonly SegmentView[]): Snapshot {
  return {
    analyzer,
    views,
    documents: views.reduce((sum, view) => sum + view.documents, 0),
    totalLength: views.reduce((sum, view) => sum + view.totalLength, 0),
  }
}

function isInhabited({ documents }: SegmentView): boolean {
  return documents > 0
}

function withoutSequences(view: SegmentView, doomed: readonly number[]): SegmentView {
  const docs = doomed.map((sequence) => placeOf(view.segment.sequences, sequence)).filter((doc) => doc !== -1)
  return docs.length === 0 ? view : view.without(docs)
}

/** Where a number stands in an ascending column, or −1. */
function placeOf(column: Float64Array, value: number): number {
  let low = 0
  let high = column.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (column[middle]! < value) low = middle + 1
    else high = middle
  }
  return column[low] === value ? low : -1
}
