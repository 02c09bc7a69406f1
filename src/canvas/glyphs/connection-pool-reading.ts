import { groupDigits } from '../../../workers/trace/sentence'
import { amountOf, numberOf, type Reading, textOf } from '../reading'

/** Cells of one row, and all that are drawn one by one; more connections are a bar. */
export const CELLS_A_ROW = 12
export const MOST_CELLS = 24

/** Rows of cells that so many connections take. */
export function linesOf(places: number): number {
  return places > CELLS_A_ROW && places <= MOST_CELLS ? 2 : 1
}

export type CellState = 'none' | 'idle' | 'opening' | 'lent'

/** What a connection does, and for a lent one the first word of what has it. */
export function cellOf(
  reading: Reading,
  pool: string,
  slot: number,
): { readonly state: CellState; readonly word: string } {
  const text = textOf(reading, `slot:${pool}:${slot}`)
  if (text === '') return { state: 'none', word: '' }
  if (text === 'idle' || text === 'opening') return { state: text, word: '' }
  return { state: 'lent', word: text.split(' ', 1)[0] ?? '' }
}

/** Units that a letter of a cell takes, and what is left free at its sides. */
const LETTER = 6.4
const SIDES = 6

/** The word where the cell is wide enough, otherwise its first letter, and nothing where not even that has room. */
export function wordIn(word: string, width: number): string {
  if (word.length * LETTER + SIDES <= width) return word
  return width >= LETTER + 2.5 ? word.slice(0, 1) : ''
}

export interface Waiter {
  readonly label: string
  readonly since: number
}

/** Who waits longest. */
export function waitersOf(reading: Reading, pool: string): readonly Waiter[] {
  const fact = reading[`line:${pool}`]
  return Array.isArray(fact) ? (fact as unknown as readonly Waiter[]) : []
}

/** `5 of 8 lent`, or without a bound `5 of 12 lent, no bound`. */
export function lentText(reading: Reading, pool: string): string {
  const bound = numberOf(reading, `bound:${pool}`)
  const lent = amountOf(reading, `lent:${pool}`)
  if (bound > 0) return `${lent} of ${groupDigits(bound)} lent`
  return `${lent} of ${groupDigits(openOf(reading, pool))} lent, no bound`
}

/** Connections that are open or being opened. */
export function openOf(reading: Reading, pool: string): number {
  return numberOf(reading, `lent:${pool}`) + numberOf(reading, `idle:${pool}`) + numberOf(reading, `opening:${pool}`)
}

export function poolText(reading: Reading, pool: string): string {
  return `${pool}: ${lentText(reading, pool)}, ${amountOf(reading, `waiting:${pool}`)} waiting`
}
