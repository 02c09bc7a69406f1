/** A found document. Equal scores stand in the order of writing. */
export interface Hit {
  readonly id: string
  readonly score: number
  readonly sequence: number
}

/** Whether `a` stands before `b`. */
export function isBefore(a: Hit, b: Hit): boolean {
  return a.score > b.score || (a.score === b.score && a.sequence < b.sequence)
}

/** The first `k` of lists that are each in order: how the answers of shards become one. */
export function mergeHits<T extends Hit>(lists: readonly (readonly T[])[], k: number): T[] {
  return lists
    .flat()
    .sort((a, b) => (isBefore(a, b) ? -1 : 1))
    .slice(0, k)
}

/** The best `k` of the documents that are offered, in a heap whose root is the worst of them. */
export class TopHits {
  private readonly heap: Hit[] = []
  /** A document that comes later must score above this to get in; below 0 while there is room. */
  threshold = -1

  /** @throws {RangeError} when k is no integer from 1 */
  constructor(readonly k: number) {
    if (!Number.isInteger(k) || k < 1) throw new RangeError(`The number of hits is an integer from 1, not ${k}.`)
  }

  /** Offers a document. Documents must be offered in the order of writing. */
  offer(id: string, score: number, sequence: number): void {
    const { heap } = this
    const hit = { id, score, sequence }
    if (heap.length < this.k) {
      heap.push(hit)
      this.rise(heap.length - 1)
    } else if (isBefore(hit, heap[0]!)) {
      heap[0] = hit
      this.sink()
    }
    if (heap.length === this.k) this.threshold = heap[0]!.score
  }

  /** The hits, the best first. */
  sorted(): Hit[] {
    return this.heap.toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
  }

  private rise(from: number): void {
    const { heap } = this
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(heap[parent]!, heap[at]!)) return
      this.swap(at, parent)
      at = parent
    }
  }

  private sink(): void {
    const { heap } = this
    let at = 0
    for (;;) {
      let worst = at
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < heap.length; child++)
        if (isBefore(heap[worst]!, heap[child]!)) worst = child
      if (worst === at) return
      this.swap(at, worst)
      at = worst
    }
  }

  private swap(a: number, b: number): void {
    const hit = this.heap[a]!
    this.heap[a] = this.heap[b]!
    this.heap[b] = hit
  }
}
