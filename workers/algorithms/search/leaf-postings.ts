import { placesNear, placesWithPrefix } from './near-terms'
import { NO_POSTINGS, type PostingList, postingList, seek } from './posting-list'
import type { Leaf } from './query'
import { positionsOf, postingsAt, type Segment, type SegmentView, termPlace } from './segment'

/** A leaf's postings in one segment, with what they cost and in how many living documents they are. */
export interface LeafPostings {
  readonly list: PostingList
  readonly alive: number
  /** Postings that were walked to find them; 0 for a term, whose list stands in the segment. */
  readonly touched: number
}

export function leafPostings(view: SegmentView, leaf: Leaf): LeafPostings {
  const { segment } = view
  switch (leaf.kind) {
    case 'term': {
      const place = termPlace(segment, leaf.term)
      return { list: postingsAt(segment, place), alive: view.documentsWith(place), touched: 0 }
    }
    case 'phrase':
      return counted(view, phrasePostings(segment, leaf.terms, leaf.offsets))
    case 'prefix':
      return counted(view, unionPostings(segment, placesWithPrefix(segment.terms, leaf.prefix)))
    case 'fuzzy':
      return counted(view, unionPostings(segment, placesNear(segment.terms, leaf.term, leaf.edits)))
  }
}

interface Found {
  readonly list: PostingList
  readonly touched: number
}

function counted(view: SegmentView, { list, touched }: Found): LeafPostings {
  return { list, alive: view.aliveIn(list), touched }
}

/** Documents that hold any of some terms; the frequency is the sum. */
function unionPostings(segment: Segment, places: readonly number[]): Found {
  const [only] = places
  if (only === undefined) return { list: NO_POSTINGS, touched: 0 }
  if (places.length === 1) return { list: postingsAt(segment, only), touched: 0 }
  const sums = new Uint16Array(segment.ids.length)
  let touched = 0
  for (const place of places) {
    const { docs, frequencies, from, to } = postingsAt(segment, place)
    touched += to - from
    for (let at = from; at < to; at++) sums[docs[at]!] = sums[docs[at]!]! + frequencies[at]!
  }
  const found: number[] = []
  for (let doc = 0; doc < sums.length; doc++) if (sums[doc]! > 0) found.push(doc)
  return {
    list: postingList(
      found,
      found.map((doc) => sums[doc]!),
      segment.lengths,
    ),
    touched,
  }
}

/**
 * Documents in which terms stand at given distances, and how often: the rarest term leads, the others are sought from one
 * document to the next, then positions are compared.
 */
function phrasePostings(segment: Segment, terms: readonly string[], offsets: readonly number[]): Found {
  const places = terms.map((term) => termPlace(segment, term))
  const lists = places.map((place) => postingsAt(segment, place))
  const lead = lists.reduce((rarest, list) => (list.to - list.from < rarest.to - rarest.from ? list : rarest))
  const cursors = lists.map(({ from }) => from)
  const docs: number[] = []
  const frequencies: number[] = []
  let touched = 0
  for (let at = lead.from; at < lead.to; at++) {
    const doc = lead.docs[at]!
    touched++
    const isEverywhere = lists.every((list, index) => {
      if (list === lead) {
        cursors[index] = at
        return true
      }
      touched++
      cursors[index] = seek(list.docs, cursors[index]!, list.to, doc)
      return cursors[index]! < list.to && list.docs[cursors[index]!] === doc
    })
    if (!isEverywhere) continue
    const frequency = countPhrase(segment, places, cursors, offsets)
    if (frequency === 0) continue
    docs.push(doc)
    frequencies.push(frequency)
  }
  return { list: postingList(docs, frequencies, segment.lengths), touched }
}

/** How often the positions of all postings stand at their distances. */
function countPhrase(
  segment: Segment,
  places: readonly number[],
  postings: readonly number[],
  offsets: readonly number[],
): number {
  const positions = postings.map((posting, index) => positionsOf(segment, places[index]!, posting))
  const next = positions.map(() => 0)
  let count = 0
  for (const first of positions[0]!) {
    const isHere = positions.every((own, index) => {
      const wanted = first + offsets[index]!
      while (next[index]! < own.length && own[next[index]!]! < wanted) next[index] = next[index]! + 1
      return own[next[index]!] === wanted
    })
    if (isHere) count++
  }
  return count
}
