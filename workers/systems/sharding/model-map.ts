import { Modulo } from '../../algorithms/hashing/modulo'
import type { Placement } from '../../algorithms/hashing/placement'
import { RedisSlots } from '../../algorithms/hashing/redis-slots'
import { Ring } from '../../algorithms/hashing/ring'
import { stringHashes } from '../../algorithms/hashing/string-hash'
import { guideRangeOf, type InclusiveRange } from '../../algorithms/sharding/guide-ranges'
import { RangeMap } from '../../algorithms/sharding/range-map'
import type { Node } from '../../network/node'
import * as marks from './model-marks'

/** Which shard has which key. A map never changes; a shard that joins makes another one. */
export interface ShardMap {
  readonly shards: readonly string[]
  locate(key: string): string | null
  /** Says which shard has the key, and why. */
  explain(key: string, node: Node): void
  /** What a shard owns, in a few words. */
  owned(shard: string): string
  /**
   * The map with one shard more.
   * @param busiest the shard that a map of ranges splits @param rows its keys in order
   */
  grown(shard: string, busiest: string, rows: readonly string[]): ShardMap
}

export interface MapOptions {
  readonly shards: readonly string[]
  /** Points of each shard on a ring. */
  readonly points: number
  /** Where ranges begin and end. */
  readonly bounds: readonly InclusiveRange[]
}

/** The map of a variant. */
export function createMap(variant: string, options: MapOptions): ShardMap {
  switch (variant) {
    case 'guide-hash':
      return new PlacedShards(new Modulo(options.shards, stringHashes.guide), 'guide')
    case 'guide-range':
      return new GuideRangeShards(options.bounds)
    case 'hash':
      return new PlacedShards(new Modulo(options.shards), 'hash')
    case 'ring':
      return new PlacedShards(new Ring(options.shards, { pointsPerNode: options.points }), 'ring', options.points)
    case 'slots':
      return new PlacedShards(new RedisSlots(options.shards), 'slots')
    case 'range':
      return new RangeShards(
        new RangeMap(
          options.bounds.slice(1).map(({ first }) => first),
          options.bounds.map(({ shard }) => shard),
        ),
      )
    default:
      throw new Error(`there is no way ${variant} to share keys`)
  }
}

/** Sample of the hash space by which shares are told. */
const SAMPLE = 4_096

/** Keys placed by their hash. */
class PlacedShards implements ShardMap {
  constructor(
    private readonly placement: Placement,
    private readonly way: 'guide' | 'hash' | 'ring' | 'slots',
    private readonly points = 0,
    private readonly joined: readonly string[] = [],
  ) {}

  get shards(): readonly string[] {
    return this.placement.nodes
  }
  locate(key: string): string | null {
    return this.placement.locate(key)
  }
  explain(key: string, node: Node): void {
    const steps = this.placement.explain(key)
    if (steps?.kind === 'modulo') {
      const { hash, nodeCount, index } = steps
      node.mark(marks.byRemainder, { key, shard: steps.node, hash, count: nodeCount, index })
    } else if (steps?.kind === 'ring')
      node.mark(marks.byPoint, { key, shard: steps.node, hash: steps.hash, replica: steps.point.replica })
    else if (steps?.kind === 'slot') node.mark(marks.bySlot, { key, shard: steps.node, slot: steps.slot })
  }
  owned(shard: string): string {
    const index = this.shards.indexOf(shard)
    if (index < 0) return ''
    if (this.way === 'guide' || this.way === 'hash') return `hash mod ${this.shards.length} = ${index}`
    let share = 0
    for (let probe = 0; probe < SAMPLE; probe++) if (this.placement.locate(`probe ${probe}`) === shard) share++
    return `${Math.round((1_000 * share) / SAMPLE) / 10} % of the ${this.way === 'ring' ? 'ring' : 'slots'}`
  }
  grown(shard: string): ShardMap {
    const grown = this.fresh()
    for (const name of [...this.joined, shard]) grown.add(name)
    return new PlacedShards(grown, this.way, this.points, [...this.joined, shard])
  }

  /** The placement of the beginning: slots remember who handed them over, so all joins are played again. */
  private fresh(): Placement {
    const names = this.shards.filter((name) => !this.joined.includes(name))
    if (this.way === 'ring') return new Ring(names, { pointsPerNode: this.points })
    if (this.way === 'slots') return new RedisSlots(names)
    return new Modulo(names, this.way === 'guide' ? stringHashes.guide : stringHashes.murmur3)
  }
}

/** Keys placed by half-open ranges. */
class RangeShards implements ShardMap {
  constructor(private readonly map: RangeMap) {}

  get shards(): readonly string[] {
    return [...new Set(this.map.ranges.map(({ shard }) => shard))]
  }
  locate(key: string): string {
    return this.map.explain(key).range.shard
  }
  explain(key: string, node: Node): void {
    const { range, looked } = this.map.explain(key)
    node.mark(marks.byRange, {
      key,
      shard: range.shard,
      from: range.from === '' ? 'the first key' : range.from,
      to: range.to ?? 'the end',
      looked: looked.length,
    })
  }
  owned(shard: string): string {
    const range = this.map.ranges.find((each) => each.shard === shard)
    return range === undefined
      ? ''
      : `${short(range.from) || 'first'} … ${range.to === null ? 'last' : short(range.to)}`
  }
  grown(shard: string, _: string, rows: readonly string[]): ShardMap {
    const middle = rows[rows.length >> 1]
    return middle === undefined ? this : new RangeShards(this.map.split(middle, shard))
  }
}

/** Ranges as in the guide: both bounds included, and nobody sees to what lies between. */
class GuideRangeShards implements ShardMap {
  constructor(private readonly ranges: readonly InclusiveRange[]) {}

  get shards(): readonly string[] {
    return this.ranges.map(({ shard }) => shard)
  }
  locate(key: string): string | null {
    return guideRangeOf(this.ranges, key)?.shard ?? null
  }
  explain(key: string, node: Node): void {
    const range = guideRangeOf(this.ranges, key)
    if (range !== null) {
      node.mark(marks.byInclusiveRange, { key, shard: range.shard, first: range.first, last: range.last })
      return
    }
    const before = this.ranges.findLast(({ last }) => last < key)?.last ?? 'nothing'
    const after = this.ranges.find(({ first }) => first > key)?.first ?? 'nothing'
    node.mark(marks.noShard, { key, before, after })
  }
  owned(shard: string): string {
    const range = this.ranges.find((each) => each.shard === shard)
    return range === undefined ? '' : `[${short(range.first)}, ${short(range.last)}]`
  }
  /** The guide has no way to split a range. */
  grown(): ShardMap {
    return this
  }
}

function short(key: string): string {
  return key.startsWith('order-') ? String(Number(key.slice('order-'.length))) : key
}
