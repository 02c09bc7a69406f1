import type { Micros } from '../kernel/time'
import { defineMark } from '../trace/mark-definition'

export const answered = defineMark<{ label: string; because: string }>(
  'http-cache/hit',
  'good',
  '{label} is answered from memory: {because}.',
)
export const forwards = defineMark<{ label: string; origin: string; because: string }>(
  'http-cache/forwards',
  'neutral',
  '{label} goes on to {origin}: {because}.',
)
export const renews = defineMark<{ label: string; origin: string }>(
  'http-cache/renews',
  'attention',
  '{label} is renewed at {origin} while what is stale has been served.',
)
export const collapses = defineMark<{ label: string; waiting: number }>(
  'http-cache/collapses',
  'good',
  '{label} is on its way already: {waiting} more wait for that one answer.',
)
export const keeps = defineMark<{ label: string; because: string; targets: number }>(
  'http-cache/keeps',
  'good',
  'The answer to {label} is kept: {because}. Targets remembered: {targets}.',
)
export const passes = defineMark<{ label: string; status: number; because: string }>(
  'http-cache/passes',
  'neutral',
  'The answer {status} to {label} is not kept: {because}.',
)
export const standsIn = defineMark<{ label: string; because: string }>(
  'http-cache/stale-on-error',
  'attention',
  '{label} is answered with what is stale: {because}.',
)
export const invalidates = defineMark<{ label: string; targets: readonly string[] }>(
  'http-cache/invalidates',
  'attention',
  '{label} has changed something: {targets} must be asked for anew.',
)
export const evicts = defineMark<{ victim: string; label: string }>(
  'http-cache/evicted',
  'neutral',
  '{victim} is forgotten to make room for {label}: its last use lies furthest back.',
)
export const purged = defineMark<{
  node: string
  label: string
  targets: readonly string[]
  how: string
}>('http-cache/purged', 'attention', '{node} gets {label} and {how} {targets}.')
export const overtakes = defineMark<{ node: string; label: string; loads: number }>(
  'http-cache/overtaken',
  'attention',
  '{label} comes to {node} before what was asked for earlier: answers that will not be kept: {loads}.',
)
export const fallsBack = defineMark<{ label: string; from: string; to: string; cause: string }>(
  'http-cache/falls-back',
  'attention',
  '{label} goes to {to} instead of {from}: {cause}.',
)
export const overloaded = defineMark<{ node: string; label: string; capacity: number }>(
  'http-cache/overloaded',
  'bad',
  '{node} refuses {label}: all its workers are busy and its queue of {capacity} is full.',
)
export const refuses = defineMark<{ label: string; because: string }>(
  'http/refused',
  'bad',
  '{label} goes no further: {because}.',
)
export const access = defineMark<{ label: string; status: number; bytes: number; time: Micros; cache: string }>(
  'http/access',
  'neutral',
  '{label} → {status}, {bytes:count} bytes in {time:time}; {cache}.',
)
