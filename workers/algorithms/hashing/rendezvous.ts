import { murmur3, murmur3Word } from './murmur3'
import { type InitialNodes, nodeEntries, type Placement, type RendezvousSteps } from './placement'
import { checkWholeWeight } from './weight'

/** A lookup scores a node as often as it weighs, so weights are kept small. */
const greatestWeight = 1000

/**
 * Rendezvous, or highest random weight (Thaler and Ravishankar, IEEE/ACM Transactions on Networking 6:1, 1998): every
 * node scores the key and the highest score owns it. No state but the names, shares as even as the hash, and a change
 * of nodes moves exactly the keys of the node that comes or goes; a lookup asks every node.
 *
 * A node of weight w scores w times and keeps its best, which wins w times as often; equal scores go to the lower name.
 */
export class Rendezvous implements Placement {
  nodes: readonly string[] = []
  readonly #weights: Map<string, number>
  /** By node name in code units, so that the first of equal scores is the answer. */
  #tickets: readonly { readonly node: string; readonly seed: number }[] = []

  /** @throws RangeError when a weight is not a whole number from 1 to 1000 */
  constructor(nodes: InitialNodes) {
    this.#weights = new Map(nodeEntries(nodes))
    for (const [node, weight] of this.#weights) checkWholeWeight(node, weight, greatestWeight)
    this.#deal()
  }

  locate(key: string): string | null {
    return this.locateHash(murmur3(key))
  }

  /** The node of a key whose hash, a 32-bit integer, is already known. */
  locateHash(hash: number): string | null {
    let best = -1
    let winner: string | null = null
    for (const { node, seed } of this.#tickets) {
      const score = murmur3Word(hash, seed)
      if (score > best) {
        best = score
        winner = node
      }
    }
    return winner
  }

  explain(key: string): RendezvousSteps | null {
    const hash = murmur3(key)
    const node = this.locateHash(hash)
    if (node === null) return null
    const scores = this.nodes.map((name) => ({ node: name, score: this.#score(hash, name) }))
    return { kind: 'rendezvous', key, hash, scores, node }
  }

  #score(hash: number, node: string): number {
    const own = this.#tickets.filter((ticket) => ticket.node === node)
    return own.reduce((best, { seed }) => Math.max(best, murmur3Word(hash, seed)), 0)
  }

  add(node: string, weight = 1): void {
    checkWholeWeight(node, weight, greatestWeight)
    this.#weights.set(node, weight)
    this.#deal()
  }

  remove(node: string): void {
    this.#weights.delete(node)
    this.#deal()
  }

  #deal(): void {
    this.nodes = [...this.#weights.keys()]
    const byName = [...this.#weights].sort(([a], [b]) => (a < b ? -1 : 1))
    this.#tickets = byName.flatMap(([node, weight]) =>
      Array.from({ length: weight }, (_, ticket) => ({ node, seed: murmur3(node, ticket) })),
    )
  }
}
