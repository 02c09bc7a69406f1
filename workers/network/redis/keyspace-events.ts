/**
 * Classes of keyspace events, as notify-keyspace-events names them: generic, string, list, set, hash, zset, expired,
 * evicted, stream, key misses, new keys.
 */
export type EventClass = 'g' | '$' | 'l' | 's' | 'h' | 'z' | 'x' | 'e' | 't' | 'm' | 'n'

/** What `A` stands for, in the order in which Redis writes it out; misses and new keys are not in it. */
const ALL = 'g$lshzxetd'

/** @returns the letters without `A`, or null when one is unknown */
export function parseEventClasses(text: string): Set<string> | null {
  const letters = new Set<string>()
  for (const letter of text) {
    if (letter === 'A') for (const each of ALL) letters.add(each)
    else if (`${ALL}mnKE`.includes(letter)) letters.add(letter)
    else return null
  }
  return letters
}

/** As CONFIG GET writes them, which leaves out `n` beside `A`. */
export function eventClassesText(letters: ReadonlySet<string>): string {
  const has = (letter: string): string => (letters.has(letter) ? letter : '')
  const isAll = [...ALL].every((letter) => letters.has(letter))
  const main = isAll ? 'A' : [...'g$lshzxetdn'].map(has).join('')
  return `${main}${has('K')}${has('E')}${has('m')}`
}
