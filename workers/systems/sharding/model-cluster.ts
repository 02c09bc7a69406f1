import type { ShardMap } from './model-map'

/** What a move of rows is doing. */
export type Phase = 'settled' | 'preparing' | 'copying' | 'comparing' | 'cleaning'

/** How rows get to a shard that joins. */
export type Migration = 'none' | 'copy' | 'live'

/**
 * Which shards there are and what is moving. It is the cluster's own record, kept where a crash of the router does not
 * reach it.
 */
export class Cluster {
  phase: Phase = 'settled'
  /** The map after the move that is under way. */
  next: ShardMap | null = null
  joining = ''
  /** Keys that have moved or will: their old copies are deleted at the end. */
  readonly moving = new Set<string>()
  /** Keys whose write reached the old home only: they are compared once more before the cut-over. */
  readonly unsure = new Set<string>()
  /** Counts every map that was in force. */
  version = 0
  /** Requests by shard since the start, by which the busiest is known. */
  readonly asked = new Map<string, number>()

  constructor(
    public map: ShardMap,
    readonly standby: readonly string[],
  ) {}

  /** Whether writes of a key go to its new shard too, and to which. */
  secondHome(key: string): string | null {
    if (this.next === null || this.phase === 'settled') return null
    const to = this.next.locate(key)
    return to === this.map.locate(key) ? null : to
  }

  adopt(map: ShardMap): void {
    this.map = map
    this.next = null
    this.version++
  }

  count(shard: string): number {
    const count = (this.asked.get(shard) ?? 0) + 1
    this.asked.set(shard, count)
    return count
  }

  /** The shard that was asked most since the start. */
  get busiest(): string {
    const [first = ''] = this.map.shards
    return this.map.shards.reduce(
      (most, each) => ((this.asked.get(each) ?? 0) > (this.asked.get(most) ?? 0) ? each : most),
      first,
    )
  }
}
