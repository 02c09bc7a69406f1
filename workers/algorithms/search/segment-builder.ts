import type { Analyzer } from './analyzer'
import { type Segment, sealed } from './segment'
import { WordTable } from './word-table'

/** Documents that were written and not yet sealed: tokens in the order of writing. Nothing in it can be searched. */
export class SegmentBuilder {
  private readonly ids: string[] = []
  private readonly sequences: number[] = []
  private readonly tokenStarts: number[] = [0]
  private readonly dropped = new Set<number>()
  private readonly terms: string[] = []
  private readonly termNumbers = new Map<string, number>()
  /** What each word became, so that a word is folded and stemmed once: a number in `terms`, or −1 for a stop word. */
  private readonly words = new WordTable()
  private tokens = new Uint32Array(1024)
  private positions = new Uint16Array(1024)
  private tokenCount = 0

  constructor(private readonly analyzer: Analyzer) {}

  get documents(): number {
    return this.ids.length - this.dropped.size
  }
  /** Tokens written so far, those of dropped documents included: what sealing costs. */
  get size(): number {
    return this.tokenCount
  }

  /**
   * Returns the document's place in this builder.
   * @throws {RangeError} when the text has more than 65,535 words; nothing is kept of it then
   */
  add(id: string, text: string, sequence: number): number {
    const start = this.tokenCount
    try {
      this.analyzer.forEachWord(text, (wordStart, wordEnd, position) => {
        const term = this.words.get(text, wordStart, wordEnd) ?? this.meet(text, wordStart, wordEnd)
        if (term !== -1) this.push(term, position)
      })
    } catch (error) {
      this.tokenCount = start
      throw error
    }
    this.ids.push(id)
    this.sequences.push(sequence)
    this.tokenStarts.push(this.tokenCount)
    return this.ids.length - 1
  }

  /** The document was written anew or deleted before it was sealed. */
  drop(doc: number): void {
    this.dropped.add(doc)
  }

  /** The segment of all documents that were not dropped. */
  seal(): Segment {
    const kept = this.ids.map((_, doc) => doc).filter((doc) => !this.dropped.has(doc))
    const { order, rankOf } = this.sortedTerms()
    const starts = this.countPostings(kept, rankOf)
    const postings = starts[starts.length - 1]!
    const docs = new Uint32Array(postings)
    const frequencies = new Uint16Array(postings)
    const tokensPerTerm = this.fillPostings(kept, rankOf, starts, docs, frequencies)
    return sealed({
      ids: kept.map((doc) => this.ids[doc]!),
      sequences: Float64Array.from(kept, (doc) => this.sequences[doc]!),
      lengths: Uint16Array.from(kept, (doc) => this.tokenStarts[doc + 1]! - this.tokenStarts[doc]!),
      terms: order.map((number) => this.terms[number]!),
      starts,
      docs,
      frequencies,
      positions: this.sortedPositions(kept, rankOf, tokensPerTerm),
    })
  }

  private meet(text: string, start: number, end: number): number {
    const term = this.analyzer.term(text.slice(start, end))
    const number = term === null ? -1 : (this.termNumbers.get(term) ?? this.newTerm(term))
    this.words.add(text, start, end, number)
    return number
  }

  private newTerm(term: string): number {
    this.termNumbers.set(term, this.terms.length)
    return this.terms.push(term) - 1
  }

  private push(term: number, position: number): void {
    if (this.tokenCount === this.tokens.length) {
      this.tokens = grown(this.tokens, new Uint32Array(this.tokenCount * 2))
      this.positions = grown(this.positions, new Uint16Array(this.tokenCount * 2))
    }
    this.tokens[this.tokenCount] = term
    this.positions[this.tokenCount++] = position
  }

  /** Term numbers that some kept document holds, in code-unit order of their terms, and back; −1 for the others. */
  private sortedTerms(): { readonly order: number[]; readonly rankOf: Int32Array } {
    const { terms } = this
    const isUsed = new Uint8Array(terms.length)
    for (let doc = 0; doc < this.ids.length; doc++) {
      if (this.dropped.has(doc)) continue
      for (let at = this.tokenStarts[doc]!; at < this.tokenStarts[doc + 1]!; at++) isUsed[this.tokens[at]!] = 1
    }
    const order = terms.map((_, number) => number).filter((number) => isUsed[number] === 1)
    order.sort((a, b) => (terms[a]! < terms[b]! ? -1 : 1))
    const rankOf = new Int32Array(terms.length).fill(-1)
    order.forEach((number, rank) => {
      rankOf[number] = rank
    })
    return { order, rankOf }
  }

  /** Where each term's postings will begin. */
  private countPostings(kept: readonly number[], rankOf: Int32Array): Uint32Array {
    const used = rankOf.reduce((count, rank) => count + (rank === -1 ? 0 : 1), 0)
    const starts = new Uint32Array(used + 1)
    const lastDoc = new Int32Array(used).fill(-1)
    for (const doc of kept) {
      for (let at = this.tokenStarts[doc]!; at < this.tokenStarts[doc + 1]!; at++) {
        const rank = rankOf[this.tokens[at]!]!
        if (lastDoc[rank] === doc) continue
        lastDoc[rank] = doc
        starts[rank + 1] = starts[rank + 1]! + 1
      }
    }
    for (let rank = 0; rank < used; rank++) starts[rank + 1] = starts[rank + 1]! + starts[rank]!
    return starts
  }

  /** Returns how many tokens each term has. */
  private fillPostings(
    kept: readonly number[],
    rankOf: Int32Array,
    starts: Uint32Array,
    docs: Uint32Array,
    frequencies: Uint16Array,
  ): Uint32Array {
    const ends = starts.slice(0, -1)
    const tokens = new Uint32Array(ends.length)
    kept.forEach((doc, newDoc) => {
      for (let at = this.tokenStarts[doc]!; at < this.tokenStarts[doc + 1]!; at++) {
        const rank = rankOf[this.tokens[at]!]!
        tokens[rank] = tokens[rank]! + 1
        let posting = ends[rank]! - 1
        if (posting < starts[rank]! || docs[posting] !== newDoc) {
          posting = ends[rank]!
          ends[rank] = posting + 1
          docs[posting] = newDoc
        }
        frequencies[posting] = frequencies[posting]! + 1
      }
    })
    return tokens
  }

  /** Positions by term, then by document, then ascending: a counting sort that keeps the order of writing. */
  private sortedPositions(kept: readonly number[], rankOf: Int32Array, tokens: Uint32Array): Uint16Array {
    const next = new Uint32Array(tokens.length + 1)
    for (let rank = 0; rank < tokens.length; rank++) next[rank + 1] = next[rank]! + tokens[rank]!
    const sorted = new Uint16Array(next[tokens.length]!)
    for (const doc of kept) {
      for (let at = this.tokenStarts[doc]!; at < this.tokenStarts[doc + 1]!; at++) {
        const rank = rankOf[this.tokens[at]!]!
        sorted[next[rank]!] = this.positions[at]!
        next[rank] = next[rank]! + 1
      }
    }
    return sorted
  }
}

function grown<T extends Uint32Array | Uint16Array>(from: T, to: T): T {
  to.set(from)
  return to
}
