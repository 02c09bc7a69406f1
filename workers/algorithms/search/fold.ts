/** Letters that Unicode does not take apart, with what is commonly written in their stead. */
const SPELLED: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['þ', 'th'],
  ['ı', 'i'],
  ['ς', 'σ'],
  ['’', "'"],
])

const ASCII = /^[\0-\x7f]*$/
/** Accents on Latin and Greek letters. A mark elsewhere may be a letter's other half: й, が. */
const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu
/** Soft hyphens and the choice of an emoji's look say nothing about the word. */
const INVISIBLE = /\u00ad|\ufe0e|\ufe0f/g

/**
 * Case and accent folding: `Naïve` and `naive` become one term, `Straße` becomes `strasse`. Lower case by Unicode's own
 * table, not by a locale; decomposed (NFD), accents of Latin and Greek letters dropped, composed again (NFC).
 */
export function foldWord(word: string): string {
  const lower = word.toLowerCase()
  if (ASCII.test(lower)) return lower
  const bare = lower.normalize('NFD').replace(ACCENTS, '$1').replace(INVISIBLE, '').normalize('NFC')
  let folded = ''
  for (const character of bare) folded += SPELLED.get(character) ?? character
  return folded
}
