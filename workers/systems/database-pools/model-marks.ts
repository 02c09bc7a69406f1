import { defineMark } from '../../trace/mark-definition'

export const noThread = defineMark<{ node: string; label: string; threads: number; backlog: number }>(
  'app/no-thread',
  'bad',
  '{node} refuses {label}: all {threads} threads are taken and {backlog} requests wait for one.',
)
export const forgotten = defineMark<{ node: string; label: string; slot: number; pool: string }>(
  'app/forgotten',
  'attention',
  '{label} ends at {node} without giving connection {slot} to {pool} back.',
)
export const nests = defineMark<{ node: string; label: string; has: number; needs: number; pool: string }>(
  'app/nests',
  'neutral',
  '{label} has {has} of the {needs} connections that it needs at once and asks {pool} for one more.',
)
export const toReplica = defineMark<{ node: string; label: string; replica: string; position: number; needed: number }>(
  'route/replica',
  'neutral',
  '{label} may read at {replica}: it has come to position {position}, and the session has written position {needed}.',
)
export const toPrimary = defineMark<{ node: string; label: string; needed: number; furthest: number }>(
  'route/primary',
  'neutral',
  '{label} reads at the primary: the session has written position {needed}, and no replica is known beyond {furthest}.',
)
export const stale = defineMark<{
  session: number
  key: string
  saved: number
  read: number
  after: number
  by: string
}>(
  'session/stale',
  'bad',
  'Session {session} saved {key} as version {saved}, looks {after:time} later and reads version {read}: {by} has not replayed it yet.',
)
export const fresh = defineMark<{ session: number; key: string; saved: number; after: number; by: string }>(
  'session/fresh',
  'good',
  'Session {session} saved {key} as version {saved}, looks {after:time} later and sees it at {by}.',
)
