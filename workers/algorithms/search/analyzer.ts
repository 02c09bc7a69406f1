import { foldWord } from './fold'
import { porterStem } from './porter-stemmer'
import { forEachWord } from './words'

/** A document or a query has at most this many words, so that a position and a count fit in 16 bits. */
export const MOST_WORDS = 65_535

export interface AnalyzerOptions {
  /** Reduces English words to their stems, so that `lanterns` finds `lantern`. */
  readonly stem?: boolean
  /** Folded words that are left out; they keep their positions. */
  readonly stopWords?: ReadonlySet<string>
}

/** One term of a text, with the place of its word: the position counts words from 0, start and end UTF-16 units. */
export interface Token {
  readonly term: string
  readonly position: number
  readonly start: number
  readonly end: number
}

/** Makes terms of words. Documents and queries must go through the same one, or they miss each other. */
export class Analyzer {
  constructor(private readonly options: AnalyzerOptions = {}) {}

  /** The term of one word, or null for a stop word. */
  term(word: string): string | null {
    const folded = foldWord(word)
    if (folded === '' || this.options.stopWords?.has(folded) === true) return null
    return this.options.stem === true ? porterStem(folded) : folded
  }

  /**
   * Visits the words of a text, as spans in UTF-16 units, with their positions.
   * @throws {RangeError} when there are more than 65,535
   */
  forEachWord(text: string, visit: (start: number, end: number, position: number) => void): void {
    let position = 0
    forEachWord(text, (start, end) => {
      if (position === MOST_WORDS) throw new RangeError(`A text has at most ${MOST_WORDS} words; this one has more.`)
      visit(start, end, position++)
    })
  }

  /** @throws {RangeError} when the text has more than 65,535 words */
  tokens(text: string): Token[] {
    const tokens: Token[] = []
    this.forEachWord(text, (start, end, position) => {
      const term = this.term(text.slice(start, end))
      if (term !== null) tokens.push({ term, position, start, end })
    })
    return tokens
  }
}
