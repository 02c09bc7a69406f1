import type { Micros } from '../kernel/time'
import { defineMark } from '../trace/mark-definition'

export const connected = defineMark<{ node: string; from: string; open: number; limit: number; time: Micros }>(
  'sessions/connected',
  'neutral',
  '{node} has a process for {from} after {time:time}: connection {open} of at most {limit}.',
)
export const refused = defineMark<{ node: string; from: string; limit: number }>(
  'sessions/refused',
  'bad',
  '{node} refuses a connection of {from}: all {limit} that it allows are open.',
)
export const dropped = defineMark<{ node: string; from: string; count: number }>(
  'sessions/dropped',
  'neutral',
  '{node} closes what an earlier life of {from} has left open ({count}).',
)
export const crowded = defineMark<{
  node: string
  label: string
  took: Micros
  alone: Micros
  others: number
  cores: number
}>(
  'sessions/crowded',
  'attention',
  '{label} takes {took:time} instead of {alone:time}, as it shares the {cores} cores of {node}; still there: {others}.',
)
export const cancelled = defineMark<{ node: string; label: string; limit: Micros }>(
  'sessions/cancelled',
  'attention',
  '{node} cancels {label}: it runs for {limit:time}, the longest that a statement may.',
)
export const cut = defineMark<{ node: string; from: string; idle: Micros; left: number }>(
  'sessions/cut',
  'attention',
  '{node} closes a connection of {from} on which nothing was asked for {idle:time}, and does not say so; {left} remain.',
)
export const unknown = defineMark<{ node: string; name: string; session: number }>(
  'sessions/unknown-statement',
  'bad',
  '{node} is asked for the prepared statement “{name}”, and nobody has prepared it on connection {session}.',
)
export const gone = defineMark<{ node: string; label: string; session: number }>(
  'sessions/gone',
  'bad',
  '{label} comes over connection {session}, which {node} has closed: it fails, and the pool learns of it only now.',
)
