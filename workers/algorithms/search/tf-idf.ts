import { log } from '../../kernel/maths'
import type { Similarity, TermWeight } from './similarity'

/**
 * TF-IDF with a length norm, as Lucene's ClassicSimilarity: √f · idf² / √length with idf = 1 + ln((N + 1) / (n + 1)).
 * Unlike Lucene the norm is exact. Repeating a word never stops to count.
 */
export const tfIdf: Similarity = {
  name: 'TF-IDF',
  weigh: (documents, withTerm) => new TfIdfWeight(1 + log((documents + 1) / (withTerm + 1))),
}

class TfIdfWeight implements TermWeight {
  private readonly weight: number

  constructor(readonly idf: number) {
    this.weight = idf * idf
  }

  share(frequency: number, length: number): number {
    return (this.weight * Math.sqrt(frequency)) / Math.sqrt(length)
  }
}
