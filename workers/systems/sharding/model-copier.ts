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
import { failureOf, type Request, type Response } from '../../network/message'
import type { Node } from '../../network/node'
import type { Cluster } from './model-cluster'
import type { KeyTurns } from './model-key-turns'
import { inOrder } from './model-keys'
import * as marks from './model-marks'

export interface CopyOptions {
  /** Rows that are read and copied at once. */
  readonly batch: number
  /** Rest between two batches, so that the copy leaves room for others. */
  readonly pauseMicros: Micros
  /** A shard that does not answer is asked again after this time. */
  readonly patienceMicros: Micros
}

type StoredRow = ScanAnswer['rows'][number]

/** Copies, compares and deletes the rows of a move, batch by batch; it stops early when the move is given up. */
export class Copier {
  constructor(
    private readonly node: Node,
    private readonly cluster: Cluster,
    private readonly options: CopyOptions,
    private readonly turns: KeyTurns,
  ) {}

  /** Every row of every shard whose home changes, in pages in the order of keys. */
  *copy(): Process {
    const { cluster, options } = this
    for (const source of cluster.map.shards)
      for (let from: string | null = ''; from !== null && !cluster.isGivenUp; ) {
        const page: Response = yield* this.#ask(source, scanRows(from, '\uffff', options.batch))
        const { rows } = scanOf(page)
        yield* this.#copyPage(source, rows)
        const last = rows.at(-1)
        from = last === undefined || rows.length < options.batch ? null : `${last.key}\u0000`
      }
  }

  *#copyPage(source: string, rows: readonly StoredRow[]): Process {
    const { node, cluster } = this
    const leaving = rows.filter(({ key }) => cluster.secondHome(key) !== null)
    if (leaving.length === 0) return
    const homes = leaving.map(({ key }) => cluster.secondHome(key) as string)
    for (const { key } of leaving) cluster.moving.add(key)
    // Only where no row stands yet: what is there was written by both homes later than this copy was read.
    const replies = yield* node.all(
      leaving.map(({ key, value }, index) => this.#ask(homes[index] as string, writeRow(key, value, { ifVersion: 0 }))),
    )
    const there = replies.filter(({ status }) => status === 409).length
    const done = node.gauge('done').value + leaving.length
    this.#progress(done, Math.max(node.gauge('of').value, done))
    const to = inOrder([...new Set(homes)])
    const details = { source, to, rows: leaving.length - there, done, of: node.gauge('of').value }
    if (there === 0) node.mark(marks.copied, details)
    else node.mark(marks.copiedBesideWritten, { ...details, there })
    yield* node.sleep(this.options.pauseMicros)
  }

  /** Compares the two homes of all keys that have two, and repairs the second. */
  *compare(): Process<{ rows: number; repaired: number }> {
    const { node, cluster, options } = this
    const began = cluster.map
    let [rows, repaired] = [0, 0]
    this.#progress(0, cluster.moving.size)
    for (let keys = [...cluster.moving]; keys.length > 0; keys = [...cluster.unsure])
      for (let from = 0; from < keys.length; from += options.batch) {
        // Whoever gives a move up before its cut-over needs no comparison; after it, going back does.
        if (cluster.isGivenUp && began === cluster.move?.from) return { rows, repaired }
        const batch = keys.slice(from, from + options.batch)
        const repairs = yield* node.all(batch.map((key) => this.turns.take(key, () => this.#compareOne(key))))
        rows += batch.length
        repaired += repairs.filter((isRepaired) => isRepaired).length
        this.#progress(Math.min(rows, cluster.moving.size), cluster.moving.size)
        yield* node.sleep(options.pauseMicros)
      }
    return { rows, repaired }
  }

  /** In the key's turn, so that no write is half done. @returns whether the second home had to be repaired */
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

  /** Deletes the rows of the move at the homes that are theirs no more. @returns how many */
  *clear(homeOf: (key: string) => string | null): Process<number> {
    const { node, cluster, options } = this
    const keys = [...cluster.moving]
    this.#progress(0, keys.length)
    for (let from = 0; from < keys.length; from += options.batch) {
      const batch = keys.slice(from, from + options.batch)
      yield* node.all(batch.map((key) => this.#ask(homeOf(key) as string, deleteRow(key))))
      this.#progress(from + batch.length, keys.length)
      yield* node.sleep(options.pauseMicros)
    }
    return keys.length
  }

  #progress(done: number, of: number): void {
    this.node.gauge('done').set(done)
    this.node.gauge('of').set(of)
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
