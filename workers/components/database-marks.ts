import { defineMark } from '../trace/mark-definition'

export const wrote = defineMark<{ node: string; key: string; value: string | number; position: number }>(
  'database/wrote',
  'neutral',
  '{node} writes {key} = {value}, at position {position} of its log.',
)
export const deleted = defineMark<{ node: string; key: string; position: number }>(
  'database/deleted',
  'neutral',
  '{node} deletes {key}, at position {position} of its log.',
)
export const outdated = defineMark<{ node: string; key: string; expected: number; version: number }>(
  'database/outdated',
  'attention',
  '{node} refuses to write {key}: the row is at version {version}, the writer has read version {expected}.',
)
export const readOnly = defineMark<{ node: string; label: string; primary: string }>(
  'database/read-only',
  'bad',
  '{node} refuses {label}: it is a replica of {primary}, which alone takes writes.',
)
export const applied = defineMark<{ node: string; count: number; position: number }>(
  'database/applied',
  'neutral',
  '{node} applies changes of the primary ({count}) and is at position {position} now.',
)
export const gap = defineMark<{ node: string; position: number; from: number }>(
  'database/gap',
  'attention',
  '{node} is at position {position} and cannot take what follows {from}: it asks for all between.',
)
export const behind = defineMark<{ node: string; replica: string; changes: number }>(
  'database/replica-behind',
  'attention',
  '{replica} does not answer {node}; changes that wait for it: {changes:count}.',
)
