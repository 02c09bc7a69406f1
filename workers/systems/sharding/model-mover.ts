import {
  deleteRow,
  readRow,
  rowOf,
  type ScanAnswer,
  scanOf,
  scanRows,
  writeRow,
} from '../../components/database-requests'
import type { Process } from '../../kernel/process'
import type { Micros } from '../../kernel/time'
import { Join } from '../../kernel/waits'
import { failureOf, type Request, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Cluster, Migration, Phase } from './model-cluster'
import type { KeyTurns } from './model-key-turns'
import * as marks from './model-marks'

export interface MigrationOptions {
  readonly mode: Migration
  /** Rows that are read and copied at once. */
  readonly batch: number
  /** Rest between two batches, so that the copy leaves room for others. */
  readonly pauseMicros: Micros
  /** A shard that does not answer is asked again after this time; reads under way are given as much before rows are deleted. */
  readonly patienceMicros: Micros
  /** Keys that stand in the tables, in order, for the choice of a split. */
  keysOf(shard: string): readonly string[]
  /** All keys, for telling how many move. */
  allKeys(): readonly string[]
}

type StoredRow = ScanAnswer['rows'][number]

/**
 * Moves rows to a shard that joins. The careful way is that of live resharding (Vitess “MoveTables”, Stripe’s and
 * Facebook’s online migrations): writes go to both homes, old rows are copied where none stands yet, both are compared,
 * and only then do reads turn to the new one; old copies go last.
 */
export class Mover {
  constructor(
    private readonly node: Node,
    private readonly cluster: Cluster,
    private readonly options: MigrationOptions,
    private readonly turns: KeyTurns,
  ) {}

  join(shard: string): void {
    const { node, cluster, options } = this
    const { busiest } = cluster
    const isBusy = cluster.phase !== 'settled'
    const next =
      isBusy || cluster.map.shards.includes(shard)
        ? cluster.map
        : cluster.map.grown(shard, busiest, options.keysOf(busiest))
    if (next === cluster.map) {
      const why = isBusy
        ? 'another move is under way'
        : cluster.map.shards.includes(shard)
          ? 'it is a member'
          : 'this map cannot split a range'
      node.mark(marks.cannotJoin, { shard, why })
      return
    }
    cluster.joining = shard
    if (options.mode === 'none') {
      node.mark(marks.switched, { shard, ...this.#counted(next) })
      cluster.adopt(next)
      this.show()
      return
    }
    cluster.next = next
    node.spawnFresh(`move rows to ${shard}`, this.move())
  }

  /** Copies, compares, cuts over and cleans up. It may begin anew after a crash at any point before the cut-over. */
  *move(): Process {
    const { node, cluster, options } = this
    const { next, joining } = cluster
    if (next === null) return
    this.#enter('preparing')
    const under = this.turns.open
    const began = options.mode === 'live' ? marks.dualBegun : marks.copyBegun
    node.mark(began, { shard: joining, ...this.#counted(next), drained: under.length })
    const beganAt = node.now
    // A write that began before this knows nothing of the second home: nothing is copied before it is over.
    for (const task of under) yield* new Join(task)
    this.#enter('copying')
    yield* this.#copy()
    if (options.mode === 'live') {
      this.#enter('comparing')
      yield* this.#compare()
    }
    node.mark(marks.cutOver, { shard: joining, moved: cluster.moving.size, took: node.now - beganAt })
    const old = cluster.map
    cluster.adopt(next)
    this.#enter('cleaning')
    yield* node.sleep(options.patienceMicros)
    yield* this.#clean((key) => old.locate(key))
    this.#enter('settled')
  }

  show(): void {
    const { node, cluster } = this
    const rows = [...cluster.map.shards, ...cluster.standby.filter((name) => !cluster.map.shards.includes(name))]
    node.fact('map').set(rows.map((shard) => ({ shard, owns: cluster.map.owned(shard) })))
    node.fact('phase').set(cluster.phase)
  }

  #enter(phase: Phase): void {
    this.cluster.phase = phase
    this.show()
  }

  #counted(next: Cluster['map']): { keys: number; moved: number; share: number } {
    const keys = this.options.allKeys()
    const moved = keys.filter((key) => next.locate(key) !== this.cluster.map.locate(key)).length
    this.node.gauge('of').set(moved)
    this.node.gauge('done').set(0)
    return { keys: keys.length, moved, share: moved / Math.max(1, keys.length) }
  }

  /** Every row of every shard, in pages in the order of keys. */
  *#copy(): Process {
    const { batch } = this.options
    for (const source of this.cluster.map.shards)
      for (let from: string | null = ''; from !== null; ) {
        const rows: readonly StoredRow[] = yield* this.#page(source, from)
        yield* this.#copyPage(source, rows)
        const last = rows.at(-1)
        from = last === undefined || rows.length < batch ? null : `${last.key}\u0000`
      }
  }

  *#page(source: string, from: string): Process<readonly StoredRow[]> {
    const reply = yield* this.#ask(source, scanRows(from, '\uffff', this.options.batch))
    return scanOf(reply).rows
  }

  *#copyPage(source: string, rows: readonly StoredRow[]): Process {
    const { node, cluster } = this
    const leaving = rows.filter(({ key }) => cluster.secondHome(key) !== null && !cluster.moving.has(key))
    if (leaving.length === 0) return
    // Only where no row stands yet: what is there was written by both homes later than this copy was read.
    const replies = yield* node.all(
      leaving.map(({ key, value }) =>
        this.#ask(cluster.secondHome(key) as string, writeRow(key, value, { ifVersion: 0 })),
      ),
    )
    for (const { key } of leaving) cluster.moving.add(key)
    const skipped = replies.filter(({ status }) => status === 409).length
    const done = node.gauge('done').value + leaving.length
    const of = Math.max(node.gauge('of').value, done)
    node.gauge('done').set(done)
    node.mark(marks.copied, { source, shard: cluster.joining, rows: leaving.length - skipped, skipped, done, of })
    yield* node.sleep(this.options.pauseMicros)
  }

  *#compare(): Process {
    const { node, cluster, options } = this
    let [rows, repaired] = [0, 0]
    for (let keys = [...cluster.moving]; keys.length > 0; keys = [...cluster.unsure])
      for (let from = 0; from < keys.length; from += options.batch) {
        const batch = keys.slice(from, from + options.batch)
        const repairs = yield* node.all(batch.map((key) => this.turns.take(key, () => this.#compareOne(key))))
        rows += batch.length
        repaired += repairs.filter((isRepaired) => isRepaired).length
        yield* node.sleep(options.pauseMicros)
      }
    node.mark(marks.verified, { shard: cluster.joining, rows, repaired })
  }

  /** In the key's turn, so that no write is half done. @returns whether the copy had to be repaired */
  *#compareOne(key: string): Process<boolean> {
    const { node, cluster } = this
    cluster.unsure.delete(key)
    const home = cluster.map.locate(key) as string
    const second = cluster.secondHome(key)
    if (second === null) return false
    const [old, copy] = yield* node.all([this.#ask(home, readRow(key)), this.#ask(second, readRow(key))])
    const value = rowValue(old)
    if (value === null || value === rowValue(copy)) return false
    yield* this.#ask(second, writeRow(key, value))
    return true
  }

  *#clean(oldHome: (key: string) => string | null): Process {
    const { node, cluster, options } = this
    const keys = [...cluster.moving]
    for (let from = 0; from < keys.length; from += options.batch) {
      const batch = keys.slice(from, from + options.batch)
      yield* node.all(batch.map((key) => this.#ask(oldHome(key) as string, deleteRow(key))))
      yield* node.sleep(options.pauseMicros)
    }
    node.mark(marks.cleaned, { rows: keys.length })
    cluster.moving.clear()
  }

  /** Asks until there is an answer. */
  *#ask(shard: string, request: Request): Process<Response> {
    const { node, options } = this
    for (;;) {
      const reply = yield* node.request(shard, request, { timeoutMicros: options.patienceMicros })
      if (reply.kind === 'answered' && reply.response.status < 500) return reply.response
      node.mark(marks.copyWaits, { source: shard, cause: failureOf(reply).cause })
      yield* node.sleep(options.patienceMicros)
    }
  }
}

function rowValue(response: Response | undefined): string | number | null {
  return response === undefined ? null : rowOf(response).value
}
