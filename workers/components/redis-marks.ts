import { defineMark } from '../trace/mark-definition'

/** `commands`: how many came in one message; the reply is that of the last. */
export const ran = defineMark<{ node: string; command: string; reply: string; commands: number; micros: number }>(
  'redis/ran',
  'neutral',
  '{node} runs {command}: {reply}.',
)
export const parked = defineMark<{ node: string; command: string }>(
  'redis/parked',
  'neutral',
  '{node} has nothing for {command} yet: the client waits.',
)
export const refusedFull = defineMark<{ node: string; command: string; capacity: number }>(
  'redis/queue-full',
  'bad',
  '{node} refuses {command}: its queue of {capacity:count} commands is full.',
)
export const evictedKey = defineMark<{ node: string; key: string; policy: string; bytes: number }>(
  'redis/evicted',
  'neutral',
  '{node} evicts {key} by {policy}: its keys would take {bytes:count} bytes and more than its limit.',
)
export const recovered = defineMark<{ node: string; changes: number; lost: number; policy: string }>(
  'redis/recovered',
  'neutral',
  '{node} reads {changes:count} changes back from its append-only file; {lost:count} were not on the disk yet ({policy}) and are lost.',
)
export const replicaBehind = defineMark<{ node: string; replica: string; behind: number }>(
  'redis/replica-behind',
  'bad',
  '{replica} does not confirm: it is {behind:count} bytes behind {node}, which sends them again.',
)
export const resynchronised = defineMark<{ node: string; replica: string; commands: number }>(
  'redis/resynchronised',
  'neutral',
  '{replica} cannot go on where it stopped: {node} sends it all it holds, {commands:count} commands.',
)
export const promoted = defineMark<{ node: string; offset: number }>(
  'redis/promoted',
  'neutral',
  '{node} becomes the primary at offset {offset:count}: what the old one did after that is gone.',
)
