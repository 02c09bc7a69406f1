import type { ReplicaRow } from '../../../workers/systems/glyphs'
import { amountOf, numberOf, type Reading } from '../reading'

export function rowsOf(reading: Reading): readonly ReplicaRow[] {
  return (reading.rows as readonly ReplicaRow[] | undefined) ?? []
}

/** `k3 is 41 (1204 ms a), older than another copy`, `k3 is 5 items (a5), and another copy …` */
export function wordsOf({ key, value, stamp, state }: ReplicaRow): string {
  const held = value === null ? `no ${key}` : `${key} is ${value}`
  const written = stamp === '' ? '' : ` (${stamp})`
  if (state === 'same') return `${held}${written}`
  return `${held}${written}, ${STATES[state]}`
}

const STATES = {
  newer: 'newer than another copy',
  older: 'older than another copy',
  apart: 'and another copy has what this one has not, and the reverse',
} as const

/** `all alike`, `3 behind` */
export function behindText(reading: Reading): string {
  return numberOf(reading, 'behind') === 0 ? 'none behind' : `${amountOf(reading, 'behind')} behind`
}

/** `keeps 2 for others`; empty when it keeps nothing. */
export function hintsText(reading: Reading): string {
  return numberOf(reading, 'hints') === 0 ? '' : `keeps ${amountOf(reading, 'hints')}`
}

/** `lease r1 r3`; empty when it holds none, or there is no such thing. */
export function leasesText(reading: Reading): string {
  const held = (reading.leases as readonly string[] | undefined) ?? []
  return held.length === 0 ? '' : `lease ${held.join(' ')}`
}

export function standingText(reading: Reading): string {
  const leases = leasesText(reading)
  if (leases !== '') return `${behindText(reading)}, ${leases}`
  const hints = hintsText(reading)
  return hints === '' ? behindText(reading) : `${behindText(reading)}, ${hints} for others`
}
