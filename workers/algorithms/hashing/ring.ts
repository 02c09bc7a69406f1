import { type InitialNodes, nodeEntries, type Placement, type RingPoint, type RingSteps } from './placement'
import { PointTable } from './point-table'
import { type StringHash, stringHashes } from './string-hash'
import { checkWeight } from './weight'

/** How a ring places its points. */
export interface RingOptions {
  /** Points of a node of weight 1, 160 unless given. */
  readonly pointsPerNode?: number
  /** Hash of keys and of the labels `node-0`, `node-1`… of the points; MurmurHash3 unless given. */
  readonly hash?: StringHash
}

/**
 * Consistent hashing (Karger et al., STOC 1997): nodes and keys stand on one circle and a key belongs to the next
 * point clockwise. A node that joins takes keys, a node that leaves gives keys, and nobody else's keys move.
 *
 * With n nodes of V points each the coefficient of variation of the shares is √((n − 1) / (nV + 1)).
 */
export class Ring implements Placement {
  nodes: readonly string[]
  readonly #pointsPerNode: number
  readonly #hash: StringHash
  readonly #weights: Map<string, number>
  readonly #table: PointTable

  /** @throws RangeError when a weight is not a positive number */
  constructor(nodes: InitialNodes, { pointsPerNode = 160, hash = stringHashes.murmur3 }: RingOptions = {}) {
    this.#pointsPerNode = pointsPerNode
    this.#hash = hash
    this.#weights = new Map(nodeEntries(nodes))
    this.nodes = [...this.#weights.keys()]
    this.#table = new PointTable(
      Array.from(this.#weights, ([node, weight]) => ({ node, hashes: this.#pointHashes(node, weight) })),
    )
  }

  locate(key: string): string | null {
    return this.#table.nodeAt(this.#hash(key))
  }

  /** The node of a key whose hash, an integer in [0, 2^32), is already known. */
  locateHash(hash: number): string | null {
    return this.#table.nodeAt(hash)
  }

  explain(key: string): RingSteps | null {
    return this.#table.count === 0 ? null : this.#table.explain(key, this.#hash(key))
  }

  /** All nodes in the order in which they follow a key clockwise, its owner first. */
  successors(key: string): Generator<string> {
    return this.#table.nodesFrom(this.#hash(key))
  }

  /**
   * The first `count` distinct nodes clockwise from a key, its owner first: where its copies go (the preference list
   * of Dynamo, SOSP 2007, §4.3). Fewer when there are fewer nodes.
   */
  preference(key: string, count: number): string[] {
    const chosen: string[] = []
    for (const node of this.successors(key)) {
      if (chosen.length === count) break
      chosen.push(node)
    }
    return chosen
  }

  /** All points, sorted by hash. */
  points(): RingPoint[] {
    return this.#table.points()
  }

  /** The exact fraction of the hash space that a node owns; 0 for an unknown one. */
  share(node: string): number {
    return this.#table.shares([node])[0] as number
  }

  /** The exact fraction of the hash space of every node, in the order of `nodes`; they add up to 1. */
  shares(): number[] {
    return this.#table.shares(this.nodes)
  }

  /** Adds a node with `weight · pointsPerNode` points, at least one; the others keep theirs. */
  add(node: string, weight = 1): void {
    if (this.#weights.get(node) === weight) return
    const hashes = this.#pointHashes(node, weight)
    this.#table.remove(node)
    this.#table.add(node, hashes)
    this.#weights.set(node, weight)
    this.nodes = [...this.#weights.keys()]
  }

  remove(node: string): void {
    this.#table.remove(node)
    this.#weights.delete(node)
    this.nodes = [...this.#weights.keys()]
  }

  #pointHashes(node: string, weight: number): Uint32Array {
    checkWeight(node, weight)
    const hashes = new Uint32Array(Math.max(1, Math.round(weight * this.#pointsPerNode)))
    for (let replica = 0; replica < hashes.length; replica++) hashes[replica] = this.#hash(`${node}-${replica}`)
    return hashes
  }
}
