import { log } from '../../kernel/maths'
import type { Similarity, TermWeight } from './similarity'

export interface Bm25Options {
  /** How fast repeating a word stops to count; 0 or more. */
  readonly k1?: number
  /** How much the length counts, from 0 (not at all) to 1. */
  readonly b?: number
  /** `lucene` (since version 8) leaves out the constant factor k1 + 1 of `classic`, which changes no order. */
  readonly form?: 'lucene' | 'classic'
}

/**
 * BM25: idf · f / (f + k1 · (1 − b + b · length / mean length)) with idf = ln(1 + (N − n + ½) / (n + ½)).
 * Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond” (2009); the idf that is never negative
 * and the missing factor are Lucene's BM25Similarity. Unlike Lucene lengths are exact and numbers are doubles.
 *
 * @throws {RangeError} when k1 is below 0 or b is not from 0 to 1
 */
export function bm25({ k1 = 1.2, b = 0.75, form = 'lucene' }: Bm25Options = {}): Similarity {
  if (!(k1 >= 0 && k1 < Number.POSITIVE_INFINITY)) throw new RangeError(`k1 is a number from 0, not ${k1}.`)
  if (!(b >= 0 && b <= 1)) throw new RangeError(`b is a number from 0 to 1, not ${b}.`)
  const factor = form === 'classic' ? k1 + 1 : 1
  let norms = new Norms(k1 * (1 - b), 0, 0)
  return {
    name: form === 'classic' ? 'BM25, classic form' : 'BM25',
    weigh(documents, withTerm, averageLength) {
      const idf = log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5))
      // Between two refreshes all queries have one mean length.
      if (norms.averageLength !== averageLength)
        norms = new Norms(k1 * (1 - b), averageLength === 0 ? 0 : (k1 * b) / averageLength, averageLength)
      return new Bm25Weight(idf, idf * factor, norms)
    },
  }
}

/** Lengths whose norm is kept. */
const KEPT = 256

/** The reciprocal of what a document's length makes of k1; for short documents reckoned once. */
class Norms {
  private readonly kept: Float64Array

  constructor(
    private readonly base: number,
    private readonly perTerm: number,
    readonly averageLength: number,
  ) {
    this.kept = Float64Array.from({ length: KEPT }, (_, length) => this.reckon(length))
  }

  of(length: number): number {
    return length < KEPT ? this.kept[length]! : this.reckon(length)
  }

  private reckon(length: number): number {
    return 1 / (this.base + this.perTerm * length)
  }
}

/**
 * A class with fields and no closure, for it is called once for every posting that is scored. The formula is turned round,
 * as in Lucene, so that every single operation is monotone: rounding can then never make a share fall when the frequency
 * rises, which the bounds of the search rely on.
 */
class Bm25Weight implements TermWeight {
  constructor(
    readonly idf: number,
    private readonly weight: number,
    private readonly norms: Norms,
  ) {}

  share(frequency: number, length: number): number {
    return this.weight - this.weight / (1 + frequency * this.norms.of(length))
  }
}
