import { WordKind, wordKind } from './word-kinds'

/** A longer run of letters is cut into pieces of this many UTF-16 units at most, as Lucene's StandardTokenizer does. */
export const LONGEST_WORD = 255

const SPACE = 0x20
const PLUS = 0x2b
const HASH = 0x23

/**
 * Finds the words of a text by the rules of UAX #29: letters, digits and connectors in a run; `can't` and `3.14` are one
 * word each; ideographs and Hiragana stand alone, Katakana in runs; an emoji sequence or a flag is one word. Two choices of
 * our own, which the standard allows: a colon ends a word, and `++` or `#` after letters belongs to them (C++, C#).
 *
 * @param visit is given the start and the end of each word, in UTF-16 units
 */
export function forEachWord(text: string, visit: (start: number, end: number) => void): void {
  let at = 0
  while (at < text.length) {
    if (text.charCodeAt(at) === SPACE) {
      at++
      continue
    }
    const plain = plainEnd(text, at)
    if (plain > at && plain - at <= LONGEST_WORD && (plain === text.length || text.charCodeAt(plain) === SPACE)) {
      visit(at, plain)
      at = plain
      continue
    }
    const kind = kindAt(text, at)
    const end = wordEnd(text, at, kind)
    if (end === at) {
      at += widthAt(text, at)
      continue
    }
    if (end - at <= LONGEST_WORD) visit(at, end)
    else visitInPieces(text, at, end, visit)
    at = end
  }
}

/** The words of a text as they stand there. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  forEachWord(text, (start, end) => words.push(text.slice(start, end)))
  return words
}

/** Where the word that begins here ends; where nothing begins, the same place. */
function wordEnd(text: string, at: number, kind: WordKind): number {
  switch (kind) {
    case WordKind.letter:
    case WordKind.digit:
    case WordKind.connector:
      return runEnd(text, at)
    case WordKind.ideograph:
      return extendedEnd(text, at + widthAt(text, at))
    case WordKind.katakana:
      return katakanaEnd(text, at)
    case WordKind.pictograph:
      return emojiEnd(text, at)
    case WordKind.regional:
      return flagEnd(text, at)
    default:
      return at
  }
}

/** Letters, digits and connectors, and what may stand between two of them. A run of connectors alone is no word. */
function runEnd(text: string, start: number): number {
  let at = plainEnd(text, start)
  let last: WordKind = at > start ? kindAt(text, at - 1) : WordKind.none
  let hasContent = at > start
  for (;;) {
    const kind = kindAt(text, at)
    if (kind === WordKind.letter || kind === WordKind.digit || kind === WordKind.connector) {
      hasContent ||= kind !== WordKind.connector
      last = kind
    } else if (kind !== WordKind.extend && !joins(kind, last, kindAt(text, at + 1))) break
    at += widthAt(text, at)
  }
  if (!hasContent) return start
  return last === WordKind.letter ? suffixEnd(text, at) : at
}

/** Most words are ASCII letters from end to end: where that run ends. */
function plainEnd(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    const lower = text.charCodeAt(at) | 0x20
    if (lower < 0x61 || lower > 0x7a) break
  }
  return at
}

/** Whether a character of the kind `middle` binds the letter or digit before it to the one after it. */
function joins(middle: WordKind, before: WordKind, after: WordKind): boolean {
  if (before !== after) return false
  if (before === WordKind.letter) return middle === WordKind.midLetter || middle === WordKind.midBoth
  return before === WordKind.digit && (middle === WordKind.midDigit || middle === WordKind.midBoth)
}

/** `++` or `#` right after letters, unless more of a word follows. */
function suffixEnd(text: string, at: number): number {
  const isPlus = text.charCodeAt(at) === PLUS && text.charCodeAt(at + 1) === PLUS
  const end = isPlus ? at + 2 : text.charCodeAt(at) === HASH ? at + 1 : at
  const next = kindAt(text, end)
  return next === WordKind.letter || next === WordKind.digit ? at : end
}

function katakanaEnd(text: string, start: number): number {
  let at = start
  while (kindAt(text, at) === WordKind.katakana) at = extendedEnd(text, at + 1)
  return at
}

/** A pictograph with its modifiers, and others that a zero-width joiner binds to it. */
function emojiEnd(text: string, start: number): number {
  let at = start
  do at = extendedEnd(text, at + widthAt(text, at))
  while (text.charCodeAt(at - 1) === 0x200d && kindAt(text, at) === WordKind.pictograph)
  return at
}

/** Two regional indicators are a flag. */
function flagEnd(text: string, at: number): number {
  const second = at + 2
  return kindAt(text, second) === WordKind.regional ? second + 2 : second
}

function extendedEnd(text: string, from: number): number {
  let at = from
  while (kindAt(text, at) === WordKind.extend) at += widthAt(text, at)
  return at
}

function visitInPieces(text: string, start: number, end: number, visit: (start: number, end: number) => void): void {
  let from = start
  while (end - from > LONGEST_WORD) {
    // Not between the halves of a surrogate pair.
    const to = from + LONGEST_WORD - (widthAt(text, from + LONGEST_WORD - 1) - 1)
    visit(from, to)
    from = to
  }
  visit(from, end)
}

function kindAt(text: string, at: number): WordKind {
  const unit = text.charCodeAt(at)
  if (unit >= 0xd800 && unit < 0xdc00) return wordKind(text.codePointAt(at)!)
  return Number.isNaN(unit) ? WordKind.none : wordKind(unit)
}

/** UTF-16 units of the code point there: 2 for a surrogate pair. */
function widthAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  if (unit < 0xd800 || unit >= 0xdc00) return 1
  const next = text.charCodeAt(at + 1)
  return next >= 0xdc00 && next < 0xe000 ? 2 : 1
}
