import type { RowTable } from '../../algorithms/storage/row-table'
import type { Check } from '../../network/check'
import { HAS_SHARD, ONE_HOME, ONLY_TO_NEW } from './meta-checks'
import type { Cluster } from './model-cluster'

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
