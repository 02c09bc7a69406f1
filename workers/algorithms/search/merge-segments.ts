import type { SegmentView } from './segment'
import { type Segment, sealed } from './segment'

/**
 * One segment of what is alive in several that follow one another. Documents keep their order, so that the tie of two
 * equal scores falls as before.
 */
export function mergeSegments(views: readonly SegmentView[]): Segment {
  const numbers = views.map(newNumbers(views))
  const terms = [...new Set(views.flatMap(({ segment }) => segment.terms))].sort((a, b) => (a < b ? -1 : 1))
  const most = views.reduce((sum, { segment }) => sum + segment.docs.length, 0)
  const docs = new Uint32Array(most)
  const frequencies = new Uint16Array(most)
  const positions = new Uint16Array(views.reduce((sum, { segment }) => sum + segment.positions.length, 0))
  const places = views.map(() => 0)
  const reads = views.map(() => 0)
  const kept: string[] = []
  const starts: number[] = [0]
  let posting = 0
  let position = 0
  for (const term of terms) {
    views.forEach(({ segment }, index) => {
      const place = places[index]!
      if (segment.terms[place] !== term) return
      places[index] = place + 1
      for (let at = segment.starts[place]!; at < segment.starts[place + 1]!; at++) {
        const read = reads[index]!
        const frequency = segment.frequencies[at]!
        reads[index] = read + frequency
        const doc = numbers[index]![segment.docs[at]!]!
        if (doc === -1) continue
        docs[posting] = doc
        frequencies[posting++] = frequency
        positions.set(segment.positions.subarray(read, read + frequency), position)
        position += frequency
      }
    })
    if (posting === starts[starts.length - 1]) continue
    kept.push(term)
    starts.push(posting)
  }
  return sealed({
    ...aliveDocuments(views),
    terms: kept,
    starts: Uint32Array.from(starts),
    docs: docs.slice(0, posting),
    frequencies: frequencies.slice(0, posting),
    positions: positions.slice(0, position),
  })
}

/** The number of each document in the merged segment; −1 for a dead one. */
function newNumbers(views: readonly SegmentView[]): (view: SegmentView, index: number) => Int32Array {
  return (view, index) => {
    let next = views.slice(0, index).reduce((sum, { documents }) => sum + documents, 0)
    return Int32Array.from(view.segment.ids, (_, doc) => (view.isAlive(doc) ? next++ : -1))
  }
}

function aliveDocuments(views: readonly SegmentView[]): Pick<Segment, 'ids' | 'sequences' | 'lengths'> {
  const ids: string[] = []
  const sequences: number[] = []
  const lengths: number[] = []
  for (const view of views) {
    const { segment } = view
    for (let doc = 0; doc < segment.ids.length; doc++) {
      if (!view.isAlive(doc)) continue
      ids.push(segment.ids[doc]!)
      sequences.push(segment.sequences[doc]!)
      lengths.push(segment.lengths[doc]!)
    }
  }
  return { ids, sequences: Float64Array.from(sequences), lengths: Uint16Array.from(lengths) }
}
