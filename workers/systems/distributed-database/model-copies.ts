import { bucketOf, type MerkleTree, merkleTree } from '../../algorithms/quorum/merkle-tree'
import type { Node } from '../../network/node'
import type { ReplicaRow } from '../glyphs'
import { SHOWN_ROWS } from './meta-names'
import { contentText, includes, isSameRow, joinRows, type KeyedRow, type Row, shownText, versionOf } from './model-row'

/** A value that a node keeps for another one. */
export interface Hint {
  readonly keptFor: string
  readonly key: string
  readonly row: Row
}

/** The disk of one replica: it survives a crash. */
export class Disk {
  readonly rows = new Map<string, Row>()
  hints: Hint[] = []

  /** What a read finds: the row, and what is kept of the key for somebody else. */
  find(key: string): Row | null {
    return joinRows([
      this.rows.get(key) ?? null,
      ...this.hints.filter((hint) => hint.key === key).map(({ row }) => row),
    ])
  }

  /** Keeps what all hints of a key for one node come to. */
  keep(hint: Hint): void {
    const at = this.hints.findIndex(({ keptFor, key }) => keptFor === hint.keptFor && key === hint.key)
    const kept = this.hints[at]
    if (kept === undefined) this.hints.push(hint)
    else if (!includes(kept.row, hint.row))
      this.hints[at] = { ...hint, row: joinRows([kept.row, hint.row]) ?? hint.row }
  }
}

export interface CopiesOptions {
  /** The nodes that have copies of a key. */
  homesOf(key: string): readonly string[]
  /** When a row was written, as its node shows it. */
  stampText(row: Row): string
  /** Levels of a hash tree below its root. */
  readonly treeDepth: number
}

/**
 * All disks and where the copies of each key belong. Whoever looks from outside sees here how the copies compare; the
 * replicas themselves do not.
 */
export class Copies {
  readonly disks: ReadonlyMap<string, Disk>
  readonly #homes: ReadonlyMap<string, readonly string[]>
  readonly #owned: ReadonlyMap<string, readonly string[]>
  readonly #shared = new Map<string, readonly string[]>()
  readonly #behind: ReadonlyMap<string, Set<string>>
  readonly #nodes = new Map<string, Node>()

  constructor(
    readonly names: readonly string[],
    readonly keys: readonly string[],
    private readonly options: CopiesOptions,
  ) {
    this.disks = new Map(names.map((name) => [name, new Disk()]))
    this.#homes = new Map(keys.map((key) => [key, options.homesOf(key)]))
    this.#owned = new Map(names.map((name) => [name, keys.filter((key) => this.homes(key).includes(name))]))
    this.#behind = new Map(names.map((name) => [name, new Set()]))
  }

  get treeDepth(): number {
    return this.options.treeDepth
  }

  homes(key: string): readonly string[] {
    return this.#homes.get(key) ?? []
  }

  disk(name: string): Disk {
    return this.disks.get(name) as Disk
  }

  copy(name: string, key: string): Row | null {
    return this.disk(name).rows.get(key) ?? null
  }

  /** Keys whose copies belong on both nodes. */
  shared(a: string, b: string): readonly string[] {
    const pair = `${a} ${b}`
    const keys = this.#shared.get(pair) ?? this.#keysOf(a).filter((key) => this.homes(key).includes(b))
    this.#shared.set(pair, keys)
    return keys
  }

  tree(name: string, other: string): MerkleTree {
    const rows = this.rowsShared(name, other).map(({ key, row }) => ({ key, version: versionOf(row) }))
    return merkleTree(rows, this.treeDepth)
  }

  /** Rows of a node in some buckets of the tree that it shares with another. */
  rowsIn(name: string, other: string, buckets: readonly number[]): KeyedRow[] {
    return this.rowsShared(name, other).filter(({ key }) => buckets.includes(bucketOf(key, this.treeDepth)))
  }

  /** What a node has of the keys that it shares with another. */
  rowsShared(name: string, other: string): KeyedRow[] {
    const rows: KeyedRow[] = []
    for (const key of this.shared(name, other)) {
      const row = this.copy(name, key)
      if (row !== null) rows.push({ key, row })
    }
    return rows
  }

  /** Rows that are there from the start, alike at all nodes. */
  fill(keys: readonly string[], rowOf: (index: number) => Row): void {
    for (const [index, key] of keys.entries())
      for (const name of this.homes(key)) this.disk(name).rows.set(key, rowOf(index))
  }

  /** A replica starts: it shows its rows from now on. */
  shows(node: Node): void {
    this.#nodes.set(node.name, node)
    this.#showCounts(node)
    this.#showRows(node)
  }

  /** A row or a hint at a node has changed: every node that has a copy of the key shows how it compares now. */
  changed(key: string, at: string): void {
    const homes = this.homes(key)
    for (const name of homes) {
      const behind = this.#behind.get(name) as Set<string>
      if (['older', 'apart'].includes(this.#state(name, key))) behind.add(key)
      else behind.delete(key)
    }
    for (const name of new Set([...homes, at])) {
      const node = this.#nodes.get(name)
      if (node === undefined) continue
      this.#showCounts(node)
      if (this.#keysOf(name).slice(0, SHOWN_ROWS).includes(key)) this.#showRows(node)
    }
  }

  /** Whether two copies of a key differ in any byte; a sentence that says which. */
  difference(key: string, names: readonly string[]): string | null {
    const texts = names.map((name) => JSON.stringify(this.copy(name, key)))
    const other = texts.findIndex((text) => text !== texts[0])
    if (other < 0) return null
    const [one, two] = [0, other].map((index) => `${this.#told(names[index] as string, key)} at ${names[index]}`)
    return `${key} is ${one} and ${two}.`
  }

  #keysOf(name: string): readonly string[] {
    return this.#owned.get(name) ?? []
  }

  #told(name: string, key: string): string {
    const copy = this.copy(name, key)
    if (copy === null) return 'missing'
    const stamp = this.options.stampText(copy)
    return stamp === '' ? `${contentText(copy)}` : `${contentText(copy)} (${stamp})`
  }

  #showCounts(node: Node): void {
    node.gauge('behind').set(this.#behind.get(node.name)?.size ?? 0)
    node.gauge('hints').set(this.disk(node.name).hints.length)
  }

  #showRows(node: Node): void {
    const rows = this.#keysOf(node.name)
      .slice(0, SHOWN_ROWS)
      .map((key): ReplicaRow => {
        const copy = this.copy(node.name, key)
        return {
          key,
          value: copy === null ? null : shownText(copy),
          stamp: copy === null ? '' : this.options.stampText(copy),
          state: this.#state(node.name, key),
        }
      })
    const fact = node.fact('rows')
    if (JSON.stringify(fact.value) !== JSON.stringify(rows)) fact.set(rows)
  }

  /** How a copy compares with the others. */
  #state(name: string, key: string): ReplicaRow['state'] {
    const own = this.copy(name, key)
    const copies = this.homes(key).map((home) => this.copy(home, key))
    const joined = joinRows(copies)
    if (joined === null || copies.every((copy) => isSameRow(copy, joined))) return 'same'
    if (isSameRow(own, joined)) return 'newer'
    const isWithin = own === null || copies.some((copy) => !isSameRow(copy, own) && includes(copy, own))
    return isWithin ? 'older' : 'apart'
  }
}
