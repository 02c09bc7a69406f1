import { EpochHistory } from '../../algorithms/replication/epoch-history'
import type { Version } from '../../algorithms/replication/version'
import { RowTable } from '../../algorithms/storage/row-table'

/** What a node takes itself for; a replica may not know of whom. */
export type Role = { readonly kind: 'primary' } | { readonly kind: 'replica'; readonly of: string | null }

/** What a node has on its disk: it outlives a crash. */
export class NodeDisk {
  readonly table = new RowTable()
  readonly epochs = new EpochHistory()
  /** The highest epoch that it has promised: no log of an older one is taken. */
  promised = 1

  constructor(public role: Role) {}

  get last(): Version {
    return { epoch: this.epochs.last, position: this.table.position }
  }
  holds(value: string): boolean {
    return this.table.changesAfter(0).some((change) => change.value === value)
  }
}
