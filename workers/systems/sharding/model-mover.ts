import { Signal } from '../../components/signal'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import { Join } from '../../kernel/waits'
import type { Node } from '../../network/node'
import type { Cluster, Migration, Move, Phase } from './model-cluster'
import { Copier, type CopyOptions } from './model-copier'
import type { KeyTurns } from './model-key-turns'
import { inOrder } from './model-keys'
import { lanesOf } from './model-lanes'
import type { ShardMap } from './model-map'
import * as marks from './model-marks'

export interface MigrationOptions extends CopyOptions {
  readonly mode: Migration
  /** How long a move can be taken back after its cut-over; reads under way are given `patienceMicros` in any case. */
  readonly wayBackMicros: Micros
  /** Keys that stand in the tables, in order, for the choice of a split or a merge. */
  keysOf(shard: string): readonly string[]
  /** All keys, for telling how many move. */
  allKeys(): readonly string[]
}

/**
 * Moves rows to a shard that joins or away from one that leaves. The careful way is that of live resharding (Vitess
 * “MoveTables”, Stripe’s and Facebook’s online migrations): writes go to both homes, old rows are copied where none
 * stands yet, both are compared, and only then do reads turn to the new one. Writes then still go to both, so that the
 * move can be taken back without a loss (Vitess “ReverseTraffic”); old copies go last.
 */
export class Mover {
  readonly #copier: Copier
  readonly #givenUp: Signal

  constructor(
    private readonly node: Node,
    private readonly cluster: Cluster,
    private readonly options: MigrationOptions,
    private readonly turns: KeyTurns,
  ) {
    this.#copier = new Copier(node, cluster, options, turns)
    this.#givenUp = new Signal(node, 'a roll back')
  }

  join(shard: string): void {
    const { map, busiest } = this.cluster
    if (map.shards.includes(shard)) this.#refuse(shard, 'it is a member')
    else this.#begin(shard, false, () => map.grown(shard, busiest, this.options.keysOf(busiest)))
  }

  leave(shard: string): void {
    const { map } = this.cluster
    if (!map.shards.includes(shard)) this.#refuse(shard, 'it is no member')
    else if (map.shards.length === 1) this.#refuse(shard, 'it is the last member')
    else this.#begin(shard, true, () => map.shrunk(shard, (name) => this.options.keysOf(name).length))
  }

  /** Takes the move that is under way back. */
  goBack(): void {
    const { node, cluster } = this
    const why =
      cluster.move === null
        ? 'no move is under way'
        : cluster.isGivenUp
          ? 'it is on its way already'
          : cluster.phase === 'cleaning'
            ? 'old copies are being deleted'
            : null
    if (why !== null) {
      node.mark(marks.cannotGoBack, { why })
      return
    }
    cluster.isGivenUp = true
    this.#givenUp.fire()
  }

  #begin(shard: string, isLeaving: boolean, next: () => ShardMap): void {
    const { node, cluster, options } = this
    if (cluster.move !== null) {
      this.#refuse(shard, 'another move is under way')
      return
    }
    const [from, to] = [cluster.map, next()]
    if (to === from) {
      this.#refuse(shard, 'this map can neither split a range nor merge two')
      return
    }
    cluster.changing = shard
    if (options.mode === 'none') {
      node.mark(isLeaving ? marks.leftAtOnce : marks.switched, { shard, isLeaving, ...this.#counted(from, to) })
      cluster.adopt(to)
      this.show()
      return
    }
    cluster.move = { shard, isLeaving, from, to, beganAt: node.now }
    cluster.phase = 'preparing'
    node.spawnFresh(isLeaving ? `move rows from ${shard}` : `move rows to ${shard}`, this.run())
  }

  #refuse(shard: string, why: string): void {
    this.node.mark(marks.cannotMove, { shard, why })
  }

  /** Goes on with the move that is under way: from its beginning, or where a crash of the router has left it. */
  *run(): Process {
    const { cluster } = this
    const { move, phase } = cluster
    if (move === null) return
    if (phase === 'preparing' || phase === 'copying' || phase === 'comparing') yield* this.#moveIn(move)
    if (cluster.phase === 'watching') yield* this.#watch()
    if (cluster.isGivenUp) yield* this.#goBack(move)
    else yield* this.#clean(move)
    cluster.settle()
    this.#enter('settled')
  }

  /** Up to the cut-over. */
  *#moveIn(move: Move): Process {
    const { node, cluster, options } = this
    this.#enter('preparing')
    this.#markBegin(move)
    // A write that began before this knows nothing of the second home: nothing is copied before it is over.
    yield* this.#drain()
    this.#enter('copying')
    yield* this.#copier.copy()
    if (options.mode === 'live' && !cluster.isGivenUp) {
      this.#enter('comparing')
      const compared = yield* this.#copier.compare()
      if (!cluster.isGivenUp) this.#markCompared(compared)
    }
    if (cluster.isGivenUp) return
    const took = node.now - move.beganAt
    const cutOver = move.isLeaving ? marks.cutOverLeaving : marks.cutOver
    node.mark(cutOver, { shard: move.shard, moved: cluster.moving.size, took })
    cluster.adopt(move.to)
    this.#enter('watching')
  }

  /** The new map is in force and the old homes are kept up to date: this is the time to see whether all is well. */
  *#watch(): Process {
    const { node, cluster, options } = this
    const until = node.now + Math.max(options.wayBackMicros, options.patienceMicros)
    while (!cluster.isGivenUp && node.now < until) yield* this.#givenUp.next(until - node.now)
  }

  *#clean(move: Move): Process {
    this.#enter('cleaning')
    // A write that still goes to the old home too must not come after the deletion.
    yield* this.#drain()
    const rows = yield* this.#copier.clear((key) => move.from.locate(key))
    this.node.mark(marks.cleaned, { rows })
  }

  /** Back to the old map; what was copied is deleted where it went. */
  *#goBack(move: Move): Process {
    const { node, cluster, options } = this
    const { shard } = move
    if (cluster.map === move.to) {
      // Until now writes went to both homes, and they are compared as before the cut-over: nothing is lost on the way back.
      this.#enter('reversing')
      if (options.mode === 'live') this.#markCompared(yield* this.#copier.compare())
      const mark = options.mode === 'live' ? marks.rolledBack : marks.rolledBackBlindly
      node.mark(mark, { shard, moved: cluster.moving.size })
      cluster.adopt(move.from)
      this.#enter('returning')
      yield* node.sleep(options.patienceMicros)
    } else if (cluster.phase !== 'returning') {
      node.mark(marks.abandoned, { shard, moved: cluster.moving.size })
      this.#enter('returning')
    }
    yield* this.#drain()
    const rows = yield* this.#copier.clear((key) => move.to.locate(key))
    node.mark(marks.copiesDropped, { rows })
  }

  /** Waits for the writes that are under way. */
  *#drain(): Process {
    for (const task of this.turns.open) yield* new Join(task)
  }

  show(): void {
    const { node, cluster } = this
    const { map, parts } = lanesOf(cluster, inOrder(this.options.allKeys()))
    node.fact('map').set(map)
    node.fact('parts').set(parts)
    node.fact('phase').set(cluster.phase)
  }

  /** Every phase counts from the beginning. */
  #enter(phase: Phase): void {
    this.cluster.phase = phase
    this.node.gauge('done').set(0)
    this.show()
  }

  #markBegin({ shard, isLeaving, from, to }: Move): void {
    const { node, options } = this
    const details = { shard, isLeaving, ...this.#counted(from, to), drained: this.turns.open.length }
    if (options.mode === 'live') node.mark(isLeaving ? marks.dualBegunLeaving : marks.dualBegun, details)
    else node.mark(isLeaving ? marks.copyBegunLeaving : marks.copyBegun, details)
  }

  #markCompared({ rows, repaired }: { rows: number; repaired: number }): void {
    const { shard } = this.cluster.move as Move
    this.node.mark(repaired === 0 ? marks.verified : marks.repaired, { shard, rows, repaired })
  }

  #counted(from: ShardMap, to: ShardMap): { keys: number; moved: number; share: number } {
    const keys = this.options.allKeys()
    const moved = keys.filter((key) => to.locate(key) !== from.locate(key)).length
    this.node.gauge('of').set(moved)
    return { keys: keys.length, moved, share: moved / Math.max(1, keys.length) }
  }
}
