import type { Analyzer } from './analyzer'
import { foldWord } from './fold'
import type { Leaf, Query } from './query'
import { wordsOf } from './words'

/** A query that can be asked, or what is wrong with the text, and where (UTF-16 units from its start). */
export type Parsed =
  | { readonly kind: 'parsed'; readonly query: Query | null }
  | { readonly kind: 'error'; readonly at: number; readonly sentence: string }

export const LONGEST_QUERY = 4096
export const DEEPEST_QUERY = 32
const MOST_EDITS = 2

type Lexeme =
  | { readonly kind: 'word' | 'quote'; readonly text: string; readonly at: number; readonly suffix: string }
  | { readonly kind: '(' | ')' | '+' | '-' | 'AND' | 'OR' | 'NOT'; readonly at: number }

/**
 * Reads a query: words (any of them, or all with `AND`), `"a phrase"`, `lant*`, `lantren~` and `lantren~1` for words
 * within 2 edits or 1, `NOT` or `-` for what must not be there, `+` for what must, and parentheses. `AND` binds tighter
 * than `OR`; words side by side are joined by `OR`. A query of stop words alone is parsed as null: it asks for nothing.
 */
export function parseQuery(text: string, analyzer: Analyzer): Parsed {
  if (text.length > LONGEST_QUERY)
    return problem(LONGEST_QUERY, `A query has at most ${LONGEST_QUERY} characters; this one has ${text.length}.`)
  const lexemes: Lexeme[] = []
  const broken = readLexemes(text, lexemes)
  if (broken !== null) return broken
  return new Parser(lexemes, text.length, analyzer).parse()
}

function problem(at: number, sentence: string): Extract<Parsed, { kind: 'error' }> {
  return { kind: 'error', at, sentence }
}

const SPACE = /\s/
const WORD_END = /[\s()"]/

function readLexemes(text: string, lexemes: Lexeme[]): Extract<Parsed, { kind: 'error' }> | null {
  let at = 0
  while (at < text.length) {
    const character = text[at]!
    if (SPACE.test(character)) at++
    else if (character === '(' || character === ')') lexemes.push({ kind: character, at: at++ })
    else if ((character === '+' || character === '-') && startsOperand(text, at))
      lexemes.push({ kind: character, at: at++ })
    else if (character === '"') {
      const end = text.indexOf('"', at + 1)
      if (end === -1) return problem(at, 'This quotation mark is never closed.')
      lexemes.push({ kind: 'quote', text: text.slice(at + 1, end), at, suffix: '' })
      at = end + 1
    } else {
      const end = runEnd(text, at)
      lexemes.push(wordLexeme(text.slice(at, end), at))
      at = end
    }
  }
  return null
}

/** A sign before a word, a phrase or a parenthesis, at the start of the text or after a space or a parenthesis. */
function startsOperand(text: string, at: number): boolean {
  const isFree = at === 0 || /[\s(]/.test(text[at - 1]!)
  const next = text[at + 1]
  return isFree && next !== undefined && !/[\s)+-]/.test(next)
}

function runEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && !WORD_END.test(text[end]!)) end++
  return end
}

function wordLexeme(run: string, at: number): Lexeme {
  if (run === 'AND' || run === 'OR' || run === 'NOT') return { kind: run, at }
  const suffix = /(\*|~\d*)$/.exec(run)?.[0] ?? ''
  return { kind: 'word', text: run.slice(0, run.length - suffix.length), at, suffix }
}

/** How a clause takes part: it may be there, must be there, must not be there. */
type Clause = { readonly sign: '' | '+' | '-'; readonly query: Query | null }

class ParseError extends Error {
  constructor(
    readonly at: number,
    readonly sentence: string,
  ) {
    super(sentence)
  }
}

class Parser {
  private next = 0
  private depth = 0

  constructor(
    private readonly lexemes: readonly Lexeme[],
    private readonly length: number,
    private readonly analyzer: Analyzer,
  ) {}

  parse(): Parsed {
    try {
      const query = this.alternatives()
      const rest = this.lexemes[this.next]
      if (rest !== undefined) return problem(rest.at, 'This parenthesis closes nothing.')
      if (query !== null && isOnlyNegative(query))
        return problem(0, 'A query says at least one thing to look for, not only what to leave out.')
      return { kind: 'parsed', query }
    } catch (error) {
      if (error instanceof ParseError) return problem(error.at, error.sentence)
      throw error
    }
  }

  /** Conjunctions side by side or with `OR` between them. */
  private alternatives(): Query | null {
    const clauses: Clause[] = []
    for (;;) {
      const lexeme = this.lexemes[this.next]
      if (lexeme === undefined || lexeme.kind === ')') break
      if (lexeme.kind === 'OR') {
        if (clauses.length === 0) throw new ParseError(lexeme.at, 'OR has nothing before it.')
        this.next++
        this.expectOperand(lexeme, 'OR')
      }
      clauses.push(this.conjunction())
    }
    return combined(clauses)
  }

  /** Clauses with `AND` between them. */
  private conjunction(): Clause {
    const first = this.clause()
    const clauses = [first]
    for (let and = this.lexemes[this.next]; and?.kind === 'AND'; and = this.lexemes[this.next]) {
      this.next++
      this.expectOperand(and, 'AND')
      clauses.push(this.clause())
    }
    if (clauses.length === 1) return first
    return { sign: '', query: combined(clauses.map(({ sign, query }) => ({ sign: sign === '' ? '+' : sign, query }))) }
  }

  private clause(): Clause {
    const lexeme = this.lexemes[this.next]!
    switch (lexeme.kind) {
      case '+':
      case '-':
      case 'NOT': {
        this.next++
        this.expectOperand(lexeme, lexeme.kind)
        return { sign: lexeme.kind === '+' ? '+' : '-', query: this.operand() }
      }
      case 'AND':
        throw new ParseError(lexeme.at, 'AND has nothing before it.')
      default:
        return { sign: '', query: this.operand() }
    }
  }

  private operand(): Query | null {
    const lexeme = this.lexemes[this.next++]!
    if (lexeme.kind === '(') return this.group(lexeme.at)
    if (lexeme.kind === 'quote') return phraseOf(lexeme.text, this.analyzer)
    if (lexeme.kind === 'word') return this.word(lexeme.text, lexeme.suffix, lexeme.at)
    throw new ParseError(lexeme.at, `A word is expected here, not ${lexeme.kind}.`)
  }

  private group(at: number): Query | null {
    if (++this.depth > DEEPEST_QUERY) throw new ParseError(at, `Parentheses go at most ${DEEPEST_QUERY} deep.`)
    const query = this.alternatives()
    if (this.lexemes[this.next]?.kind !== ')') throw new ParseError(at, 'This parenthesis is never closed.')
    this.next++
    this.depth--
    return query
  }

  private word(text: string, suffix: string, at: number): Query | null {
    if (suffix === '') return phraseOf(text, this.analyzer)
    const words = wordsOf(text)
    const [word] = words
    const sign = suffix[0] === '*' ? '*' : '~'
    if (word === undefined || words.length > 1) throw new ParseError(at, `One word must stand before ${sign}.`)
    // Neither stemmed nor left out as a stop word: part of a word has no stem.
    if (sign === '*') return { kind: 'prefix', prefix: foldWord(word) }
    const edits = suffix === '~' ? MOST_EDITS : Number(suffix.slice(1))
    if (edits > MOST_EDITS)
      throw new ParseError(at, `At most ${MOST_EDITS} edits can be allowed, not ${suffix.slice(1)}.`)
    return { kind: 'fuzzy', term: foldWord(word), edits }
  }

  private expectOperand(after: Lexeme, name: string): void {
    const next = this.lexemes[this.next]
    if (next === undefined || next.kind === ')' || next.kind === 'AND' || next.kind === 'OR')
      throw new ParseError(next?.at ?? Math.min(after.at, this.length), `${name} has nothing after it.`)
  }
}

/** One word is a term; several words, or a word without spaces inside as in Japanese, must stand side by side. */
function phraseOf(text: string, analyzer: Analyzer): Leaf | null {
  const tokens = analyzer.tokens(text)
  const [first] = tokens
  if (first === undefined) return null
  if (tokens.length === 1) return { kind: 'term', term: first.term }
  return {
    kind: 'phrase',
    terms: tokens.map(({ term }) => term),
    offsets: tokens.map(({ position }) => position - first.position),
  }
}

/** Clauses that ask for nothing (stop words) are left out. */
function combined(clauses: readonly Clause[]): Query | null {
  const bySign = (wanted: Clause['sign']): Query[] =>
    clauses.flatMap(({ sign, query }) => (sign === wanted && query !== null ? [query] : []))
  const [must, should, not] = [bySign('+'), bySign(''), bySign('-')]
  const only = must.length + should.length === 1 && not.length === 0 ? (must[0] ?? should[0]) : undefined
  if (only !== undefined) return only
  return must.length + should.length + not.length === 0 ? null : { kind: 'boolean', must, should, not }
}

/** Whether some part of a query only says what to leave out: it would stand for nearly all documents. */
function isOnlyNegative(query: Query): boolean {
  if (query.kind !== 'boolean') return false
  const positive = [...query.must, ...query.should]
  return positive.length === 0 || positive.some(isOnlyNegative)
}
