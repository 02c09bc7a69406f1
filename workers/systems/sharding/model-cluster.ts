import type { Micros } from '../../kernel/time'
import type { ShardMap } from './model-map'

/**
 * What a move of rows is doing. Up to and with `watching`, writes go to the old home and the new one; the map in force
 * changes between `comparing` and `watching`. A move that is taken back after that compares once more (`reversing`) before
 * the old map returns; `returning` deletes the copies.
 */
export type Phase =
  | 'settled'
  | 'preparing'
  | 'copying'
  | 'comparing'
  | 'watching'
  | 'cleaning'
  | 'reversing'
  | 'returning'

/** How rows get to a shard that joins, or away from one that leaves. */
export type Migration = 'none' | 'copy' | 'live'

/** A move from one map to the next. */
export interface Move {
  readonly shard: string
  readonly isLeaving: boolean
  readonly from: ShardMap
  readonly to: ShardMap
  readonly beganAt: Micros
}

const TWO_HOMES: ReadonlySet<Phase> = new Set(['preparing', 'copying', 'comparing', 'watching', 'reversing'])

/**
 * Which shards there are and what is moving. It is the cluster's own record, kept where a crash of the router does not
 * reach it.
 */
export class Cluster {
  phase: Phase = 'settled'
  /** The move that is under way. */
  move: Move | null = null
  /** The move is to be taken back. */
  isGivenUp = false
  /** The shard that joined or left last. */
  changing = ''
  /** Keys that may stand at both homes: they are compared, and in the end deleted at one of them. */
  readonly moving = new Set<string>()
  /** Keys of which one home may not have the last write: they are compared once more before the map changes. */
  readonly unsure = new Set<string>()
  /** Counts every map that was in force. */
  version = 0
  /** Counts moves that are over, taken back or not. */
  moves = 0
  /** Requests by shard since the start, by which the busiest is known. */
  readonly asked = new Map<string, number>()

  constructor(
    public map: ShardMap,
    /** Members and shards that stand by. */
    readonly all: readonly string[],
  ) {}

  /** The other home of a key while it has two; writes go there too. */
  secondHome(key: string): string | null {
    if (this.move === null || !TWO_HOMES.has(this.phase)) return null
    const { from, to } = this.move
    const second = (this.map === from ? to : from).locate(key)
    return second === this.map.locate(key) ? null : second
  }

  adopt(map: ShardMap): void {
    this.map = map
    this.version++
  }

  settle(): void {
    this.move = null
    this.isGivenUp = false
    this.moving.clear()
    this.unsure.clear()
    this.moves++
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
