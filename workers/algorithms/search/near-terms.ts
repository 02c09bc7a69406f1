import { termFloor } from './segment'

/** A prefix or a fuzzy word stands for at most this many terms of a segment, the first in code-unit order. */
export const MOST_TERMS = 1024

/** Places of the terms that begin with a prefix, ascending; at most 1,024. */
export function placesWithPrefix(terms: readonly string[], prefix: string): number[] {
  const places: number[] = []
  for (let place = termFloor(terms, prefix); places.length < MOST_TERMS; place++) {
    if (terms[place]?.startsWith(prefix) !== true) return places
    places.push(place)
  }
  return places
}

/**
 * Places of the terms within `edits` insertions, deletions and substitutions of a word (Levenshtein distance, in UTF-16
 * units), ascending; at most 1,024. The sorted terms are walked like a trie: a row of the distance table is shared by all
 * terms with the same beginning, and once no entry of a row is small enough all terms with that beginning are skipped.
 */
export function placesNear(terms: readonly string[], word: string, edits: number): number[] {
  const places: number[] = []
  const rows: Uint16Array[] = [Uint16Array.from({ length: word.length + 1 }, (_, index) => index)]
  let previous = ''
  let place = 0
  while (place < terms.length && places.length < MOST_TERMS) {
    const term = terms[place]!
    let depth = commonLength(previous, term)
    rows.length = depth + 1
    let isLost = false
    while (depth < term.length && !isLost) {
      rows.push(nextRow(rows[depth]!, word, term.charCodeAt(depth)))
      depth++
      isLost = rows[depth]!.every((distance) => distance > edits)
    }
    previous = term.slice(0, depth)
    if (isLost) {
      place = afterPrefix(terms, place, previous)
      continue
    }
    if (rows[depth]![word.length]! <= edits) places.push(place)
    place++
  }
  return places
}

/** Distances of the beginnings of `word` from a term's beginning that is one unit longer than that of `row`. */
function nextRow(row: Uint16Array, word: string, unit: number): Uint16Array {
  const next = new Uint16Array(row.length)
  next[0] = row[0]! + 1
  for (let index = 1; index < row.length; index++) {
    const substituted = row[index - 1]! + (word.charCodeAt(index - 1) === unit ? 0 : 1)
    next[index] = Math.min(substituted, row[index]! + 1, next[index - 1]! + 1)
  }
  return next
}

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}

/** The first place from `place` on whose term does not begin with `prefix`. */
function afterPrefix(terms: readonly string[], place: number, prefix: string): number {
  let low = place
  let high = terms.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (terms[middle]!.startsWith(prefix)) low = middle + 1
    else high = middle
  }
  return low
}
