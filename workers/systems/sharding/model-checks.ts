import type { RowTable } from '../../algorithms/storage/row-table'
import type { NewestReadWitness } from '../../components/newest-read-witness'
import type { Check } from '../../network/check'
import { HAS_SHARD, ONE_HOME, ONLY_THE_ONE, ROW_ONCE, THERE_FIRST } from './meta-checks'
import type { Cluster } from './model-cluster'

type Tables = ReadonlyMap<string, RowTable>

/** Told of keys that no shard has. */
export class LostKeyWitness {
  #breach: string | null = null

  hasNoShard(key: string): void {
    this.#breach ??= `${key} belongs to no shard.`
  }

  get check(): Check {
    return { name: HAS_SHARD, watch: () => () => this.#breach }
  }
}

/** Rows of an answer, in the order of keys. */
type Rows = readonly { readonly key: string }[]

/** Holds the answers of queries against the keys that were acknowledged before they began. */
export class QueryWitness {
  #breach: string | null = null

  constructor(private readonly writes: NewestReadWitness) {}

  /** A query of [from, to) begins; keep what this gives for `found`. */
  asks(from: string, to: string): readonly string[] {
    return [...this.writes.keys].filter((key) => key >= from && key < to)
  }

  /** It has its answer: the first `limit` rows. */
  found(label: string, rows: Rows, limit: number, before: readonly string[]): void {
    const keys = new Set(rows.map(({ key }) => key))
    if (keys.size < rows.length) {
      const twice = rows.find(({ key }, index) => rows[index + 1]?.key === key)
      this.#breach ??= `${label} has ${twice?.key} twice.`
    }
    const end = rows.length < limit ? '\uffff' : (rows.at(-1)?.key ?? '')
    const missing = before.find((key) => key < end && !keys.has(key))
    if (missing !== undefined) this.#breach ??= `${label} misses ${missing}.`
  }

  get check(): Check {
    return { name: ROW_ONCE, watch: () => () => this.#breach }
  }
}

/** Compares the owners of all keys before and after every change of the map. */
export function keysMoveOnlyForTheOneThatMoves(cluster: Cluster, keys: readonly string[]): Check {
  return {
    name: ONLY_THE_ONE,
    watch() {
      let seen = cluster.version
      let owners = keys.map((key) => cluster.map.locate(key))
      return () => {
        if (seen === cluster.version) return null
        seen = cluster.version
        const before = owners
        owners = keys.map((key) => cluster.map.locate(key))
        const { changing } = cluster
        const stray = keys.findIndex((_, index) => {
          const [was, is] = [before[index], owners[index]]
          return was !== is && was !== changing && is !== changing
        })
        if (stray < 0) return null
        return `${keys[stray]} moves from ${before[stray]} to ${owners[stray]}, but only ${changing} joins or leaves.`
      }
    },
  }
}

/** Looks into the tables themselves at the instant at which another map comes into force. */
export function rowsAreThereFirst(cluster: Cluster, tables: Tables, witness: NewestReadWitness): Check {
  return {
    name: THERE_FIRST,
    watch() {
      let seen = cluster.version
      return () => {
        if (seen === cluster.version) return null
        seen = cluster.version
        return lostRow(cluster, tables, witness)
      }
    },
  }
}

/** Looks into the tables themselves whenever a move is over. */
export function rowsHaveOneHome(cluster: Cluster, tables: Tables, witness: NewestReadWitness): Check {
  return {
    name: ONE_HOME,
    watch() {
      let seen = cluster.moves
      return () => {
        if (seen === cluster.moves) return null
        seen = cluster.moves
        for (const [shard, table] of tables)
          for (const [key] of table.scan('', '\uffff')) {
            const owner = cluster.map.locate(key)
            if (owner !== shard) return `${key} is at ${shard} and belongs to ${owner ?? 'no shard'}.`
          }
        return lostRow(cluster, tables, witness)
      }
    },
  }
}

/** How many keys there are whose shard has not what was acknowledged, with one of them. */
function lostRow(cluster: Cluster, tables: Tables, witness: NewestReadWitness): string | null {
  let [first, lost, all] = ['', 0, 0]
  for (const key of witness.keys) {
    all++
    const shard = cluster.map.locate(key) ?? 'no shard'
    const value = tables.get(shard)?.get(key)?.value ?? null
    const missing = witness.missing(key, value)
    if (missing === null) continue
    if (++lost === 1) first = `${shard} has ${value ?? 'no row'} for ${key}, but ${missing} was acknowledged`
  }
  return lost === 0 ? null : `${first}; such keys: ${lost} of ${all}.`
}
