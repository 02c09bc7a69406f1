import { keySlot, slotCount } from '../hashing/redis-slots'

/** What a node of a Redis Cluster does with a command for some keys. */
export type SlotAnswer =
  | { readonly kind: 'serve' }
  /** The slot belongs to another node: ask there, now and from now on. */
  | { readonly kind: 'moved'; readonly slot: number; readonly to: string }
  /** The slot is on its way and this key has gone ahead: ask there, this once, with ASKING before it. */
  | { readonly kind: 'ask'; readonly slot: number; readonly to: string }
  /** Some of several keys are here and some are not. */
  | { readonly kind: 'try again' }
  | { readonly kind: 'cross slot' }
  /** Nobody serves the slot. */
  | { readonly kind: 'unbound' }

/**
 * The slots as one node of a Redis Cluster sees them: who has each, and which of them come in or go out. It decides as
 * `getNodeByQuery` of cluster.c of Redis 7.0 does (Redis Cluster specification, “Redirection and resharding”).
 */
export class SlotRedirection {
  readonly #owners: (string | null)[]
  /** Slots of this node that go to another one, key by key. */
  readonly #leaving = new Map<number, string>()
  /** Slots that come from another one. */
  readonly #coming = new Map<number, string>()

  /**
   * @param self the name of this node
   * @param owners who has each of the 16,384 slots, null for nobody
   * @throws RangeError when there are more or fewer
   */
  constructor(
    readonly self: string,
    owners: readonly (string | null)[],
  ) {
    if (owners.length !== slotCount) throw new RangeError(`A cluster has ${slotCount} slots, not ${owners.length}.`)
    this.#owners = [...owners]
  }

  owner(slot: number): string | null {
    return this.#owners[slot] ?? null
  }

  owners(): readonly (string | null)[] {
    return this.#owners
  }

  /** Slots that are on their way to or from this node. */
  get moving(): number {
    return this.#leaving.size + this.#coming.size
  }

  /** CLUSTER SETSLOT … MIGRATING: keys that are not here are asked for at `to`. */
  leaves(slot: number, to: string): void {
    this.#leaving.set(slot, to)
  }

  /** CLUSTER SETSLOT … IMPORTING: who says ASKING is served. */
  comes(slot: number, from: string): void {
    this.#coming.set(slot, from)
  }

  /** CLUSTER SETSLOT … NODE: the slot has an owner now, and is on its way no more. */
  settles(slot: number, owner: string | null): void {
    this.#owners[slot] = owner
    this.#leaving.delete(slot)
    this.#coming.delete(slot)
  }

  /**
   * @param keys of one command
   * @param isHere whether this node has a key
   * @param isAsking whether ASKING came before
   */
  route(keys: readonly string[], isHere: (key: string) => boolean, isAsking: boolean): SlotAnswer {
    const [first] = keys
    if (first === undefined) return { kind: 'serve' }
    const slot = keySlot(first)
    const owner = this.owner(slot)
    if (owner === null) return { kind: 'unbound' }
    if (keys.some((key) => keySlot(key) !== slot)) return { kind: 'cross slot' }
    const here = keys.filter(isHere).length
    const isMissing = here < keys.length
    const to = owner === this.self ? this.#leaving.get(slot) : undefined
    if (to !== undefined && isMissing) return here > 0 ? { kind: 'try again' } : { kind: 'ask', slot, to }
    if (to === undefined && isAsking && this.#coming.has(slot))
      return isMissing && keys.length > 1 ? { kind: 'try again' } : { kind: 'serve' }
    return owner === this.self ? { kind: 'serve' } : { kind: 'moved', slot, to: owner }
  }
}
