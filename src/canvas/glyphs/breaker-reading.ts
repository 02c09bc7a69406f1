import { numberOf, type Reading, textOf } from '../reading'

export type BreakerStateName = 'none' | 'closed' | 'open' | 'half-open'

export function stateOf(reading: Reading): BreakerStateName {
  const state = textOf(reading, 'breaker')
  return state === 'closed' || state === 'open' || state === 'half-open' ? state : 'none'
}

/** What the state rests on, in the words and figures of the last sentence. */
export function countedText(reading: Reading): string {
  const state = stateOf(reading)
  if (state === 'half-open') return probesText(reading)
  if (state === 'open' && numberOf(reading, 'probesDone') > 0)
    return `${numberOf(reading, 'probesFailed')} of ${numberOf(reading, 'probesDone')} probes failed`
  if (state === 'none') return lastCallsText(textOf(reading, 'outcomes'))
  if (reading.rowLimit !== undefined)
    return `${numberOf(reading, 'failuresInRow')} of ${numberOf(reading, 'rowLimit')} failures in a row`
  const calls = numberOf(reading, 'windowCalls')
  if (calls === 0) return 'no calls counted'
  const slow = numberOf(reading, 'windowSlow')
  const failed = `${numberOf(reading, 'windowFailed')} of ${calls} failed`
  return slow === 0 ? failed : `${failed}, ${slow} slow`
}

function probesText(reading: Reading): string {
  const allowed = numberOf(reading, 'probesAllowed')
  const given = numberOf(reading, 'probesGiven')
  const back = `${numberOf(reading, 'probesDone')} back`
  return allowed === 0 ? `${given} calls through, ${back}` : `${given} of ${allowed} probes out, ${back}`
}

function lastCallsText(outcomes: string): string {
  if (outcomes === '') return 'no calls yet'
  const failed = [...outcomes].filter((letter) => letter === '-' || letter === 'S').length
  return `${failed} of the last ${outcomes.length} failed`
}

/** One place of the row of outcomes. */
export type Cell = 'empty' | 'good' | 'bad' | 'slow-good' | 'slow-bad'

const LETTERS: Readonly<Record<string, Cell>> = { '+': 'good', '-': 'bad', s: 'slow-good', S: 'slow-bad' }

/** The row of cells, oldest first: outcomes of the window, or the failures in a row with their limit. */
export function cellsOf(reading: Reading, most: number): readonly Cell[] {
  if (reading.rowLimit !== undefined) {
    const limit = Math.min(most, numberOf(reading, 'rowLimit'))
    return Array.from({ length: limit }, (_, place) => (place < numberOf(reading, 'failuresInRow') ? 'bad' : 'empty'))
  }
  const size = numberOf(reading, 'windowSize')
  const length = size === 0 ? most : Math.min(most, size)
  const letters = textOf(reading, 'outcomes').slice(-length)
  return Array.from({ length }, (_, place) => LETTERS[letters[place] ?? ''] ?? 'empty')
}
