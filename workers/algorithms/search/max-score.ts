import type { Work } from './matching-docs'
import { BLOCK, type PostingList, seek } from './posting-list'
import type { SegmentView } from './segment'
import type { TermWeight } from './similarity'
import type { TopHits } from './top-hits'

/** Beyond every document, and a small integer in every engine. */
const END = 0x3fff_ffff

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
  /** The document at which each list stands. */
  private readonly heads: Int32Array
  /** The most that any document can get from each list. */
  private readonly bounds: Float64Array
  /** Lists with postings, the one with the lowest bound first. */
  private readonly order: number[]
  /** The most that the first lists of `order`, up to this one, give together. */
  private readonly reach: number[]
  /** What the document in hand has from each list, or can have at most. Summed in the order of the query. */
  private readonly shares: Float64Array
  /** Of lists that do not lead: the posting that was read last. */
  private readonly read: Int32Array
  /** How many lists of `order` no longer lead. */
  private idle = 0
  private touched = 0
  private scored = 0

  constructor(
    private readonly view: SegmentView,
    private readonly lists: readonly PostingList[],
    private readonly weights: readonly TermWeight[],
    private readonly top: TopHits,
  ) {
    this.at = Int32Array.from(lists, ({ from }) => from)
    this.heads = Int32Array.from(lists, ({ docs, from, to }) => (from < to ? docs[from]! : END))
    this.read = new Int32Array(lists.length).fill(-1)
    this.shares = new Float64Array(lists.length)
    this.bounds = Float64Array.from(lists, (list, index) => greatestShare(list, weights[index]!))
    this.order = lists.map((_, index) => index).filter((index) => this.bounds[index]! > 0)
    this.order.sort((a, b) => this.bounds[a]! - this.bounds[b]! || a - b)
    this.reach = this.order.map((list) => {
      this.shares[list] = this.bounds[list]!
      return this.sum()
    })
  }

  /** Offers the best documents to `top`, and adds what it took to `work`. */
  run(work: Work): void {
    const { order } = this
    this.retire()
    while (this.idle < order.length - 1) {
      const doc = this.nextDoc()
      if (doc === END) break
      this.weighDoc(doc)
      this.retire()
    }
    if (this.idle === order.length - 1) this.followOne(order[this.idle]!)
    work.touched += this.touched
    work.scored += this.scored
  }

  /** Lists that cannot bring a winner any more, even together, lead no longer. */
  private retire(): void {
    const { reach, top } = this
    while (this.idle < reach.length && reach[this.idle]! <= top.threshold) this.idle++
  }

  /** The first document of the lists that lead. */
  private nextDoc(): number {
    const { heads, order } = this
    let doc = END
    for (let place = this.idle; place < order.length; place++) {
      const head = heads[order[place]!]!
      if (head < doc) doc = head
    }
    return doc
  }

  /** One list leads: block by block, and blocks whose best document could not get in are passed by. */
  private followOne(list: number): void {
    const { shares, top } = this
    const { docs, frequencies, from, to, firstBlock, blockFrequency, blockLength } = this.lists[list]!
    const { lengths } = this.view.segment
    const weight = this.weights[list]!
    this.expectIdle()
    let at = this.at[list]!
    while (at < to && this.reach[this.idle]! > top.threshold) {
      const block = Math.floor((at - from) / BLOCK)
      const end = Math.min(to, from + (block + 1) * BLOCK)
      shares[list] = weight.share(blockFrequency[firstBlock + block]!, blockLength[firstBlock + block]!)
      if (this.sum() <= top.threshold) {
        at = end
        continue
      }
      this.touched += end - at
      for (; at < end; at++) {
        const doc = docs[at]!
        shares[list] = weight.share(frequencies[at]!, lengths[doc]!)
        const most = this.sum()
        if (most > top.threshold) this.finish(doc, most)
      }
    }
  }

  private weighDoc(doc: number): void {
    const { shares, order, heads, at } = this
    const length = this.view.segment.lengths[doc]!
    this.expectIdle()
    for (let place = this.idle; place < order.length; place++) {
      const list = order[place]!
      if (heads[list] !== doc) {
        shares[list] = 0
        continue
      }
      const own = this.lists[list]!
      const here = at[list]!
      const next = here + 1
      shares[list] = this.weights[list]!.share(own.frequencies[here]!, length)
      at[list] = next
      heads[list] = next < own.to ? own.docs[next]! : END
      this.touched++
    }
    const most = this.sum()
    if (most > this.top.threshold) this.finish(doc, most)
  }

  /**
   * The leading lists' shares are known and the others' are bounds: asks these, as long as the document can still win.
   * @param most what it can have at most
   */
  private finish(doc: number, most: number): void {
    const { view, top } = this
    if (!view.isAlive(doc)) return
    let place = this.idle - 1
    let sum = most
    for (; place >= 0 && sum > top.threshold; place--) {
      this.askIdle(this.order[place]!, doc)
      sum = this.sum()
    }
    if (place < 0) this.scored++
    if (sum > top.threshold) top.offer(view.segment.ids[doc]!, sum, view.segment.sequences[doc]!)
    this.expectIdle()
  }

  /** Seeks a document in a list that does not lead. */
  private askIdle(list: number, doc: number): void {
    const { docs, frequencies, to } = this.lists[list]!
    const at = seek(docs, this.at[list]!, to, doc)
    this.at[list] = at
    const isHere = at < to && docs[at] === doc
    this.shares[list] = isHere ? this.weights[list]!.share(frequencies[at]!, this.view.segment.lengths[doc]!) : 0
    if (at === to || at === this.read[list]) return
    this.read[list] = at
    this.touched++
  }

  /** Of the lists that do not lead, the most that they can give. */
  private expectIdle(): void {
    const { order, shares, bounds } = this
    for (let place = 0; place < this.idle; place++) shares[order[place]!] = bounds[order[place]!]!
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
