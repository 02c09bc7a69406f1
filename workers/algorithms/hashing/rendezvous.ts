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
  /** A seed for every time that a node scores, by name in code units, so that the first of equal scores wins. */
  #seeds = new Uint32Array(0)
  /** The node of each seed. */
  #scorers: readonly string[] = []

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
    const seeds = this.#seeds
    let best = -1
    let winner = -1
    for (let index = 0; index < seeds.length; index++) {
      const score = murmur3Word(hash, seeds[index] as number)
      if (score > best) {
        best = score
        winner = index
      }
    }
    return this.#scorers[winner] ?? null
  }

  explain(key: string): RendezvousSteps | null {
    const hash = murmur3(key)
    const node = this.locateHash(hash)
    if (node === null) return null
    const scores = this.nodes.map((name) => ({ node: name, score: this.#score(hash, name) }))
    return { kind: 'rendezvous', key, hash, scores, node }
  }

  #score(hash: number, node: string): number {
    const own = this.#seeds.filter((_, index) => this.#scorers[index] === node)
    return own.reduce((best, seed) => Math.max(best, murmur3Word(hash, seed)), 0)
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
    this.#scorers = byName.flatMap(([node, weight]) => new Array<string>(weight).fill(node))
    this.#seeds = Uint32Array.from(
      byName.flatMap(([node, weight]) => Array.from({ length: weight }, (_, time) => murmur3(node, time))),
    )
  }
}
