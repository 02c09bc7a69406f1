import { type MerkleTree, placesBelow } from '../../algorithms/quorum/merkle-tree'
import type { Process } from '../../kernel/process'
import { isSuccess } from '../../network/message'
import type { Node } from '../../network/node'
import type { Plain } from '../../protocol'
import type { Copies } from './model-copies'
import * as marks from './model-marks'
import type { ReplicaOperation } from './model-messages'
import type { ReplicaOptions } from './model-replica'
import type { KeyedRow, Row } from './model-row'
import { hashesBytes, placesBytes, rowsBytes } from './model-wire'

/** Work of comparing hashes or rows. */
const COMPARE_MICROS = 200

/** What a comparison has cost so far, in both directions. */
interface Cost {
  readonly hashes: number
  readonly bytes: number
}

/**
 * Anti-entropy with Merkle trees (Dynamo, SOSP 2007, §4.7): a node compares the tree of the keys that it shares with
 * another one, from the root down, only below hashes that differ, and exchanges the rows of the buckets where they end.
 */
export class AntiEntropy {
  constructor(
    private readonly node: Node,
    private readonly copies: Copies,
    private readonly options: ReplicaOptions,
    private readonly take: (key: string, row: Row) => boolean,
  ) {}

  /** The others in turn, each node beginning at its own place. */
  *run(): Process {
    const { node, copies, options } = this
    const own = copies.names.indexOf(node.name)
    const { length } = copies.names
    yield* node.sleep(Math.round((options.compareEveryMicros * (own + 1)) / length))
    for (let turn = 1; ; turn++) {
      yield* this.#compareWith(copies.names[(own + 1 + (turn % (length - 1))) % length] as string)
      yield* node.sleep(options.compareEveryMicros)
    }
  }

  *#compareWith(other: string): Process {
    const { node, copies } = this
    const own = copies.rowsShared(node.name, other)
    if (own.length === 0) return
    const tree = copies.tree(node.name, other)
    const cost = { hashes: 0, bytes: 0 }
    let places = [0]
    for (let level = 0; level <= copies.treeDepth && places.length > 0; level++) {
      const differs = yield* this.#differing(other, tree, level, places)
      if (differs === null) return
      cost.hashes += places.length
      cost.bytes += hashesBytes(places.length) + placesBytes(differs.length)
      places = level === copies.treeDepth ? differs : placesBelow(differs)
    }
    const whole = rowsBytes(own)
    if (places.length === 0) node.mark(marks.alike, { node: node.name, other, rows: own.length, ...cost, whole })
    else yield* this.#exchange(other, places, cost, whole)
  }

  /** Both get what is newer in the buckets that differ. `whole`: bytes of all rows that they share. */
  *#exchange(other: string, places: readonly number[], cost: Cost, whole: number): Process {
    const { node, copies } = this
    const rows = copies.rowsIn(node.name, other, places)
    const bytes = placesBytes(places.length) + rowsBytes(rows)
    const body = { kind: 'exchange' as const, from: node.name, buckets: places, rows }
    const theirs = yield* this.#ask<KeyedRow[]>(other, 'exchange rows', bytes, body)
    if (theirs === null) return
    const taken = theirs.filter(({ key, row }) => this.take(key, row)).length
    node.mark(marks.compared, {
      node: node.name,
      other,
      hashes: cost.hashes,
      buckets: places.length,
      of: 1 << copies.treeDepth,
      sent: rows.length,
      taken,
      bytes: cost.bytes + bytes + rowsBytes(theirs),
      whole,
    })
  }

  #differing(other: string, tree: MerkleTree, level: number, places: readonly number[]): Process<number[] | null> {
    const hashes = places.map((place) => tree.levels[level]?.[place] ?? 0)
    const body = { kind: 'compare' as const, from: this.node.name, level, places, hashes }
    const label = places.length === 1 ? 'compare 1 hash' : `compare ${places.length} hashes`
    return this.#ask<number[]>(other, label, hashesBytes(places.length), body)
  }

  /** Null without an answer: the comparison is left for another time. */
  *#ask<T>(other: string, label: string, bytes: number, body: ReplicaOperation): Process<T | null> {
    const { timeoutMicros } = this.options
    const request = { label, bytes, workMicros: COMPARE_MICROS, body: body as unknown as Plain }
    const reply = yield* this.node.request(other, request, { timeoutMicros })
    return reply.kind === 'answered' && isSuccess(reply) ? (reply.response.body as unknown as T) : null
  }
}
