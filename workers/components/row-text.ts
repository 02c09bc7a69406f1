import type { Row, RowEntry } from '../algorithms/eviction/eviction-policy'

/** Words of a text at most; of a longer row it lists the first and the last keys. */
const SHOWN = 10
const LAST = 4

/**
 * A row of a policy as one short text, from the head to the end: keys with `:` and their count, if they have one, and `^`
 * before the key at the hand. `…` stands for what a long row leaves out.
 */
export function rowText({ entries, length, hand }: Row): string {
  const words: string[] = []
  let place = 0
  for (const entry of entries) {
    if (length <= SHOWN || place < SHOWN - LAST - 1 || place >= length - LAST) words.push(wordOf(entry, hand ?? null))
    else if (place === SHOWN - LAST - 1) words.push('…')
    place++
  }
  return words.join(' ')
}

function wordOf({ key, count }: RowEntry, hand: string | null): string {
  const word = count === null ? key : `${key}:${count}`
  return key === hand ? `^${word}` : word
}
