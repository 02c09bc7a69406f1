/** How many bytes replicas send each other to compare: numbers as they would be packed, names by their letters. */
import type { Dot, History } from '../../algorithms/quorum/history'
import { isSiblings, type KeyedRow, type Row } from './model-row'

const HASH_BYTES = 4
const PLACE_BYTES = 2
const ITEM_BYTES = 4
const COUNT_BYTES = 4
const TIME_BYTES = 8
const VALUE_BYTES = 8

/** Hashes, each with its place in the tree. */
export function hashesBytes(count: number): number {
  return count * (HASH_BYTES + PLACE_BYTES)
}

export function placesBytes(count: number): number {
  return count * PLACE_BYTES
}

export function rowsBytes(rows: readonly KeyedRow[]): number {
  return rows.reduce((sum, { key, row }) => sum + key.length + rowBytes(row), 0)
}

function rowBytes(row: Row): number {
  if (isSiblings(row))
    return row.versions.reduce(
      (sum, { dot, past, items }) => sum + dotBytes(dot) + historyBytes(past) + ITEM_BYTES * items.length,
      0,
    )
  const { stamp, items = [] } = row
  return VALUE_BYTES + TIME_BYTES + COUNT_BYTES + stamp.by.length + ITEM_BYTES * items.length
}

function historyBytes({ upTo, also }: History): number {
  return [...upTo, ...also].reduce((sum, dot) => sum + dotBytes(dot), 0)
}

function dotBytes({ by }: Dot): number {
  return by.length + COUNT_BYTES
}
