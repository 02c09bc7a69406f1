import type { RowTable, RowValue } from '../../algorithms/storage/row-table'
import type { Check } from '../../network/check'
import { HAS_SHARD, ONE_HOME, ONLY_TO_NEW, READS_FIND } from './meta-checks'
import type { Cluster } from './model-cluster'

/**
 * Watches clients' reads and writes from outside, with a memory of its own. Writes of a key have values that grow with
 * the order in which they began; a read may answer any write that no acknowledged one has followed before it began.
 */
export class ShardWitness {
  #turn = 0
  #breach: string | null = null
  #noShard: string | null = null
  /** When each acknowledged value was acknowledged, by key and value. */
  readonly #acknowledged = new Map<string, Map<RowValue, number>>()
  /** Of the acknowledged writes of a key, when the one that began last began. */
  readonly #latest = new Map<string, { began: number; value: RowValue }>()

  /** Rows that are there at the start count as written before all. */
  constructor(initial: readonly (readonly [key: string, value: RowValue])[]) {
    for (const [key, value] of initial) this.wrote(key, value, 0)
  }

  /** A write begins; keep what this gives for `wrote`. */
  begins(): number {
    return ++this.#turn
  }

  wrote(key: string, value: RowValue, began: number): void {
    const times = this.#acknowledged.get(key) ?? new Map<RowValue, number>()
    times.set(value, ++this.#turn)
    this.#acknowledged.set(key, times)
    if (began >= (this.#latest.get(key)?.began ?? 0)) this.#latest.set(key, { began, value })
  }

  /** A read begins; keep what this gives for `found`. */
  reads(key: string): { began: number; value: RowValue } | null {
    return this.#latest.get(key) ?? null
  }

  found(key: string, value: RowValue | null, before: { began: number; value: RowValue } | null): void {
    if (before === null) return
    const known = value === null ? 0 : (this.#acknowledged.get(key)?.get(value) ?? Number.POSITIVE_INFINITY)
    if (known >= before.began && value !== null) return
    this.#breach ??=
      value === null
        ? `A read of ${key} finds no row; ${before.value} was acknowledged before it began.`
        : `A read of ${key} finds ${value}; ${before.value} was acknowledged before it began.`
  }

  hasNoShard(key: string): void {
    this.#noShard ??= `${key} belongs to no shard.`
  }

  get checks(): readonly Check[] {
    return [
      { name: READS_FIND, watch: () => () => this.#breach },
      { name: HAS_SHARD, watch: () => () => this.#noShard },
    ]
  }
}

/** Compares the owners of all keys before and after every change of the map. */
export function keysMoveOnlyToTheNewShard(cluster: Cluster, keys: readonly string[]): Check {
  return {
    name: ONLY_TO_NEW,
    watch() {
      let seen = cluster.version
      let owners = keys.map((key) => cluster.map.locate(key))
      return () => {
        if (seen === cluster.version) return null
        seen = cluster.version
        const before = owners
        owners = keys.map((key) => cluster.map.locate(key))
        const stray = keys.findIndex((_, index) => owners[index] !== before[index] && owners[index] !== cluster.joining)
        if (stray < 0) return null
        return `${keys[stray]} moves from ${before[stray]} to ${owners[stray]}, but only ${cluster.joining} joins.`
      }
    },
  }
}

/** Looks into the tables themselves whenever no move is under way after one. */
export function rowsHaveOneHome(cluster: Cluster, tables: ReadonlyMap<string, RowTable>): Check {
  return {
    name: ONE_HOME,
    watch() {
      let seen = cluster.version
      return () => {
        if (seen === cluster.version || cluster.phase !== 'settled') return null
        seen = cluster.version
        for (const [shard, table] of tables)
          for (const [key] of table.scan('', '\uffff')) {
            const owner = cluster.map.locate(key)
            if (owner !== shard) return `${key} is at ${shard} and belongs to ${owner ?? 'no shard'}.`
          }
        return null
      }
    },
  }
}
