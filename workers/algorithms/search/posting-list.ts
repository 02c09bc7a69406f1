/** Postings are looked over in blocks of this many, so that a whole block can be passed by. */
export const BLOCK = 64

/**
 * The documents that hold something, ascending, and how often each holds it: a slice of a segment's columns from `from`
 * up to and without `to`. For each block of postings the greatest frequency and the shortest document are known: no
 * document of the block can score higher than one that had both.
 */
export interface PostingList {
  readonly docs: Uint32Array
  readonly frequencies: Uint16Array
  readonly from: number
  readonly to: number
  /** Index of the block that begins at `from`. */
  readonly firstBlock: number
  readonly blockFrequency: Uint16Array
  readonly blockLength: Uint16Array
}

export const NO_POSTINGS: PostingList = {
  docs: new Uint32Array(0),
  frequencies: new Uint16Array(0),
  from: 0,
  to: 0,
  firstBlock: 0,
  blockFrequency: new Uint16Array(0),
  blockLength: new Uint16Array(0),
}

/** A list of its own columns, for postings that stand in no segment: of a phrase, or of several terms taken as one. */
export function postingList(
  docs: readonly number[],
  frequencies: readonly number[],
  lengths: Uint16Array,
): PostingList {
  const columns = { docs: Uint32Array.from(docs), frequencies: Uint16Array.from(frequencies) }
  const blocks = Math.ceil(docs.length / BLOCK)
  const blockFrequency = new Uint16Array(blocks)
  const blockLength = new Uint16Array(blocks)
  boundBlocks(columns, 0, docs.length, lengths, blockFrequency, blockLength, 0)
  return { ...columns, from: 0, to: docs.length, firstBlock: 0, blockFrequency, blockLength }
}

/** Fills in the greatest frequency and the shortest document of each block; returns the index after the last. */
export function boundBlocks(
  { docs, frequencies }: { readonly docs: Uint32Array; readonly frequencies: Uint16Array },
  from: number,
  to: number,
  lengths: Uint16Array,
  blockFrequency: Uint16Array,
  blockLength: Uint16Array,
  firstBlock: number,
): number {
  let block = firstBlock
  for (let start = from; start < to; start += BLOCK, block++) {
    let frequency = 0
    let length = 0xffff
    for (let at = start; at < Math.min(to, start + BLOCK); at++) {
      frequency = Math.max(frequency, frequencies[at]!)
      length = Math.min(length, lengths[docs[at]!]!)
    }
    blockFrequency[block] = frequency
    blockLength[block] = length
  }
  return block
}

/** The first index from `at` on, below `to`, whose document is not before `doc`: doubling steps, then bisection. */
export function seek(docs: Uint32Array, at: number, to: number, doc: number): number {
  if (at >= to || docs[at]! >= doc) return at
  let low = at
  let step = 1
  while (low + step < to && docs[low + step]! < doc) {
    low += step
    step *= 2
  }
  let high = Math.min(to, low + step)
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (docs[middle]! < doc) low = middle
    else high = middle
  }
  return high
}
