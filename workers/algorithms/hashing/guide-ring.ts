import { guideStringHash } from './guide-string-hash'
import { type ComparedPoint, comparedShown, type Placement, type RingPoint, type RingSteps } from './placement'

/** Points of each node on the guide's ring. */
const pointsPerNode = 100

/** Hashes of the guide lie in [0, 2^31]. */
const guideSpace = 0x8000_0001

/**
 * The ring as in the guide: 100 points `id-0`…`id-99` a node by the guide's string hash, sorted, and a scan from the
 * lowest point to the first that is not below the key's hash, else back to the first. Equal hashes keep the order in
 * which the nodes were given. Weights are ignored.
 *
 * The rule is a ring's, the hash is not: the points of a node stand in a few clumps, and keys that differ only in
 * their last characters stand in one, so whole workloads fall to one node.
 *
 * The guide builds and sorts the ring anew for every lookup. The points are kept here, as the answers are the same;
 * `explain` still counts them in `pointsBuilt`, so that a system can charge for them.
 */
export class GuideRing implements Placement {
  nodes: readonly string[]
  #points: readonly RingPoint[]

  constructor(nodes: readonly string[]) {
    this.nodes = [...new Set(nodes)]
    this.#points = pointsOf(this.nodes)
  }

  locate(key: string): string | null {
    return this.#points[this.#scan(guideStringHash(key)).index]?.node ?? null
  }

  explain(key: string): RingSteps | null {
    const hash = guideStringHash(key)
    const { index, comparisons } = this.#scan(hash)
    const point = this.#points[index]
    if (point === undefined) return null
    return {
      kind: 'ring',
      key,
      hash,
      space: guideSpace,
      pointCount: this.#points.length,
      bucket: null,
      comparisons,
      compared: this.#compared(comparisons, hash),
      point: { index, ...point },
      isWrapped: point.hash < hash,
      pointsBuilt: this.#points.length,
      node: point.node,
    }
  }

  /** All points, sorted by hash. */
  points(): readonly RingPoint[] {
    return this.#points
  }

  add(node: string): void {
    if (this.nodes.includes(node)) return
    this.nodes = [...this.nodes, node]
    this.#points = pointsOf(this.nodes)
  }

  remove(node: string): void {
    this.nodes = this.nodes.filter((other) => other !== node)
    this.#points = pointsOf(this.nodes)
  }

  #scan(hash: number): { index: number; comparisons: number } {
    // @flaw From the first point on, one by one, where a binary search needs nine comparisons for 400 points.
    for (let index = 0; index < this.#points.length; index++) {
      if (hash <= (this.#points[index] as RingPoint).hash) return { index, comparisons: index + 1 }
    }
    return { index: 0, comparisons: this.#points.length }
  }

  #compared(comparisons: number, hash: number): ComparedPoint[] {
    const first = Math.max(0, comparisons - comparedShown)
    return this.#points
      .slice(first, comparisons)
      .map((point, offset) => ({ index: first + offset, ...point, isBefore: point.hash < hash }))
  }
}

function pointsOf(nodes: readonly string[]): RingPoint[] {
  const points: RingPoint[] = []
  for (const node of nodes) {
    // @flaw This hash does not mix: the points of a node stand in a clump, so one node owns nearly all keys.
    for (let replica = 0; replica < pointsPerNode; replica++)
      points.push({ hash: guideStringHash(`${node}-${replica}`), node, replica })
  }
  return points.sort((a, b) => a.hash - b.hash)
}
