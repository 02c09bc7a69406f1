/**
 * How a document's share for one term is reckoned. The share must never fall when the frequency rises nor rise when the
 * document gets longer: the search skips what cannot win by these two.
 */
export interface Similarity {
  readonly name: string
  /** Weight of a term: it is in `withTerm` of `documents` documents, whose mean length is `averageLength` terms. */
  weigh(documents: number, withTerm: number, averageLength: number): TermWeight
}

export interface TermWeight {
  /** How much the term's rarity counts. */
  readonly idf: number
  /** Share of the score for a document of `length` terms that holds the term `frequency` times. */
  share(frequency: number, length: number): number
}
