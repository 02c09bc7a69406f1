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

/** Work of comparing hashes or rows. */
const COMPARE_MICROS = 200

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
    if (copies.shared(node.name, other).length === 0) return
    const tree = copies.tree(node.name, other)
    let places = [0]
    let compared = 0
    for (let level = 0; level <= copies.treeDepth && places.length > 0; level++) {
      compared += places.length
      const differs = yield* this.#differing(other, tree, level, places)
      if (differs === null) return
      places = level === copies.treeDepth ? differs : placesBelow(differs)
    }
    if (places.length === 0) return
    const rows = copies.rowsIn(node.name, other, places)
    const theirs = yield* this.#ask<KeyedRow[]>(other, 'exchange rows', {
      kind: 'exchange',
      from: node.name,
      buckets: places,
      rows,
    })
    if (theirs === null) return
    const taken = theirs.filter(({ key, row }) => this.take(key, row)).length
    node.mark(marks.compared, {
      node: node.name,
      other,
      hashes: compared,
      buckets: places.length,
      of: 1 << copies.treeDepth,
      sent: rows.length,
      taken,
    })
  }

  #differing(other: string, tree: MerkleTree, level: number, places: readonly number[]): Process<number[] | null> {
    const hashes = places.map((place) => tree.levels[level]?.[place] ?? 0)
    const body = { kind: 'compare' as const, from: this.node.name, level, places, hashes }
    return this.#ask<number[]>(other, `compare ${places.length} hashes`, body)
  }

  /** Null without an answer: the comparison is left for another time. */
  *#ask<T>(other: string, label: string, body: ReplicaOperation): Process<T | null> {
    const { timeoutMicros } = this.options
    const request = { label, workMicros: COMPARE_MICROS, body: body as unknown as Plain }
    const reply = yield* this.node.request(other, request, { timeoutMicros })
    return reply.kind === 'answered' && isSuccess(reply) ? (reply.response.body as unknown as T) : null
  }
}
