/** What a node holds of one key: a value under its stamp, or siblings under their version vectors. */
import {
  isSameSiblings,
  mergeSiblings,
  type Siblings,
  siblingsText,
  unionOfItems,
} from '../../algorithms/quorum/siblings'
import { isNewer, type Stamp, type Stamped } from '../../algorithms/quorum/stamp'

export type Row = Stamped | Siblings

export type KeyedRow = { readonly key: string; readonly row: Row }

export function isSiblings(row: Row): row is Siblings {
  return 'versions' in row
}

/** What several copies come to: the last write, or all siblings that no other one has seen. Null when none is there. */
export function joinRows(copies: readonly (Row | null)[]): Row | null {
  return copies.reduce<Row | null>((joined, copy) => {
    if (copy === null || joined === null) return joined ?? copy
    if (isSiblings(copy) && isSiblings(joined)) return mergeSiblings(joined, copy)
    return isNewer(copy as Stamped, joined as Stamped) ? copy : joined
  }, null)
}

export function isSameRow(a: Row | null, b: Row | null): boolean {
  if (a === null || b === null) return a === b
  if (isSiblings(a) && isSiblings(b)) return isSameSiblings(a, b)
  return (a as Stamped).value === (b as Stamped).value
}

/** Whether a copy knows all that is in `row`. */
export function includes(copy: Row | null, row: Row): boolean {
  return copy !== null && isSameRow(joinRows([copy, row]), copy)
}

/** What is in a cart. */
export function itemsOf(row: Row | null): readonly number[] {
  if (row === null) return []
  return isSiblings(row) ? unionOfItems(row) : (row.items ?? [])
}

/** How many siblings there are, and how many items each has. */
export function siblingsIn({ versions }: Siblings): { readonly count: number; readonly items: readonly number[] } {
  return { count: versions.length, items: versions.map(({ items }) => items.length) }
}

/** The number of the write; of siblings there is none. */
export function writeOfRow(row: Row | null): number | null {
  return row === null || isSiblings(row) ? null : row.value
}

/** `17`, of a cart `5 items`, of siblings `5 | 4` */
export function contentText(row: Row): number | string {
  if (isSiblings(row) && row.versions.length > 1) return row.versions.map(({ items }) => items.length).join(' | ')
  if (!isSiblings(row) && row.items === undefined) return row.value
  const { length } = itemsOf(row)
  return length === 1 ? '1 item' : `${length} items`
}

const MOST_SHOWN = 17

/** The same as a node shows it: of siblings the versions, which say why there are several. */
export function shownText(row: Row): number | string {
  if (!isSiblings(row) || row.versions.length === 1) return contentText(row)
  const text = versionOf(row).replaceAll('|', ' | ')
  return text.length <= MOST_SHOWN ? text : `${row.versions.length} siblings`
}

/** Names what is written there: rows of one version are alike in every byte. */
export function versionOf(row: Row): string {
  return isSiblings(row) ? siblingsText(row) : textOf(row.stamp)
}

function textOf({ time, count, by }: Stamp): string {
  return `${time} ${count} ${by}`
}
