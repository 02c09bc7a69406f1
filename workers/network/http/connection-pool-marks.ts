import type { Micros } from '../../kernel/time'
import { defineMark } from '../../trace/mark-definition'

export const opens = defineMark<{ target: string; label: string; connections: number; trips: number; time: Micros }>(
  'pool/opens',
  'neutral',
  '{label} opens connection {connections} to {target}: none is free, and the set-up takes {trips} round trips, {time:time}.',
)
export const joins = defineMark<{ target: string; label: string; time: Micros }>(
  'pool/joins',
  'neutral',
  '{label} waits {time:time} for the connection to {target} that is being opened.',
)
export const waits = defineMark<{ target: string; label: string; busy: string; place: number }>(
  'pool/waits',
  'attention',
  '{label} waits at place {place} for {target}: {busy}.',
)
export const goes = defineMark<{ target: string; label: string; waited: Micros }>(
  'pool/goes',
  'good',
  '{label} has waited {waited:time} and takes the connection to {target} that became free.',
)
export const refuses = defineMark<{ target: string; label: string; waiting: number }>(
  'pool/refuses',
  'bad',
  '{label} is refused: the line for a connection to {target} is full, {waiting} long.',
)
export const gaveUp = defineMark<{ target: string; label: string; waited: Micros; why: string }>(
  'pool/gave-up',
  'bad',
  '{label} gives up after {waited:time}: {why} at {target}.',
)
export const closes = defineMark<{ target: string; left: number; why: string }>(
  'pool/closes',
  'neutral',
  'A connection to {target} is closed, {left} remain: {why}.',
)
