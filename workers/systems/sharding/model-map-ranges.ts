import { guideRangeOf, type InclusiveRange } from '../../algorithms/sharding/guide-ranges'
import type { RangeMap } from '../../algorithms/sharding/range-map'
import type { Node } from '../../network/node'
import { orderNumber } from './model-keys'
import type { ShardMap } from './model-map'
import * as marks from './model-marks'

/** Keys placed by half-open ranges. */
export class RangeShards implements ShardMap {
  constructor(private readonly map: RangeMap) {}

  get shards(): readonly string[] {
    return [...new Set(this.map.ranges.map(({ shard }) => shard))]
  }
  locate(key: string): string {
    return this.map.explain(key).range.shard
  }
  spanned(from: string, to: string): readonly string[] {
    const overlapping = this.map.ranges.filter((range) => range.from < to && (range.to === null || from < range.to))
    return overlapping.map(({ shard }) => shard)
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
  shrunk(shard: string, rowsAt: (shard: string) => number): ShardMap {
    const [first, ...others] = this.map.neighbours(shard)
    if (first === undefined) return this
    const emptier = others.reduce((least, each) => (rowsAt(each) < rowsAt(least) ? each : least), first)
    return new RangeShards(this.map.merge(shard, emptier))
  }
}

/** Ranges as in the guide: both bounds included, and nobody sees to what lies between. */
export class GuideRangeShards implements ShardMap {
  constructor(private readonly ranges: readonly InclusiveRange[]) {}

  get shards(): readonly string[] {
    return this.ranges.map(({ shard }) => shard)
  }
  locate(key: string): string | null {
    return guideRangeOf(this.ranges, key)?.shard ?? null
  }
  spanned(): readonly string[] {
    return this.shards
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
  /** The guide has no way to split a range, nor to merge two. */
  grown(): ShardMap {
    return this
  }
  shrunk(): ShardMap {
    return this
  }
}

function short(key: string): string {
  const number = orderNumber(key)
  return number === null ? key : String(number)
}
