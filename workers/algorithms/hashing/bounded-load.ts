import { type BoundedLoadSteps, type InitialNodes, nodeEntries, type Placement, type RingPoint } from './placement'
import { Ring, type RingOptions } from './ring'
import { stringHashes } from './string-hash'

/** How a ring with bounded loads places keys. */
export interface BoundedLoadOptions extends RingOptions {
  /** Greatest load of a node in percent of the average, a whole number of at least 100; 125 unless given. */
  readonly maximumPercent?: number
}

/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam, SODA 2018): a key walks clockwise from its
 * place on the ring to the first node with room. With m keys on n nodes no node ever holds more than
 * ceil(c · m / n) of them, c being `maximumPercent` / 100; a weighted node counts as often as it weighs.
 *
 * Unlike the other placements it remembers keys: `assign` when one arrives, `release` when it leaves. `locate` answers
 * where a held key is, and where any other would go if it came next. When keys leave, the bound falls and a node above
 * it passes its oldest keys on; when nodes change, all keys are placed anew in the order in which they came.
 */
export class BoundedLoad implements Placement {
  readonly #ring: Ring
  readonly #hash: (key: string) => number
  readonly #percent: number
  readonly #weights: Map<string, number>
  /** The node of each held key, `null` while there are no nodes. */
  readonly #nodeOf = new Map<string, string | null>()
  readonly #keysOf = new Map<string, Set<string>>()

  /** @throws RangeError when a weight is not a positive number or the bound is below 100 % */
  constructor(
    nodes: InitialNodes,
    { maximumPercent = 125, hash = stringHashes.murmur3, ...options }: BoundedLoadOptions = {},
  ) {
    if (!(Number.isInteger(maximumPercent) && maximumPercent >= 100)) {
      throw new RangeError(`The greatest load must be a whole percentage of at least 100, not ${maximumPercent}`)
    }
    this.#ring = new Ring(nodes, { hash, ...options })
    this.#hash = hash
    this.#percent = maximumPercent
    this.#weights = new Map(nodeEntries(nodes))
    this.#placeAll()
  }

  get nodes(): readonly string[] {
    return this.#ring.nodes
  }

  locate(key: string): string | null {
    return this.#nodeOf.get(key) ?? this.#firstWithRoom(key, this.#nodeOf.size + 1)
  }

  /** Takes a key in and answers its node, `null` without nodes; a held key stays where it is. */
  assign(key: string): string | null {
    const held = this.#nodeOf.get(key)
    if (held !== undefined) return held
    return this.#put(key, this.#nodeOf.size + 1)
  }

  /** Takes many keys in at once, in their order: the bound is the one of all keys from the first on. */
  assignAll(keys: readonly string[]): void {
    for (const key of keys) if (!this.#nodeOf.has(key)) this.#nodeOf.set(key, null)
    this.#placeAll()
  }

  /** Lets a key go; keys above the bound that is left move on. */
  release(key: string): void {
    const node = this.#nodeOf.get(key)
    if (node === undefined) return
    this.#nodeOf.delete(key)
    if (node === null) return
    this.#keysOf.get(node)?.delete(key)
    for (const [crowded, keys] of this.#keysOf) {
      const capacity = this.#capacity(crowded, this.#nodeOf.size)
      for (const moving of keys) {
        if (keys.size <= capacity) break
        keys.delete(moving)
        this.#put(moving, this.#nodeOf.size)
      }
    }
  }

  /** All points of the ring beneath, sorted by hash. */
  points(): RingPoint[] {
    return this.#ring.points()
  }

  /** How many keys a node holds. */
  load(node: string): number {
    return this.#keysOf.get(node)?.size ?? 0
  }

  /** How many keys a node may hold now. */
  capacity(node: string): number {
    return this.#weights.has(node) ? this.#capacity(node, this.#nodeOf.size) : 0
  }

  explain(key: string): BoundedLoadSteps | null {
    const node = this.locate(key)
    if (node === null) return null
    const isHeld = this.#nodeOf.has(key)
    const keys = isHeld ? this.#nodeOf.size : this.#nodeOf.size + 1
    const walk = this.#walkTo(key, node).map((at) => {
      const capacity = this.#capacity(at, keys)
      return { node: at, load: this.load(at), capacity, isFull: this.load(at) >= capacity }
    })
    return { kind: 'bounded-load', key, hash: this.#hash(key), isHeld, walk, node }
  }

  add(node: string, weight = 1): void {
    this.#ring.add(node, weight)
    this.#weights.set(node, weight)
    this.#placeAll()
  }

  remove(node: string): void {
    if (!this.#weights.delete(node)) return
    this.#ring.remove(node)
    this.#placeAll()
  }

  /** The nodes clockwise from a key up to one of them. */
  #walkTo(key: string, last: string): string[] {
    const met: string[] = []
    for (const node of this.#ring.successors(key)) {
      met.push(node)
      if (node === last) break
    }
    return met
  }

  #firstWithRoom(key: string, keys: number): string | null {
    for (const node of this.#ring.successors(key)) if (this.load(node) < this.#capacity(node, keys)) return node
    return null
  }

  #put(key: string, keys: number): string | null {
    const node = this.#firstWithRoom(key, keys)
    this.#nodeOf.set(key, node)
    if (node !== null) this.#keysOf.get(node)?.add(key)
    return node
  }

  #capacity(node: string, keys: number): number {
    let total = 0
    for (const weight of this.#weights.values()) total += weight
    return Math.ceil((this.#percent * keys * (this.#weights.get(node) as number)) / (100 * total))
  }

  #placeAll(): void {
    this.#keysOf.clear()
    for (const node of this.nodes) this.#keysOf.set(node, new Set())
    for (const key of this.#nodeOf.keys()) this.#put(key, this.#nodeOf.size)
  }
}
