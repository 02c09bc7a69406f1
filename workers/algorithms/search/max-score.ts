import type { Work } from './matching-docs'
import { BLOCK, type PostingList, seek } from './posting-list'
import type { SegmentView } from './segment'
import type { TermWeight } from './similarity'
import type { TopHits } from './top-hits'

const END = 0xffff_ffff

/**
 * The best documents that hold any of some terms, without scoring all: MaxScore (Turtle and Flood, “Query evaluation:
 * strategies and optimizations”, 1995) with bounds for blocks of postings (Ding and Suel, “Faster top-k document retrieval
 * using block-max indexes”, 2011). Lists that together cannot lift a document above the worst hit so far lead no more;
 * they are only asked about documents that the other lists bring.
 *
 * Scores are sums in the order of the query, and so are the bounds: in floating point, too, no bound is below a score.
 */
export class MaxScore {
  private readonly at: Int32Array
  /** The most that any document can get from each list. */
  private readonly bounds: Float64Array
  /** Lists with postings, the one with the lowest bound first. */
  private readonly order: number[]
  /** The most that the first lists of `order`, up to this one, give together. */
  private readonly reach: number[]
  /** What the document in hand has from each list, or can have at most. Summed in the order of the query. */
  private readonly shares: Float64Array
  /** How many lists of `order` no longer lead. */
  private idle = 0

  constructor(
    private readonly view: SegmentView,
    private readonly lists: readonly PostingList[],
    private readonly weights: readonly TermWeight[],
    private readonly top: TopHits,
    private readonly work: Work,
  ) {
    this.at = Int32Array.from(lists, ({ from }) => from)
    this.shares = new Float64Array(lists.length)
    this.bounds = Float64Array.from(lists, (list, index) => greatestShare(list, weights[index]!))
    this.order = lists.map((_, index) => index).filter((index) => this.bounds[index]! > 0)
    this.order.sort((a, b) => this.bounds[a]! - this.bounds[b]! || a - b)
    this.reach = this.order.map((list) => {
      this.shares[list] = this.bounds[list]!
      return this.sum()
    })
  }

  run(): void {
    const { order, reach, top } = this
    for (;;) {
      while (this.idle < order.length && reach[this.idle]! <= top.threshold) this.idle++
      if (this.idle === order.length) return
      if (this.idle === order.length - 1) this.passBlocks()
      const doc = this.nextDoc()
      if (doc === END) return
      if (this.view.isAlive(doc)) this.weighDoc(doc)
      else this.passDoc(doc)
    }
  }

  /** With one list left to lead: whole blocks whose best document could not get in are passed by. */
  private passBlocks(): void {
    const list = this.order[this.idle]!
    const { from, to, firstBlock, blockFrequency, blockLength } = this.lists[list]!
    let at = this.at[list]!
    while (at < to && (at - from) % BLOCK === 0) {
      const block = firstBlock + (at - from) / BLOCK
      this.expectIdle()
      this.shares[list] = this.weights[list]!.share(blockFrequency[block]!, blockLength[block]!)
      if (this.sum() > this.top.threshold) break
      at += BLOCK
    }
    this.at[list] = Math.min(at, to)
  }

  /** The first document of the lists that lead. */
  private nextDoc(): number {
    let doc = END
    for (let place = this.idle; place < this.order.length; place++) {
      const list = this.order[place]!
      const at = this.at[list]!
      const { docs, to } = this.lists[list]!
      if (at < to && docs[at]! < doc) doc = docs[at]!
    }
    return doc
  }

  private passDoc(doc: number): void {
    for (let place = this.idle; place < this.order.length; place++) {
      const list = this.order[place]!
      const at = this.at[list]!
      const { docs, to } = this.lists[list]!
      if (at >= to || docs[at] !== doc) continue
      this.at[list] = at + 1
      this.work.touched++
    }
  }

  private weighDoc(doc: number): void {
    const { shares, order, top, work } = this
    const length = this.view.segment.lengths[doc]!
    this.expectIdle()
    for (let place = this.idle; place < order.length; place++) {
      const list = order[place]!
      const at = this.at[list]!
      const { docs, frequencies, to } = this.lists[list]!
      const isHere = at < to && docs[at] === doc
      shares[list] = isHere ? this.weights[list]!.share(frequencies[at]!, length) : 0
      if (!isHere) continue
      this.at[list] = at + 1
      work.touched++
    }
    for (let place = this.idle - 1; place >= 0; place--) {
      if (this.sum() <= top.threshold) return
      this.askIdle(order[place]!, doc, length)
    }
    const score = this.sum()
    work.scored++
    if (score > top.threshold) top.offer(this.view.segment.ids[doc]!, score, this.view.segment.sequences[doc]!)
  }

  /** Seeks a document in a list that does not lead. */
  private askIdle(list: number, doc: number, length: number): void {
    const { docs, frequencies, to } = this.lists[list]!
    const at = seek(docs, this.at[list]!, to, doc)
    this.at[list] = at
    const isHere = at < to && docs[at] === doc
    this.shares[list] = isHere ? this.weights[list]!.share(frequencies[at]!, length) : 0
    if (at < to) this.work.touched++
  }

  /** Of the lists that do not lead, the most that they can give. */
  private expectIdle(): void {
    for (let place = 0; place < this.idle; place++) {
      const list = this.order[place]!
      this.shares[list] = this.bounds[list]!
    }
  }

  private sum(): number {
    const { shares } = this
    let sum = 0
    for (let list = 0; list < shares.length; list++) sum += shares[list]!
    return sum
  }
}

function greatestShare({ from, to, firstBlock, blockFrequency, blockLength }: PostingList, weight: TermWeight): number {
  let greatest = 0
  const blocks = Math.ceil((to - from) / BLOCK)
  for (let block = firstBlock; block < firstBlock + blocks; block++)
    greatest = Math.max(greatest, weight.share(blockFrequency[block]!, blockLength[block]!))
  return greatest
}
