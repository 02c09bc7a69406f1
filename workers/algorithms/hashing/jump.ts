import { murmur3 } from './murmur3'
import type { JumpSteps, Placement } from './placement'

// The multiplier 2862933555777941757 of the generator, in two halves and the lower half again in two.
const multiplierHigh = 0x27bb2ee6
const multiplierLow = 0x87b0b0fd
const multiplierLowTop = 0x87b0
const multiplierLowBottom = 0xb0fd

/**
 * Jump consistent hash (Lamping and Veach, 2014, arXiv:1406.2294): from 64 bits of key to a bucket in [0, buckets),
 * even, without any memory, in about ln(buckets) steps. From n to n + 1 buckets one key in n + 1 moves, to the new one.
 *
 * @param high upper 32 bits of the key
 * @param low lower 32 bits of the key
 * @param visited receives the bucket of every jump, the last one being the answer
 */
export function jumpHash(high: number, low: number, buckets: number, visited?: number[]): number {
  let top = high >>> 0
  let bottom = low >>> 0
  let bucket = 0
  let next = 0
  while (next < buckets) {
    bucket = next
    visited?.push(bucket)
    // One step of the 64-bit generator; the upper half of bottom × multiplierLow is exact in a double, in two parts.
    const small = bottom * multiplierLowBottom
    const carry = Math.floor((Math.floor(small / 0x10000) + bottom * multiplierLowTop) / 0x10000)
    top = (carry + Math.imul(top, multiplierLow) + Math.imul(bottom, multiplierHigh)) >>> 0
    bottom = (Math.imul(bottom, multiplierLow) + 1) >>> 0
    if (bottom === 0) top = (top + 1) >>> 0
    next = Math.floor((bucket + 1) * (0x80000000 / ((top >>> 1) + 1)))
  }
  return bucket
}

/**
 * Jump hash with named nodes: bucket i is the i-th node. It can only grow and shrink at the end, so it suits numbered
 * shards. When another node goes, the last one takes its number: then about two keys in n move instead of one.
 * Weights are ignored.
 */
export class Jump implements Placement {
  nodes: readonly string[]

  constructor(nodes: readonly string[]) {
    this.nodes = [...new Set(nodes)]
  }

  locate(key: string): string | null {
    return this.locateHash(murmur3(key, 1), murmur3(key))
  }

  /** The node of a key whose 64 bits of hash are already known, in two halves. */
  locateHash(high: number, low: number): string | null {
    return this.nodes[jumpHash(high, low, this.nodes.length)] ?? null
  }

  explain(key: string): JumpSteps | null {
    const high = murmur3(key, 1)
    const low = murmur3(key)
    const jumps: number[] = []
    const node = this.nodes[jumpHash(high, low, this.nodes.length, jumps)]
    return node === undefined ? null : { kind: 'jump', key, high, low, nodeCount: this.nodes.length, jumps, node }
  }

  /** Adds a node at the end; a name that is already there stays where it is. */
  add(node: string): void {
    if (!this.nodes.includes(node)) this.nodes = [...this.nodes, node]
  }

  remove(node: string): void {
    const index = this.nodes.indexOf(node)
    if (index < 0) return
    const last = this.nodes.at(-1) as string
    this.nodes = this.nodes.map((other) => (other === node ? last : other)).slice(0, -1)
  }
}
