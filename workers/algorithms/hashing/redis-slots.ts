import { crc16 } from './crc16'
import { type InitialNodes, nodeEntries, type Placement, type SlotSteps } from './placement'
import { checkWeight } from './weight'

/** Slots of a Redis Cluster. */
export const slotCount = 16384

/** The slot of a key: CRC16 of its hash tag, or of all of it, modulo 16384. */
export function keySlot(key: string): number {
  return crc16(hashTag(key) ?? key) % slotCount
}

/**
 * The part of a key between its first `{` and the first `}` after it, so that keys with the same tag share a slot;
 * `null` when the key has no such part or it is empty (Redis Cluster specification, "Hash tags").
 */
export function hashTag(key: string): string | null {
  const open = key.indexOf('{')
  const close = open < 0 ? -1 : key.indexOf('}', open + 1)
  return close > open + 1 ? key.slice(open + 1, close) : null
}

/**
 * The fixed slot table of Redis Cluster: keys never change their slot, slots change their node.
 *
 * Initial nodes get contiguous ranges, as `redis-cli --cluster create` deals them. A node that joins takes from each
 * node what that has above its new due, lowest slots first; the slots of a node that leaves go to the nodes below
 * their due. (A real cluster moves slots only when an operator asks; this is the move asked for at once.)
 */
export class RedisSlots implements Placement {
  nodes: readonly string[]
  readonly #weights: Map<string, number>
  /** The node of each slot; empty without nodes. */
  #owners: string[] = []

  /** @throws RangeError when a weight is not a positive number */
  constructor(nodes: InitialNodes) {
    this.#weights = new Map(nodeEntries(nodes))
    this.nodes = [...this.#weights.keys()]
    for (const [node, weight] of this.#weights) checkWeight(node, weight)
    for (const [node, due] of this.#dues()) for (let slot = 0; slot < due; slot++) this.#owners.push(node)
  }

  locate(key: string): string | null {
    return this.#owners[keySlot(key)] ?? null
  }

  /** The node of a slot in [0, 16384). */
  locateSlot(slot: number): string | null {
    return this.#owners[slot] ?? null
  }

  explain(key: string): SlotSteps | null {
    const tag = hashTag(key)
    const hashed = tag ?? key
    const crc = crc16(hashed)
    const slot = crc % slotCount
    const node = this.locateSlot(slot)
    return node === null ? null : { kind: 'slot', key, hashed, isTagged: tag !== null, crc, slotCount, slot, node }
  }

  /** The node of every slot, for drawing; empty without nodes. */
  owners(): readonly string[] {
    return this.#owners
  }

  /** The slots of a node as ranges, both ends included. */
  ranges(node: string): { first: number; last: number }[] {
    const ranges: { first: number; last: number }[] = []
    this.#owners.forEach((owner, slot) => {
      if (owner !== node) return
      const range = ranges.at(-1)
      if (range?.last === slot - 1) range.last = slot
      else ranges.push({ first: slot, last: slot })
    })
    return ranges
  }

  add(node: string, weight = 1): void {
    checkWeight(node, weight)
    this.#weights.set(node, weight)
    const others = this.nodes.filter((other) => other !== node)
    this.nodes = [...this.#weights.keys()]
    if (others.length === 0) {
      this.#owners = new Array<string>(slotCount).fill(node)
      return
    }
    this.#handOver(others, [node])
    this.#handOver([node], others)
  }

  remove(node: string): void {
    if (!this.#weights.delete(node)) return
    this.nodes = [...this.#weights.keys()]
    if (this.nodes.length === 0) this.#owners = []
    else this.#handOver([node], this.nodes)
  }

  /** Moves slots from givers that have more than their due to takers that have less, until one side is content. */
  #handOver(givers: readonly string[], takers: readonly string[]): void {
    const excess = this.#excess()
    const waiting = takers.filter((taker) => (excess.get(taker) ?? 0) < 0)
    for (let slot = 0; slot < slotCount && waiting.length > 0; slot++) {
      const giver = this.#owners[slot] as string
      const surplus = excess.get(giver) as number
      if (surplus <= 0 || !givers.includes(giver)) continue
      const taker = waiting[0] as string
      const left = (excess.get(taker) as number) + 1
      this.#owners[slot] = taker
      excess.set(giver, surplus - 1)
      excess.set(taker, left)
      if (left === 0) waiting.shift()
    }
  }

  /** Slots above (positive) or below each node's due; a node that left is due none. */
  #excess(): Map<string, number> {
    const excess = new Map<string, number>()
    for (const owner of this.#owners) excess.set(owner, (excess.get(owner) ?? 0) + 1)
    for (const [node, due] of this.#dues()) excess.set(node, (excess.get(node) ?? 0) - due)
    return excess
  }

  /** Slots due to each node by weight: the ranges between rounded cumulative shares. */
  #dues(): Map<string, number> {
    const total = [...this.#weights.values()].reduce((sum, weight) => sum + weight, 0)
    const dues = new Map<string, number>()
    let cumulative = 0
    let first = 0
    for (const [node, weight] of this.#weights) {
      cumulative += weight
      const next = Math.round((slotCount * cumulative) / total)
      dues.set(node, next - first)
      first = next
    }
    return dues
  }
}
