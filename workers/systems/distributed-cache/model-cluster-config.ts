import { slotCount } from '../../algorithms/hashing/redis-slots'
import { SlotRedirection } from '../../algorithms/sharding/slot-redirection'

/** Slots of one node as ranges, both ends included. */
export type SlotRange = readonly [first: number, last: number]

/** What a node says it has, by which epoch. Of two claims to a slot the greater epoch counts. */
export type Claim = { readonly owner: string; readonly epoch: number; readonly slots: readonly SlotRange[] }

export const MIGRATION_ROUND = 1_024

/** What a node of the cluster keeps in its nodes.conf, which outlives a crash. */
export class ClusterConfig {
  readonly slots: SlotRedirection
  /** The greatest epoch that it has heard of. */
  epoch: number
  /** The last one that it has voted in. */
  lastVote = 0
  boots = 0
  readonly #epochs: Map<string, number>
  /** Counted anew when slots have another owner. */
  #primaries: readonly string[] | null = null

  constructor(
    readonly self: string,
    claims: readonly Claim[],
    /** The primary whose copy it keeps; null for one that has slots of its own, or none yet. */
    public follows: string | null,
  ) {
    this.slots = new SlotRedirection(self, ownersOf(claims))
    this.#epochs = new Map(claims.map(({ owner, epoch }) => [owner, epoch]))
    this.epoch = Math.max(0, ...this.#epochs.values())
  }

  /** Those that have slots. */
  get primaries(): readonly string[] {
    this.#primaries ??= [...new Set(this.slots.owners())].filter((owner) => owner !== null)
    return this.#primaries
  }

  get majority(): number {
    return Math.floor(this.primaries.length / 2) + 1
  }

  slotsOf(owner: string): number[] {
    const slots: number[] = []
    const owners = this.slots.owners()
    for (let slot = 0; slot < owners.length; slot++) if (owners[slot] === owner) slots.push(slot)
    return slots
  }

  claimOf(owner: string): Claim {
    return { owner, epoch: this.epochOf(owner), slots: rangesOf(this.slotsOf(owner)) }
  }

  /** This node has these slots from now on, by an epoch greater than all it knows. */
  takes(slots: readonly number[]): Claim {
    this.epoch++
    return this.#owns(slots)
  }

  /** As `takes`, by an epoch that a majority has agreed to. */
  takesBy(epoch: number, slots: readonly number[]): Claim {
    this.epoch = Math.max(this.epoch, epoch)
    return this.#owns(slots, epoch)
  }

  /** @returns how many slots have another owner now */
  adopt({ owner, epoch, slots }: Claim): number {
    this.epoch = Math.max(this.epoch, epoch)
    this.#primaries = null
    let changed = 0
    for (const slot of slotsIn(slots)) {
      const before = this.slots.owner(slot)
      if (before === owner || (before !== null && !isNewer({ owner, epoch }, before, this.epochOf(before)))) continue
      this.slots.settles(slot, owner)
      changed++
    }
    this.#epochs.set(owner, Math.max(this.epochOf(owner), epoch))
    return changed
  }

  epochOf(node: string): number {
    return this.#epochs.get(node) ?? 0
  }

  #owns(slots: readonly number[], epoch = this.epoch): Claim {
    this.#primaries = null
    for (const slot of slots) this.slots.settles(slot, this.self)
    this.#epochs.set(this.self, epoch)
    return this.claimOf(this.self)
  }
}

/** Of two claims the greater epoch counts, and of equal ones the greater name, so that all come to the same view. */
export function isNewer(
  { owner, epoch }: Pick<Claim, 'owner' | 'epoch'>,
  before: string,
  beforeEpoch: number,
): boolean {
  return epoch > beforeEpoch || (epoch === beforeEpoch && owner > before)
}

export function rangesOf(slots: readonly number[]): SlotRange[] {
  const ranges: [number, number][] = []
  for (const slot of slots) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === slot - 1) last[1] = slot
    else ranges.push([slot, slot])
  }
  return ranges
}

export function slotsIn(ranges: readonly SlotRange[]): number[] {
  const slots: number[] = []
  for (const [first, last] of ranges) for (let slot = first; slot <= last; slot++) slots.push(slot)
  return slots
}

function ownersOf(claims: readonly Claim[]): (string | null)[] {
  const owners = new Array<string | null>(slotCount).fill(null)
  for (const { owner, slots } of claims) for (const [first, last] of slots) owners.fill(owner, first, last + 1)
  return owners
}
