/**
 * The stemmer of M. F. Porter, “An algorithm for suffix stripping”, Program 14 (1980), with the author's later changes
 * of `logi`, `bli` and of the final y, as lunr has it. Only lower-case ASCII words change.
 */
export function porterStem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word
  let stem = withoutPlural(word)
  stem = withoutPast(stem)
  // The rule of the later Porter2: `cry` to `cri`, but `say` stays.
  if (stem.length > 2 && /[^aeiou]y$/.test(stem)) stem = `${stem.slice(0, -1)}i`
  stem = replaced(stem, DOUBLE_SUFFIXES, 1)
  stem = replaced(stem, SINGLE_SUFFIXES, 1)
  stem = withoutEnding(stem)
  return withoutFinalE(stem)
}

const DOUBLE_SUFFIXES: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
]

const SINGLE_SUFFIXES: readonly (readonly [string, string])[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
]

const ENDINGS = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic ou'.split(' ')

/** Step 1a: `caresses` to `caress`, `ponies` to `poni`, `cats` to `cat`. */
function withoutPlural(word: string): string {
  if (/.(ss|i)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/** Step 1b: `agreed` to `agree`, `hopping` to `hop`, `filing` to `file`. */
function withoutPast(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  const stem = word.endsWith('ed') ? word.slice(0, -2) : word.endsWith('ing') ? word.slice(0, -3) : null
  if (stem === null || !hasVowel(stem)) return word
  if (/(at|bl|iz)$/.test(stem)) return `${stem}e`
  if (endsInDouble(stem) && !/[lsz]$/.test(stem)) return stem.slice(0, -1)
  return measure(stem) === 1 && endsInShort(stem) ? `${stem}e` : stem
}

/** Steps 2 and 3: the first suffix that fits is replaced if enough of a word stands before it. */
function replaced(word: string, suffixes: readonly (readonly [string, string])[], least: number): string {
  const pair = suffixes.find(([suffix]) => word.endsWith(suffix))
  if (pair === undefined) return word
  const stem = word.slice(0, -pair[0].length)
  return measure(stem) >= least ? stem + pair[1] : word
}

/** Step 4: `adjustment` to `adjust`, `adoption` to `adopt`. */
function withoutEnding(word: string): string {
  const ending = ENDINGS.find((suffix) => word.endsWith(suffix))
  if (ending === undefined) return word
  const stem = word.slice(0, -ending.length)
  return measure(stem) > 1 && (ending !== 'ion' || /[st]$/.test(stem)) ? stem : word
}

/** Step 5: `probate` to `probat`, `controll` to `control`. */
function withoutFinalE(word: string): string {
  let stem = word
  if (word.endsWith('e')) {
    const rest = word.slice(0, -1)
    const count = measure(rest)
    if (count > 1 || (count === 1 && !endsInShort(rest))) stem = rest
  }
  return stem.endsWith('ll') && measure(stem) > 1 ? stem.slice(0, -1) : stem
}

/** The word as a pattern of `v` and `c`; y is a vowel after a consonant. */
function pattern(word: string): string {
  let sounds = ''
  for (let at = 0; at < word.length; at++) {
    const letter = word[at]!
    const isVowel = 'aeiou'.includes(letter) || (letter === 'y' && at > 0 && sounds[at - 1] === 'c')
    sounds += isVowel ? 'v' : 'c'
  }
  return sounds
}

/** How often a group of vowels is followed by a consonant: Porter's m. */
function measure(word: string): number {
  return pattern(word).match(/vc/g)?.length ?? 0
}

function hasVowel(word: string): boolean {
  return pattern(word).includes('v')
}

function endsInDouble(word: string): boolean {
  return word.length > 1 && word.at(-1) === word.at(-2) && pattern(word).endsWith('c')
}

/** Consonant, vowel, consonant, and the last not w, x or y: `hop`, `fil`. */
function endsInShort(word: string): boolean {
  return pattern(word).endsWith('cvc') && !/[wxy]$/.test(word)
}
