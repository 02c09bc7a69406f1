import { defineMark } from '../trace/mark-definition'

export const leaseGiven = defineMark<{ node: string; key: string; token: number; why: string }>(
  'lease/given',
  'attention',
  '{node} has no {key} ({why}): who asks gets lease {token} and loads it.',
)
export const leaseOut = defineMark<{ node: string; key: string; token: number; since: number }>(
  'lease/out',
  'neutral',
  '{node} has no {key}; lease {token} is out for {since:time}: who asks waits.',
)
export const missed = defineMark<{ node: string; key: string; why: string }>(
  'lease/none',
  'attention',
  '{node} has no {key} ({why}): everybody who asks loads it.',
)
export const stored = defineMark<{ node: string; key: string; version: number; life: number }>(
  'lease/stored',
  'neutral',
  '{node} keeps {key} at version {version} for {life:time}.',
)
export const setRefused = defineMark<{ node: string; key: string; version: number; token: number }>(
  'lease/refused',
  'good',
  '{node} refuses {key} at version {version}: lease {token} was taken back, the row has changed since it was read.',
)
export const dropped = defineMark<{ node: string; key: string; lease: string }>(
  'lease/deleted',
  'neutral',
  '{node} forgets {key}; {lease}.',
)
export const flushed = defineMark<{ node: string; entries: number }>(
  'lease/flushed',
  'attention',
  '{node} forgets all its {entries:count} entries.',
)
export const evicted = defineMark<{ node: string; key: string; bytes: number; victims: number; first: string }>(
  'lease/evicted',
  'attention',
  '{node} needs {bytes:count} bytes for {key}: {victims:count} entries leave, {first} first, which was used longest ago.',
)
export const tooLarge = defineMark<{ node: string; key: string; bytes: number; memory: number }>(
  'lease/too-large',
  'bad',
  '{node} does not keep {key}: it takes {bytes:count} bytes, and the whole memory has {memory:count}.',
)
