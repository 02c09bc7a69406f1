import type { EvictionRow } from '../../../workers/systems/glyphs'
import type { Mark } from '../../../workers/trace/trace'
import { numberOf, type Reading, textOf } from '../reading'

/** One entry of a row, or the gap that stands for those a long row leaves out. */
export type Cell =
  | { readonly kind: 'gap' }
  | { readonly kind: 'entry'; readonly key: string; readonly count: number | null; readonly isAtHand: boolean }

export interface ShownRow {
  readonly row: EvictionRow
  readonly cells: readonly Cell[]
  /** All entries of the row, listed or not. */
  readonly length: number
  /** How many it may have; null when it has no bound of its own. */
  readonly room: number | null
}

/** The rows at a step: those that the mark tells, or after the last step of an access those of the reading. */
export function rowsAt(rows: readonly EvictionRow[], reading: Reading, lastMark: Mark | null): ShownRow[] {
  const told = listOf(lastMark, 'rows')
  return rows.map((row, index) => {
    const text = told[index] ?? textOf(reading, `row:${row.name}`)
    const cells = cellsOf(text)
    const isWhole = cells.every(({ kind }) => kind === 'entry')
    const room = numberOf(reading, `room:${row.name}`)
    return {
      row,
      cells,
      length: isWhole ? cells.length : numberOf(reading, `length:${row.name}`),
      room: room === 0 ? null : room,
    }
  })
}

/** `^k3:1 k4 … k5` as cells. */
export function cellsOf(text: string): Cell[] {
  if (text === '') return []
  return text.split(' ').map((word): Cell => {
    if (word === '…') return { kind: 'gap' }
    const isAtHand = word.startsWith('^')
    const [key = '', count] = (isAtHand ? word.slice(1) : word).split(':')
    return { kind: 'entry', key, count: count === undefined ? null : Number(count), isAtHand }
  })
}

/** The keys that a step is about, and those that have left in its access so far. */
export function stepOf(mark: Mark | null): { readonly keys: readonly string[]; readonly out: readonly string[] } {
  const keys = [mark?.details.key, mark?.details.rival].filter((key) => typeof key === 'string')
  return { keys, out: listOf(mark, 'out') }
}

/** The number of an entry as it stands under its key: counts as they are up to three digits, times in milliseconds. */
export function countText(count: number | null, counts: EvictionRow['counts']): string {
  if (counts === 'none' || counts === 'bit') return ''
  if (count === null) return '–'
  const value = counts === 'time' ? Math.round(count / 1000) : count
  return value < 1000 ? String(value) : `${Math.round(value / 1000)}k`
}

function listOf(mark: Mark | null, key: string): readonly string[] {
  const value = mark?.details[key]
  return Array.isArray(value) ? (value as readonly string[]) : []
}
