import { Modulo } from '../../algorithms/hashing/modulo'
import { RedisSlots } from '../../algorithms/hashing/redis-slots'
import { Ring } from '../../algorithms/hashing/ring'
import { stringHashes } from '../../algorithms/hashing/string-hash'
import type { InclusiveRange } from '../../algorithms/sharding/guide-ranges'
import { RangeMap } from '../../algorithms/sharding/range-map'
import type { Node } from '../../network/node'
import { PlacedShards } from './model-map-placed'
import { GuideRangeShards, RangeShards } from './model-map-ranges'

/** Which shard has which key. A map never changes; a shard that joins or leaves makes another one. */
export interface ShardMap {
  readonly shards: readonly string[]
  locate(key: string): string | null
  /** The shards that may have keys in [from, to): all but where neighbours in order, or keys of one tag, lie together. */
  spanned(from: string, to: string): readonly string[]
  /** Says which shard has the key, and why. */
  explain(key: string, node: Node): void
  /** What a shard owns, in a few words; nothing when it is no member. */
  owned(shard: string): string
  /**
   * The map with one shard more.
   * @param busiest the shard that a map of ranges splits @param rows its keys in order
   */
  grown(shard: string, busiest: string, rows: readonly string[]): ShardMap
  /**
   * The map without a shard; the same map when it has no way to do that.
   * @param rowsAt how many rows a shard has: of two neighbours that could take a range, the emptier one does
   */
  shrunk(shard: string, rowsAt: (shard: string) => number): ShardMap
}

export interface MapOptions {
  readonly shards: readonly string[]
  /** Points of each shard on a ring. */
  readonly points: number
  /** Where ranges begin and end. */
  readonly bounds: readonly InclusiveRange[]
}

/** The map of a variant. */
export function createMap(variant: string, { shards, points, bounds }: MapOptions): ShardMap {
  switch (variant) {
    case 'guide-hash':
      return new PlacedShards(() => new Modulo(shards, stringHashes.guide))
    case 'guide-range':
      return new GuideRangeShards(bounds)
    case 'hash':
      return new PlacedShards(() => new Modulo(shards))
    case 'ring':
      return new PlacedShards(() => new Ring(shards, { pointsPerNode: points }))
    case 'slots':
      return new PlacedShards(() => new RedisSlots(shards))
    case 'range': {
      const begins = bounds.slice(1).map(({ first }) => first)
      return new RangeShards(
        new RangeMap(
          begins,
          bounds.map(({ shard }) => shard),
        ),
      )
    }
    default:
      throw new Error(`there is no way ${variant} to share keys`)
  }
}
