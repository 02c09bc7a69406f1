import { leafPostings } from './leaf-postings'
import { seek } from './posting-list'
import type { Query } from './query'
import type { SegmentView } from './segment'

/** Documents of one segment, ascending, in a column from `from` up to and without `to`. Dead ones may be among them. */
export interface DocList {
  readonly docs: Uint32Array
  readonly from: number
  readonly to: number
}

/** How much was read. */
export interface Work {
  /** Postings that were read. */
  touched: number
  /** Documents whose score was reckoned to the end. */
  scored: number
}

/** The documents that fit a query, by set operations on ascending lists. */
export function matchingDocs(view: SegmentView, query: Query, work: Work): DocList {
  if (query.kind !== 'boolean') {
    const { list, touched } = leafPostings(view, query)
    work.touched += touched
    return list
  }
  const lists = (parts: readonly Query[]) => parts.map((part) => matchingDocs(view, part, work))
  const found = query.must.length > 0 ? intersection(lists(query.must), work) : union(lists(query.should), view, work)
  return lists(query.not).reduce((left, taken) => difference(left, taken, work), found)
}

/** The shortest list leads; in the others each of its documents is sought. */
function intersection(lists: readonly DocList[], work: Work): DocList {
  const [first, ...others] = lists.toSorted((a, b) => a.to - a.from - (b.to - b.from))
  return others.reduce((kept, other) => sifted(kept, other, true, work), first!)
}

function difference(from: DocList, taken: DocList, work: Work): DocList {
  return sifted(from, taken, false, work)
}

/** The documents of `list` that are, or are not, in `other`. */
function sifted(list: DocList, other: DocList, wanted: boolean, work: Work): DocList {
  const kept = new Uint32Array(list.to - list.from)
  let count = 0
  let at = other.from
  for (let index = list.from; index < list.to; index++) {
    const doc = list.docs[index]!
    at = seek(other.docs, at, other.to, doc)
    work.touched += at < other.to ? 2 : 1
    if ((at < other.to && other.docs[at] === doc) === wanted) kept[count++] = doc
  }
  return { docs: kept, from: 0, to: count }
}

/** By a bit a document: the cost is that of the lists, whatever their number. */
function union(lists: readonly DocList[], view: SegmentView, work: Work): DocList {
  if (lists.length === 1) return lists[0]!
  const isIn = new Uint8Array(view.segment.ids.length)
  let most = 0
  for (const { docs, from, to } of lists) {
    most += to - from
    for (let at = from; at < to; at++) isIn[docs[at]!] = 1
  }
  work.touched += most
  const found = new Uint32Array(Math.min(most, isIn.length))
  let count = 0
  for (let doc = 0; doc < isIn.length; doc++) if (isIn[doc] === 1) found[count++] = doc
  return { docs: found, from: 0, to: count }
}
