import { BoundedLoad } from '../../algorithms/hashing/bounded-load'
import { GuideRing } from '../../algorithms/hashing/guide-ring'
import { Jump } from '../../algorithms/hashing/jump'
import { Ketama } from '../../algorithms/hashing/ketama'
import { Maglev } from '../../algorithms/hashing/maglev'
import { Modulo } from '../../algorithms/hashing/modulo'
import type { Placement } from '../../algorithms/hashing/placement'
import { RedisSlots } from '../../algorithms/hashing/redis-slots'
import { Rendezvous } from '../../algorithms/hashing/rendezvous'
import { Ring } from '../../algorithms/hashing/ring'

/** What a placement is made from besides its nodes. */
export interface PlacementOptions {
  /** Points of each node on a ring that lets one choose. */
  readonly points: number
  /** Greatest number of keys on a node in percent of the mean, for bounded loads. */
  readonly boundPercent: number
  /** All keys there are, which bounded loads have to count. */
  readonly keys: readonly string[]
}

/** A placement by the id of its variant. */
export function createPlacement(variant: string, nodes: readonly string[], options: PlacementOptions): Placement {
  switch (variant) {
    case 'modulo':
      return new Modulo(nodes)
    case 'guide-ring':
      return new GuideRing(nodes)
    case 'ring':
      return new Ring(nodes, { pointsPerNode: options.points })
    case 'ketama':
      return new Ketama(nodes)
    case 'bounded':
      return createBounded(nodes, options)
    case 'rendezvous':
      return new Rendezvous(nodes)
    case 'jump':
      return new Jump(nodes)
    case 'maglev':
      return new Maglev(nodes)
    case 'slots':
      return new RedisSlots(nodes)
    default:
      throw new Error(`there is no placement ${variant}`)
  }
}

/** Placements in which a node that joins only takes keys and one that leaves only gives its own. */
export const MONOTONE: ReadonlySet<string> = new Set(['ring', 'guide-ring', 'ketama', 'rendezvous', 'slots'])

/** Placements whose answer depends on the order of changes, not only on who is there. */
export const REMEMBERING: ReadonlySet<string> = new Set(['jump', 'slots'])

function createBounded(nodes: readonly string[], { points, boundPercent, keys }: PlacementOptions): BoundedLoad {
  const placement = new BoundedLoad(nodes, { pointsPerNode: points, maximumPercent: boundPercent })
  placement.assignAll(keys)
  return placement
}
