import { murmur3 } from './murmur3'
import { type InitialNodes, type MaglevSteps, nodeEntries, type Placement } from './placement'
import { checkWeight } from './weight'

/** Entries of the lookup table unless given: the smaller of the two primes in the paper. */
const defaultTableSize = 65537

const offsetSeed = 0x0ff5e7
const skipSeed = 0x5c1b

/**
 * Maglev hashing (Eisenbud et al., NSDI 2016, §3.4): nodes fill a table of prime size in turns, each in its own
 * permutation of the entries; a lookup is one probe. Shares differ by one turn at most, and a change of nodes moves
 * little more than it must, but unlike on a ring a few keys do move between nodes that stay.
 *
 * Nodes take turns in the order of their names, so that the order of arrival does not matter. A node of less than the
 * greatest weight sits out turns in proportion.
 */
export class Maglev implements Placement {
  nodes: readonly string[] = []
  readonly #weights: Map<string, number>
  readonly #table: Uint32Array
  /** Names by the numbers that the table holds. */
  #names: readonly string[] = []

  /**
   * @param tableSize a prime, far above the number of nodes
   * @throws RangeError when a weight is not a positive number, the size is no prime or there are more nodes than entries
   */
  constructor(nodes: InitialNodes, tableSize = defaultTableSize) {
    if (!isPrime(tableSize)) throw new RangeError(`The table size must be a prime number, not ${tableSize}`)
    this.#table = new Uint32Array(tableSize)
    this.#weights = new Map(nodeEntries(nodes))
    for (const [node, weight] of this.#weights) checkWeight(node, weight)
    this.#checkRoom(this.#weights.size)
    this.#fill()
  }

  locate(key: string): string | null {
    return this.locateHash(murmur3(key))
  }

  /** The node of a key whose hash, an integer in [0, 2^32), is already known. */
  locateHash(hash: number): string | null {
    return this.#names[this.#table[hash % this.#table.length] as number] ?? null
  }

  explain(key: string): MaglevSteps | null {
    const hash = murmur3(key)
    const node = this.locateHash(hash)
    return node === null
      ? null
      : { kind: 'maglev', key, hash, tableSize: this.#table.length, index: hash % this.#table.length, node }
  }

  /** The node of every entry of the table, for drawing. */
  entries(): string[] {
    return this.#names.length === 0 ? [] : Array.from(this.#table, (number) => this.#names[number] as string)
  }

  add(node: string, weight = 1): void {
    checkWeight(node, weight)
    if (!this.#weights.has(node)) this.#checkRoom(this.#weights.size + 1)
    this.#weights.set(node, weight)
    this.#fill()
  }

  remove(node: string): void {
    if (this.#weights.delete(node)) this.#fill()
  }

  #checkRoom(count: number): void {
    const size = this.#table.length
    if (count > size) throw new RangeError(`A table of ${size} entries is too small for ${count} nodes`)
  }

  #fill(): void {
    const size = this.#table.length
    this.nodes = [...this.#weights.keys()]
    this.#names = [...this.nodes].sort((a, b) => (a < b ? -1 : 1))
    fillTable(
      this.#table,
      this.#names.map((node) => ({
        offset: murmur3(node, offsetSeed) % size,
        skip: (murmur3(node, skipSeed) % (size - 1)) + 1,
        weight: this.#weights.get(node) as number,
      })),
    )
  }
}

/** A node's permutation of the entries, offset + i · skip modulo the size, and its weight. */
export interface Permutation {
  /** First entry, in [0, size). */
  readonly offset: number
  /** Step, in [1, size). */
  readonly skip: number
  readonly weight: number
}

/**
 * Fills a table of prime size: in turns every node takes the next free entry of its permutation. A node saves its
 * weight each turn and spends the greatest weight of all on an entry. Without nodes the table stays as it is.
 *
 * @param table receives for each entry the index of its node
 */
export function fillTable(table: Uint32Array, permutations: readonly Permutation[]): void {
  const size = table.length
  const taken = new Uint8Array(size)
  const next = permutations.map(({ offset }) => offset)
  const saved = permutations.map(() => 0)
  const price = permutations.reduce((most, { weight }) => Math.max(most, weight), 0)
  let free = permutations.length === 0 ? 0 : size
  while (free > 0) {
    for (let node = 0; node < permutations.length && free > 0; node++) {
      const { skip, weight } = permutations[node] as Permutation
      const purse = (saved[node] as number) + weight
      saved[node] = purse < price ? purse : purse - price
      if (purse < price) continue
      let entry = next[node] as number
      while (taken[entry] === 1) entry = (entry + skip) % size
      taken[entry] = 1
      table[entry] = node
      next[node] = entry
      free--
    }
  }
}

function isPrime(candidate: number): boolean {
  if (!Number.isInteger(candidate) || candidate < 2) return false
  for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) return false
  return true
}
