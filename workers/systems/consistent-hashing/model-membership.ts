import type { Placement } from '../../algorithms/hashing/placement'

/** How many keys moved from one node to another; null stands for no node at all. */
export type KeyMovement = { readonly from: string | null; readonly to: string | null; readonly keys: number }

export interface MembershipChange {
  readonly kind: 'joined' | 'left'
  readonly node: string
  /** Movements by pair of nodes, in the order in which the keys first show them. */
  readonly movements: readonly KeyMovement[]
  /** How many keys moved. */
  readonly moved: number
}

/**
 * Which cache nodes take part. It is configuration of the application, so it outlives a crash, and a crash of a cache
 * node does not change it: somebody has to.
 */
export class Membership {
  /** Raised by every change. */
  version = 0
  lastChange: MembershipChange | null = null

  constructor(
    readonly placement: Placement,
    readonly keys: readonly string[],
  ) {}

  has(node: string): boolean {
    return this.placement.nodes.includes(node)
  }

  join(node: string): MembershipChange {
    return this.change('joined', node, () => this.placement.add(node))
  }

  leave(node: string): MembershipChange {
    return this.change('left', node, () => this.placement.remove(node))
  }

  /** The owner of every key, in the order of `keys`. */
  owners(): (string | null)[] {
    return this.keys.map((key) => this.placement.locate(key))
  }

  private change(kind: MembershipChange['kind'], node: string, apply: () => void): MembershipChange {
    const before = this.owners()
    apply()
    const movements = movementsBetween(before, this.owners())
    const moved = movements.reduce((sum, movement) => sum + movement.keys, 0)
    this.version++
    this.lastChange = { kind, node, movements, moved }
    return this.lastChange
  }
}

/** The keys that changed hands between two lists of owners, by pair of nodes. */
export function movementsBetween(before: readonly (string | null)[], after: readonly (string | null)[]): KeyMovement[] {
  const movements = new Map<string, { from: string | null; to: string | null; keys: number }>()
  for (const [index, from] of before.entries()) {
    const to = after[index] ?? null
    if (from === to) continue
    const pair = JSON.stringify([from, to])
    const movement = movements.get(pair) ?? { from, to, keys: 0 }
    movement.keys++
    movements.set(pair, movement)
  }
  return [...movements.values()]
}
