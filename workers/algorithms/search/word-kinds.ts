/**
 * What a code point is to the finder of words: the word-break classes of Unicode (UAX #29) as far as they matter here,
 * from the property classes that every engine's regular expressions know. Code points that a newer Unicode assigns may be
 * letters in one engine and nothing in an older one; all that this project simulates is older than any of them.
 */
export const WordKind = {
  none: 0,
  letter: 1,
  digit: 2,
  /** Underscore and its like, which bind letters and digits. */
  connector: 3,
  /** Marks, joiners and soft hyphens: part of what they follow. */
  extend: 4,
  /** Written without spaces, so each stands alone: Han and Hiragana. */
  ideograph: 5,
  katakana: 6,
  pictograph: 7,
  regional: 8,
  /** Between two letters only: the middle dot of Catalan. */
  midLetter: 9,
  /** Between two digits only: comma and semicolon. */
  midDigit: 10,
  /** Between two letters or two digits: full stop and apostrophes. */
  midBoth: 11,
} as const
export type WordKind = (typeof WordKind)[keyof typeof WordKind]

const MIDDLES = new Map<number, WordKind>([
  [0xb7, WordKind.midLetter],
  [0x2c, WordKind.midDigit],
  [0x3b, WordKind.midDigit],
  [0x27, WordKind.midBoth],
  [0x2e, WordKind.midBoth],
  [0x2019, WordKind.midBoth],
])

/** In order: the first that fits is the kind. */
const CLASSES: readonly (readonly [RegExp, WordKind])[] = [
  [/^(?:\p{M}|\p{Emoji_Modifier}|\u00ad|\u200c|\u200d)$/u, WordKind.extend],
  [/^[\p{Script=Han}\p{Script=Hiragana}]$/u, WordKind.ideograph],
  [/^[\p{Script=Katakana}\u30fc]$/u, WordKind.katakana],
  [/^[\p{L}\p{Nl}]$/u, WordKind.letter],
  [/^\p{Nd}$/u, WordKind.digit],
  [/^\p{Pc}$/u, WordKind.connector],
  [/^\p{Regional_Indicator}$/u, WordKind.regional],
  [/^(?![#*©®™])\p{Extended_Pictographic}$/u, WordKind.pictograph],
]

const UNKNOWN = 255
/** Kinds of the code points below 0x10000, found when first met. */
const known = new Uint8Array(0x10000).fill(UNKNOWN)

export function wordKind(codePoint: number): WordKind {
  if (codePoint >= known.length) return classify(codePoint)
  if (known[codePoint] === UNKNOWN) known[codePoint] = classify(codePoint)
  return known[codePoint] as WordKind
}

function classify(codePoint: number): WordKind {
  const middle = MIDDLES.get(codePoint)
  if (middle !== undefined) return middle
  const text = String.fromCodePoint(codePoint)
  return CLASSES.find(([pattern]) => pattern.test(text))?.[1] ?? WordKind.none
}
