import type { ModuloSteps, Placement } from './placement'
import { type StringHash, stringHashes } from './string-hash'

/**
 * Hash modulo the number of nodes: the simplest placement, even when the hash is good, and the one that moves
 * nearly every key when a node is added (`stayingFraction`). Weights are ignored.
 */
export class Modulo implements Placement {
  nodes: readonly string[]
  readonly #hash: StringHash

  constructor(nodes: readonly string[], hash: StringHash = stringHashes.murmur3) {
    this.nodes = [...new Set(nodes)]
    this.#hash = hash
  }

  locate(key: string): string | null {
    return this.locateHash(this.#hash(key))
  }

  /** The node of a key whose hash is already known. */
  locateHash(hash: number): string | null {
    return this.nodes[hash % this.nodes.length] ?? null
  }

  explain(key: string): ModuloSteps | null {
    const hash = this.#hash(key)
    const node = this.locateHash(hash)
    if (node === null) return null
    return { kind: 'modulo', key, hash, nodeCount: this.nodes.length, index: hash % this.nodes.length, node }
  }

  /** Adds a node at the end; a name that is already there stays where it is. */
  add(node: string): void {
    if (!this.nodes.includes(node)) this.nodes = [...this.nodes, node]
  }

  /** Removes a node; those after it move down by one. */
  remove(node: string): void {
    this.nodes = this.nodes.filter((other) => other !== node)
  }
}

/**
 * The share of all hashes that keep their index when `before` nodes become `after`: min(n, m) / lcm(n, m).
 * Of each lcm(n, m) consecutive hashes exactly the first min(n, m) leave the same remainder by both.
 */
export function stayingFraction(before: number, after: number): number {
  const leastCommonMultiple = (before / greatestCommonDivisor(before, after)) * after
  return Math.min(before, after) / leastCommonMultiple
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
