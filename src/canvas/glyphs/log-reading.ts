import type { LogEntryPicture } from '../../../workers/systems/glyphs'
import { numberOf, type Reading, textOf } from '../reading'

/** The fact `log` of a reading; empty before the first entry. */
export function entriesOf(reading: Reading): readonly LogEntryPicture[] {
  const fact = reading.log
  return Array.isArray(fact) ? (fact as unknown as readonly LogEntryPicture[]) : []
}

export type RoleShape = 'leads' | 'follows' | 'stands' | 'waits'

/** Which shape stands beside the word of a role. */
export function roleShape(role: string): RoleShape {
  if (role === 'primary' || role === 'leader') return 'leads'
  if (role === 'candidate') return 'stands'
  return role === 'replica' || role === 'follower' ? 'follows' : 'waits'
}

/** Raft counts terms, everybody else epochs. */
export function epochWord(reading: Reading): string {
  return ['leader', 'follower', 'candidate'].includes(textOf(reading, 'role')) ? 'term' : 'epoch'
}

export interface Lag {
  readonly replica: string
  /** Changes that it has not confirmed. */
  readonly changes: number
}

/** How far each replica of one that leads is behind; nothing for others. */
export function lagsOf(reading: Reading): readonly Lag[] {
  if (roleShape(textOf(reading, 'role')) !== 'leads') return []
  const keys = Object.keys(reading).filter((key) => key.startsWith('lag '))
  return keys.map((key) => ({ replica: key.slice(4), changes: numberOf(reading, key) }))
}

/** Epochs in a few colours in turn; the number stands in every cell. */
export function epochTone(epoch: number): number {
  return (((epoch - 1) % 5) + 5) % 5
}
