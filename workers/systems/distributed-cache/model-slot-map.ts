import { keySlot } from '../../algorithms/hashing/redis-slots'
import { groupDigits } from '../../trace/sentence'
import type { ShardPicture } from '../glyphs'
import { type Claim, isNewer, slotsIn } from './model-cluster-config'

/** Who has which slot, as far as one client of a cluster has heard. */
export class SlotMap {
  readonly #owners: (string | null)[] = []
  /** By which epoch the owner of a slot has it. */
  readonly #epochs: number[] = []

  constructor(claims: readonly Claim[]) {
    this.adopt(claims)
  }

  locate(key: string): string | null {
    return this.#owners[keySlot(key)] ?? null
  }

  explain(): null {
    return null
  }

  /** A row for each two nodes with the same rows, named after the one that has the slots. */
  rows(nodes: readonly string[]): ShardPicture[] {
    const counts = new Map<string | null, number>()
    for (const owner of this.#owners) counts.set(owner, (counts.get(owner) ?? 0) + 1)
    return nodes
      .filter((node) => !node.endsWith('b'))
      .map((node) => {
        const shard = counts.has(`${node}b`) ? `${node}b` : node
        const slots = counts.get(shard) ?? 0
        return { shard, owns: slots === 0 ? 'no slots' : `${groupDigits(slots)} slots` }
      })
  }

  /** MOVED names no epoch: it is above that of the claim that it ends, and below the next one. */
  moved(slot: number, to: string): void {
    if (this.#owners[slot] === to) return
    this.#owners[slot] = to
    this.#epochs[slot] = Math.floor(this.#epochs[slot] ?? 0) + 0.5
  }

  /** A node may know less than another one: of two claims the greater epoch counts. @returns how many slots have another node now */
  adopt(claims: readonly Claim[]): number {
    let changed = 0
    for (const { owner, epoch, slots } of claims)
      for (const slot of slotsIn(slots)) {
        const before = this.#owners[slot] ?? null
        if (before !== null && !isNewer({ owner, epoch }, before, this.#epochs[slot] ?? 0)) continue
        if (before !== owner) changed++
        this.#owners[slot] = owner
        this.#epochs[slot] = epoch
      }
    return changed
  }
}
