import { BLOCK, boundBlocks, NO_POSTINGS, type PostingList } from './posting-list'

/**
 * A part of an index that never changes: columns of typed arrays, terms in code-unit order. What is deleted later is
 * told beside it (see SegmentView). Documents count from 0 in the order in which they were written.
 */
export interface Segment {
  readonly ids: readonly string[]
  /** Number of the write that brought each document, ascending. */
  readonly sequences: Float64Array
  /** Terms in each document. */
  readonly lengths: Uint16Array
  readonly terms: readonly string[]
  /** Where each term's postings begin, and after the last term their number. */
  readonly starts: Uint32Array
  readonly docs: Uint32Array
  readonly frequencies: Uint16Array
  /** Of each posting as many positions as its frequency says, one posting after another. */
  readonly positions: Uint16Array
  /** Of each term's first block, and after the last term the number of blocks. */
  readonly blockStarts: Uint32Array
  readonly blockFrequency: Uint16Array
  readonly blockLength: Uint16Array
  /** Where the positions of each block's first posting begin. */
  readonly blockPositions: Uint32Array
}

/** All of a segment that is written down; the rest follows from it. */
export type SegmentColumns = Omit<Segment, 'blockStarts' | 'blockFrequency' | 'blockLength' | 'blockPositions'>

/** Adds the bounds of the blocks. */
export function sealed(columns: SegmentColumns): Segment {
  const { starts, terms, lengths } = columns
  const blockStarts = new Uint32Array(starts.length)
  for (let term = 0; term < terms.length; term++)
    blockStarts[term + 1] = blockStarts[term]! + Math.ceil((starts[term + 1]! - starts[term]!) / BLOCK)
  const blocks = blockStarts[terms.length]!
  const blockFrequency = new Uint16Array(blocks)
  const blockLength = new Uint16Array(blocks)
  for (let term = 0; term < terms.length; term++) {
    const first = blockStarts[term]!
    boundBlocks(columns, starts[term]!, starts[term + 1]!, lengths, blockFrequency, blockLength, first)
  }
  const blockPositions = positionsBefore(columns, blockStarts)
  return { ...columns, blockStarts, blockFrequency, blockLength, blockPositions }
}

function positionsBefore({ starts, frequencies, terms }: SegmentColumns, blockStarts: Uint32Array): Uint32Array {
  const before = new Uint32Array(blockStarts[terms.length]!)
  let block = 0
  let position = 0
  for (let term = 0; term < terms.length; term++) {
    const from = starts[term]!
    for (let at = from; at < starts[term + 1]!; at++) {
      if ((at - from) % BLOCK === 0) before[block++] = position
      position += frequencies[at]!
    }
  }
  return before
}

/** The positions of a posting of the term at a place, ascending. */
export function positionsOf(segment: Segment, place: number, posting: number): Uint16Array {
  const { starts, blockStarts, blockPositions, frequencies, positions } = segment
  const block = Math.floor((posting - starts[place]!) / BLOCK)
  let start = blockPositions[blockStarts[place]! + block]!
  for (let at = starts[place]! + block * BLOCK; at < posting; at++) start += frequencies[at]!
  return positions.subarray(start, start + frequencies[posting]!)
}

/** Place of the first term that is not before `term`. */
export function termFloor(terms: readonly string[], term: string): number {
  let low = 0
  let high = terms.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (terms[middle]! < term) low = middle + 1
    else high = middle
  }
  return low
}

/** Place of a term, or −1. */
export function termPlace({ terms }: Segment, term: string): number {
  const place = termFloor(terms, term)
  return terms[place] === term ? place : -1
}

/** The postings of the term at a place; none for −1. */
export function postingsAt(segment: Segment, place: number): PostingList {
  if (place < 0) return NO_POSTINGS
  const { docs, frequencies, starts, blockStarts, blockFrequency, blockLength } = segment
  const [from, to, firstBlock] = [starts[place]!, starts[place + 1]!, blockStarts[place]!]
  return { docs, frequencies, from, to, firstBlock, blockFrequency, blockLength }
}

/** A segment with what is still alive in it. A delete makes a new view; the segment stays as it is. */
export class SegmentView {
  /** Documents that are alive, and their terms. */
  readonly documents: number
  readonly totalLength: number
  /** By place of the term: in how many living documents it is, or −1 while nobody has asked. */
  private readonly counted: Int32Array | null

  /** @param dead a bit a document, or null when all are alive; never changed afterwards */
  constructor(
    readonly segment: Segment,
    private readonly dead: Uint32Array | null = null,
  ) {
    let documents = 0
    let totalLength = 0
    for (let doc = 0; doc < segment.ids.length; doc++) {
      if (!this.isAlive(doc)) continue
      documents++
      totalLength += segment.lengths[doc]!
    }
    this.documents = documents
    this.totalLength = totalLength
    this.counted = dead === null ? null : new Int32Array(segment.terms.length).fill(-1)
  }

  isAlive(doc: number): boolean {
    return this.dead === null || (this.dead[doc >>> 5]! & (1 << (doc & 31))) === 0
  }

  get hasDead(): boolean {
    return this.dead !== null
  }

  /** The same segment without some more of its documents. */
  without(docs: Iterable<number>): SegmentView {
    const dead = this.dead?.slice() ?? new Uint32Array((this.segment.ids.length + 31) >>> 5)
    for (const doc of docs) dead[doc >>> 5] = dead[doc >>> 5]! | (1 << (doc & 31))
    return new SegmentView(this.segment, dead)
  }

  /**
   * In how many living documents a term is. Exact, where Lucene also counts the dead until a merge drops them: the list
   * is walked once after a delete, when somebody first asks.
   */
  documentsWith(place: number): number {
    if (place < 0) return 0
    const { counted } = this
    const { starts } = this.segment
    if (counted === null) return starts[place + 1]! - starts[place]!
    if (counted[place] === -1) counted[place] = this.aliveIn(postingsAt(this.segment, place))
    return counted[place]!
  }

  aliveIn({ docs, from, to }: PostingList): number {
    if (this.dead === null) return to - from
    let alive = 0
    for (let at = from; at < to; at++) if (this.isAlive(docs[at]!)) alive++
    return alive
  }
}
