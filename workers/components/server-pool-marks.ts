import type { Micros } from '../kernel/time'
import { defineMark } from '../trace/mark-definition'

export const tookAtOnce = defineMark<{ server: string; label: string; waited: Micros; waiting: number }>(
  'pool/took',
  'neutral',
  '{server} takes {label} at once: it has a free worker.',
)
export const tookNext = defineMark<{ server: string; label: string; waited: Micros; waiting: number }>(
  'pool/took',
  'neutral',
  '{server} becomes free and takes {label}, which has waited longest ({waited:time}); still waiting: {waiting}.',
)
export const joined = defineMark<{ server: string; members: number }>(
  'pool/joined',
  'good',
  '{server} gets requests from now on, servers in all: {members}.',
)
export const drained = defineMark<{ server: string; open: number; members: number }>(
  'pool/drained',
  'neutral',
  '{server} gets no more requests; it finishes what it has: {open}. Servers that are left: {members}.',
)
export const lost = defineMark<{ server: string; cause: string; members: number }>(
  'pool/lost',
  'bad',
  '{server} is out, since a request to it failed: {cause}. Servers that are left: {members}.',
)
export const only = defineMark<{ server: string; label: string; open: number }>(
  'pool/only',
  'neutral',
  '{server} gets {label}, as there is no other; open there before: {open}.',
)
export const nobody = defineMark<{ label: string; count: number }>(
  'pool/nobody',
  'bad',
  '{label} is refused: servers that can take it: 0 of {count}.',
)
