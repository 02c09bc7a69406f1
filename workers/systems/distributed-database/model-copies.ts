import { bucketOf, type MerkleTree, merkleTree } from '../../algorithms/quorum/merkle-tree'
import { isNewer, newestOf, type Stamped } from '../../algorithms/quorum/stamp'
import type { Node } from '../../network/node'
import type { ReplicaRow } from '../glyphs'
import { SHOWN_ROWS } from './meta-names'
import type { KeyedRow } from './model-messages'

/** Levels of a tree below its root. */
export const DEPTH = 4

/** A value that a node keeps for another one. */
export interface Hint {
  readonly keptFor: string
  readonly key: string
  readonly row: Stamped
}

/** The disk of one replica: it survives a crash. */
export class Disk {
  readonly rows = new Map<string, Stamped>()
  hints: Hint[] = []

  /** What a read finds: the row, or a newer one that is kept for somebody else. */
  find(key: string): Stamped | null {
    return newestOf([
      this.rows.get(key) ?? null,
      ...this.hints.filter((hint) => hint.key === key).map(({ row }) => row),
    ])
  }

  /** Keeps the newest of each key for each node. */
  keep(hint: Hint): void {
    const at = this.hints.findIndex(({ keptFor, key }) => keptFor === hint.keptFor && key === hint.key)
    if (at < 0) this.hints.push(hint)
    else if (isNewer(hint.row, (this.hints[at] as Hint).row)) this.hints[at] = hint
  }
}

/**
 * All disks and where the copies of each key belong. Whoever looks from outside sees here how the copies compare; the
 * replicas themselves do not.
 */
export class Copies {
  readonly disks: ReadonlyMap<string, Disk>
  readonly #homes: ReadonlyMap<string, readonly string[]>
  readonly #nodes = new Map<string, Node>()

  constructor(
    readonly names: readonly string[],
    readonly keys: readonly string[],
    homesOf: (key: string) => readonly string[],
    /** Whether replicas know how old their copies are. */
    private readonly isStamped: boolean,
  ) {
    this.disks = new Map(names.map((name) => [name, new Disk()]))
    this.#homes = new Map(keys.map((key) => [key, homesOf(key)]))
  }

  homes(key: string): readonly string[] {
    return this.#homes.get(key) ?? []
  }

  disk(name: string): Disk {
    return this.disks.get(name) as Disk
  }

  copy(name: string, key: string): Stamped | null {
    return this.disk(name).rows.get(key) ?? null
  }

  /** Keys whose copies belong on both nodes. */
  shared(a: string, b: string): string[] {
    return this.keys.filter((key) => this.homes(key).includes(a) && this.homes(key).includes(b))
  }

  tree(name: string, other: string): MerkleTree {
    return merkleTree(
      this.#rows(name, other).map(({ key, row }) => ({ key, stamp: row.stamp })),
      DEPTH,
    )
  }

  /** Rows of a node in some buckets of the tree that it shares with another. */
  rowsIn(name: string, other: string, buckets: readonly number[]): KeyedRow[] {
    return this.#rows(name, other).filter(({ key }) => buckets.includes(bucketOf(key, DEPTH)))
  }

  /** A replica starts: it shows its rows from now on. */
  shows(node: Node): void {
    this.#nodes.set(node.name, node)
    this.#show(node)
  }

  /** A row or a hint at a node has changed: every node that has a copy of the key shows how it compares now. */
  changed(key: string, at: string): void {
    for (const name of new Set([...this.homes(key), at])) {
      const node = this.#nodes.get(name)
      if (node !== undefined) this.#show(node)
    }
  }

  /** Whether two copies of a key differ; a sentence that says which. */
  difference(key: string, names: readonly string[]): string | null {
    const texts = names.map((name) => textOf(this.copy(name, key)))
    const other = texts.findIndex((text) => text !== texts[0])
    return other < 0 ? null : `${key} is ${texts[0]} at ${names[0]} and ${texts[other]} at ${names[other]}.`
  }

  #rows(name: string, other: string): KeyedRow[] {
    const rows: KeyedRow[] = []
    for (const key of this.shared(name, other)) {
      const row = this.copy(name, key)
      if (row !== null) rows.push({ key, row })
    }
    return rows
  }

  #show(node: Node): void {
    const own = this.keys.filter((key) => this.homes(key).includes(node.name))
    const behind = own.filter((key) => this.#state(node.name, key) === 'older').length
    node.gauge('behind').set(behind)
    node.gauge('hints').set(this.disk(node.name).hints.length)
    const rows = own.slice(0, SHOWN_ROWS).map((key): ReplicaRow => {
      const copy = this.copy(node.name, key)
      return {
        key,
        value: copy?.value ?? null,
        stamp: copy === null || !this.isStamped ? '' : stampText(copy),
        state: this.#state(node.name, key),
      }
    })
    const fact = node.fact('rows')
    if (JSON.stringify(fact.value) !== JSON.stringify(rows)) fact.set(rows)
  }

  /** How a copy compares with the others, by stamp; without stamps of different age, by value. */
  #state(name: string, key: string): ReplicaRow['state'] {
    const own = this.copy(name, key)
    const copies = this.homes(key).map((home) => this.copy(home, key))
    const newest = newestOf(copies)
    if (newest === null || copies.every((copy) => copy?.value === newest.value)) return 'same'
    return own?.value === newest.value ? 'newer' : 'older'
  }
}

/** `1204 ms a`, or of a counter `7 a` */
function stampText({ stamp: { time, by } }: Stamped): string {
  return `${time < 1_000 ? time : `${Math.floor(time / 1_000)} ms`} ${by.slice(-1)}`
}

function textOf(copy: Stamped | null): string {
  return copy === null ? 'missing' : String(copy.value)
}
