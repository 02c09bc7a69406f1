import { defineMark } from '../../trace/mark-definition'

export const hit = defineMark<{ key: string; value: string; level: string; left: number; chance: number }>(
  'level/hit',
  'good',
  '{key} = {value} is in {level}, good for {left:time} more.',
)
export const missed = defineMark<{ key: string; level: string; reason: string }>(
  'level/missed',
  'neutral',
  '{key} is not in {level}: {reason}.',
)
export const stale = defineMark<{ key: string; value: string; level: string; late: number }>(
  'level/stale',
  'attention',
  '{key} = {value} in {level} ended {late:time} ago; it is answered at once and renewed beside.',
)
export const staleOnError = defineMark<{ key: string; value: string; level: string; late: number; cause: string }>(
  'level/stale-on-error',
  'attention',
  '{key} cannot be loaded ({cause}): {value} in {level}, over since {late:time}, stands in.',
)
export const loads = defineMark<{ key: string; because: string }>(
  'level/loads',
  'neutral',
  '{key} is asked of the database: {because}.',
)
export const loaded = defineMark<{ key: string; value: string; took: number; life: number }>(
  'level/loaded',
  'good',
  'The database answers {key} = {value} after {took:time}; it is kept for {life:time}.',
)
export const notKept = defineMark<{ key: string; value: string; took: number }>(
  'level/not-kept',
  'neutral',
  'The database answers {key} = {value} after {took:time}, and that is kept nowhere.',
)
export const notLoaded = defineMark<{ key: string; cause: string; by: string }>(
  'level/not-loaded',
  'bad',
  '{key} cannot be loaded: {cause} at {by}.',
)
export const bounded = defineMark<{ key: string; places: number }>(
  'level/bounded',
  'attention',
  '{key} is not loaded: all {places} loads that this app may have at once are under way.',
)
export const joined = defineMark<{ key: string; waiting: number }>(
  'level/joined',
  'good',
  '{key} is on its way already: {waiting} more wait for that one answer.',
)
export const waits = defineMark<{ key: string; wait: number }>(
  'level/waits',
  'neutral',
  'Another app has the lease for {key}: it is asked for again in {wait:time}.',
)
export const early = defineMark<{ key: string; left: number; chance: number }>(
  'level/early',
  'good',
  '{key} is good for {left:time} more, and the lot (chance {chance:percent}) says to load it now, beside the others.',
)
export const copied = defineMark<{ key: string; value: string; life: number; below: number }>(
  'level/copied',
  'neutral',
  'The memory keeps {key} = {value} for {life:time}; the shared cache has it for {below:time} more.',
)
export const outlives = defineMark<{ key: string; value: string; life: number; below: number }>(
  'level/outlives',
  'bad',
  'The memory keeps {key} = {value} for {life:time}, though the shared cache has it for only {below:time} more.',
)
export const lateCopy = defineMark<{ key: string; value: string }>(
  'level/late-copy',
  'attention',
  '{key} = {value} was asked for before {key} was taken out of the memory, so it is not kept there.',
)
export const olderCopy = defineMark<{ key: string; value: string; newer: string }>(
  'level/late-copy',
  'attention',
  '{key} = {value} comes late: the memory has {newer}, which is newer, and keeps that.',
)
export const refusedLate = defineMark<{ key: string; value: string; why: string }>(
  'level/refused',
  'attention',
  'The shared cache does not take {key} = {value}: {why}.',
)
export const sharedDown = defineMark<{ key: string; what: string; cause: string }>(
  'level/no-answer',
  'bad',
  'The shared cache does not answer for {key} ({cause}): {what}.',
)
export const invalidated = defineMark<{ key: string; how: string }>(
  'level/invalidated',
  'neutral',
  '{key} has changed: {how}.',
)
export const dropped = defineMark<{ key: string; app: string }>(
  'level/dropped',
  'neutral',
  '{app} hears that {key} has changed and takes it out of its memory.',
)
export const emptied = defineMark<{ app: string; entries: number }>(
  'level/emptied',
  'attention',
  '{app} does not hear from Redis and would not learn of changes: it empties its memory (entries: {entries}).',
)
export const hears = defineMark<{ app: string }>(
  'level/hears',
  'good',
  '{app} hears from Redis again, and keeps copies in its memory again.',
)
export const wroteThrough = defineMark<{ key: string; value: string }>(
  'write/through',
  'good',
  '{key} = {value} is in the database, and then in the shared cache too.',
)
export const wroteNotThrough = defineMark<{ key: string; value: string }>(
  'write/through',
  'attention',
  '{key} = {value} is in the database, and the shared cache has not taken it.',
)
export const wroteAround = defineMark<{ key: string; value: string }>(
  'write/around',
  'neutral',
  '{key} = {value} is in the database; copies of what was before are left until they end.',
)
export const wroteBehind = defineMark<{ key: string; value: string; coalesced: boolean }>(
  'write/behind',
  'attention',
  '{key} = {value} is acknowledged and stands in the shared cache alone; the database hears of it later.',
)
export const coalesced = defineMark<{ key: string; value: string; coalesced: boolean }>(
  'write/behind',
  'attention',
  '{key} = {value} takes the place of a value that the database has not heard of: two writes become one.',
)
export const notWritten = defineMark<{ key: string; value: string; cause: string }>(
  'write/failed',
  'bad',
  '{key} = {value} is not written: {cause}.',
)
export const warmed = defineMark<{ count: number; life: number }>(
  'level/warmed',
  'attention',
  'A deploy fills the shared cache: {count:count} keys at once, each for about {life:time}.',
)
export const flushed = defineMark<{ key: string; value: string; left: number }>(
  'flush/wrote',
  'good',
  'The flusher writes {key} = {value} to the database; {left} more keys wait.',
)
export const notFlushed = defineMark<{ key: string; cause: string }>(
  'flush/failed',
  'bad',
  'The flusher cannot write {key} ({cause}) and keeps it for its next round.',
)
export const readAsMiss = defineMark<{ key: string }>(
  'guide/null-is-a-miss',
  'bad',
  'The shared cache answers null for {key}, which says that there is nothing; it is taken for a miss.',
)
export const swallowed = defineMark<{ key: string; what: string; cause: string }>(
  'guide/swallowed',
  'bad',
  'The {what} of {key} fails ({cause}). The error is caught, and nobody hears of it.',
)
export const wroteEverywhere = defineMark<{ key: string; value: string }>(
  'guide/set-all',
  'neutral',
  '{key} = {value} is in the database and is set in the levels of this app; there is no delete for the others.',
)
