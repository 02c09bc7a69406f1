import type { RedisKey } from '../../../workers/systems/glyphs'
import { groupDigits } from '../../../workers/trace/sentence'
import type { Mark } from '../../../workers/trace/trace'
import { numberOf, type Reading, textOf } from '../reading'

/** The fact `keyspace` of a reading; empty before the first key. */
export function keyspaceOf(reading: Reading): readonly RedisKey[] {
  const fact = reading.keyspace
  return Array.isArray(fact) ? (fact as unknown as readonly RedisKey[]) : []
}

/** `lock, 120 ms left` */
export function keyText({ key, leftMs }: RedisKey): string {
  return leftMs === null ? key : `${key}, ${leftText(leftMs)} left`
}

/** Whole milliseconds as PTTL tells them, and seconds from ten on. */
export function leftText(leftMs: number): string {
  return leftMs < 10_000 ? `${leftMs} ms` : `${Math.round(leftMs / 1000)} s`
}

/** The command that has the thread; null while none has. A crash leaves its name behind, but not the thread busy. */
export function inService(reading: Reading): string | null {
  return numberOf(reading, 'busy') > 0 ? textOf(reading, 'command') : null
}

/** `1 key`, `12 keys` */
export function keysText(count: number): string {
  return `${groupDigits(count)} ${count === 1 ? 'key' : 'keys'}`
}

/** The last command with its reply, as its sentence tells them. */
export function ranOf(mark: Mark | null): { readonly command: string; readonly reply: string } | null {
  if (mark === null || typeof mark.details.command !== 'string') return null
  return { command: mark.details.command, reply: String(mark.details.reply ?? '') }
}
