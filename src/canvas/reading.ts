import type { Plain } from '../../workers/protocol'
import { groupDigits } from '../../workers/trace/sentence'

export type Reading = Readonly<Record<string, Plain>>

/** A number of a reading; 0 before its first value. */
export function numberOf(reading: Reading, key: string): number {
  const value = reading[key]
  return typeof value === 'number' ? value : 0
}

/** The same as people read it. */
export function amountOf(reading: Reading, key: string): string {
  return groupDigits(numberOf(reading, key))
}

/** A text of a reading; empty before its first value. */
export function textOf(reading: Reading, key: string): string {
  const value = reading[key]
  return typeof value === 'string' ? value : ''
}

export function isDown(reading: Reading): boolean {
  return reading.up === 0
}

/** A cache node that is not in the placement now. */
export function isStandby(reading: Reading): boolean {
  return reading.member === 0
}

/** What is out of the ordinary, in words: `down`, `paused`, `slow ×4`, `standby`, `fails`; empty when nothing is. */
export function modeText(reading: Reading): string {
  const mode = textOf(reading, 'mode')
  if (isDown(reading)) return mode === '' ? 'down' : mode
  if (mode !== '') return mode
  return isStandby(reading) ? 'standby' : textOf(reading, 'mood')
}

/** The share of look-ups that hit, or null before the first. */
export function hitRatio(reading: Reading): number | null {
  const hits = numberOf(reading, 'hits')
  const all = hits + numberOf(reading, 'misses')
  return all === 0 ? null : hits / all
}
