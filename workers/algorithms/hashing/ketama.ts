import { md5 } from './md5'
import { type InitialNodes, nodeEntries, type Placement, type RingPoint, type RingSteps } from './placement'
import { PointTable } from './point-table'
import { checkWholeWeight } from './weight'

/** Points of a server of average weight; each MD5 digest gives four. */
const pointsPerServer = 160
const pointsPerDigest = 4

/** libmemcached keeps weights in 32 bits. */
const greatestWeight = 0xffffffff

/** Whose labels a ketama ring has. */
export interface KetamaOptions {
  /**
   * The port that is left out of a server's label: 11211, memcached's own, as libmemcached does it. With `null` the
   * port always stays, as in spymemcached and npm's hashring.
   */
  readonly defaultPort?: number | null
}

/**
 * Ketama as libmemcached has it with `MEMCACHED_BEHAVIOR_KETAMA_WEIGHTED`: it sends every key to the server to which
 * that library sends it, so clients of both can share one pool.
 *
 * A server `host:port` has the labels `host:port-0`, `host:port-1`…, without the port when it is `defaultPort`. Each
 * word of a label's MD5 digest is a point; a key's hash is the first word of its own. The number of points follows the
 * server's share of the total weight in single precision, as in C, so it depends on the others too: every change of
 * servers deals all points anew, and with unequal weights a few keys also move between servers that stay.
 * Equal points, which libmemcached leaves to its sort, go to the lower name.
 */
export class Ketama implements Placement {
  nodes: readonly string[] = []
  readonly #weights: Map<string, number>
  readonly #defaultPort: number | null
  #table = new PointTable()

  /** @throws RangeError when a weight is not a whole number from 1 to 2^32 − 1 */
  constructor(servers: InitialNodes, { defaultPort = 11211 }: KetamaOptions = {}) {
    this.#defaultPort = defaultPort
    this.#weights = new Map(nodeEntries(servers))
    for (const [node, weight] of this.#weights) checkWholeWeight(node, weight, greatestWeight)
    this.#deal()
  }

  locate(key: string): string | null {
    return this.#table.nodeAt(md5(key)[0])
  }

  /** The server of a key whose hash, an integer in [0, 2^32), is already known. */
  locateHash(hash: number): string | null {
    return this.#table.nodeAt(hash)
  }

  explain(key: string): RingSteps | null {
    return this.#table.count === 0 ? null : this.#table.explain(key, md5(key)[0])
  }

  /** All points, sorted by hash. */
  points(): RingPoint[] {
    return this.#table.points()
  }

  /** The exact fraction of the hash space of every server, in the order of `nodes`. */
  shares(): number[] {
    return this.#table.shares(this.nodes)
  }

  add(node: string, weight = 1): void {
    checkWholeWeight(node, weight, greatestWeight)
    this.#weights.set(node, weight)
    this.#deal()
  }

  remove(node: string): void {
    if (this.#weights.delete(node)) this.#deal()
  }

  #label(node: string): string {
    const port = `:${this.#defaultPort}`
    return node.endsWith(port) ? node.slice(0, -port.length) : node
  }

  #deal(): void {
    this.nodes = [...this.#weights.keys()]
    const total = [...this.#weights.values()].reduce((sum, weight) => sum + weight, 0)
    const entries = Array.from(this.#weights, ([node, weight]) => {
      return { node, hashes: pointHashes(this.#label(node), digestCount(weight, total, this.#weights.size)) }
    })
    this.#table = new PointTable(entries)
  }
}

/** Digests of a server, computed step by step in single precision like the C expression. */
function digestCount(weight: number, total: number, servers: number): number {
  const single = new Float32Array(1)
  const rounded = (value: number): number => {
    single[0] = value
    return single[0] as number
  }
  const share = rounded(rounded(weight) / rounded(total))
  const digests = rounded(rounded(rounded(share * pointsPerServer) / pointsPerDigest) * servers)
  return Math.floor(rounded(digests + 0.0000000001))
}

function pointHashes(label: string, digests: number): Uint32Array {
  const hashes = new Uint32Array(digests * pointsPerDigest)
  for (let digest = 0; digest < digests; digest++) hashes.set(md5(`${label}-${digest}`), digest * pointsPerDigest)
  return hashes
}
