import { defineMark } from '../../trace/mark-definition'

const ASKED = 'fleet/asked'
type Asked = { readonly key: string; readonly shard: string }

export const askedOwner = defineMark<Asked>(ASKED, 'neutral', '{key} is asked at {shard}, where it belongs.')
export const askedGutter = defineMark<Asked & { owner: string }>(
  ASKED,
  'attention',
  '{key} is asked at {shard}: {owner} is out, and its keys do not move.',
)
export const askedCopy = defineMark<Asked & { open: number; others: readonly number[] }>(
  ASKED,
  'neutral',
  '{key} is asked at {shard}: {open} open requests there, at its other copies {others}.',
)
export const askedSpread = defineMark<Asked & { open: number; copies: number; rate: number }>(
  ASKED,
  'neutral',
  '{key} is hot with {rate:count} requests in the last second, so every node may have it: {shard} has {open} open requests, the fewest of {copies}.',
)
export const askedNobody = defineMark<{ key: string }>(
  'fleet/nobody',
  'bad',
  'No cache node is left for {key}: the database is asked.',
)

export const nearHit = defineMark<{ key: string; left: number }>(
  'fleet/near',
  'good',
  '{key} is still in the memory of the application, for {left:time}: nobody is asked.',
)
export const nearForgotten = defineMark<{ app: string; key: string }>(
  'fleet/near-forgotten',
  'neutral',
  '{app} hears that {key} has changed, and forgets it.',
)
export const joins = defineMark<{ key: string; waiting: number }>(
  'fleet/joins',
  'neutral',
  '{key} is being asked for already: {waiting:count} wait for the same answer.',
)
export const cacheFailed = defineMark<{ key: string; cache: string; cause: string; next: string }>(
  'fleet/failed',
  'bad',
  '{cache} does not answer for {key} ({cause}): {next} is asked.',
)
export const loads = defineMark<{ key: string; cache: string }>(
  'fleet/loads',
  'attention',
  '{cache} has not got {key}: the database is asked, and {cache} gets the row.',
)
export const copiedOver = defineMark<{ key: string; from: string; to: string }>(
  'fleet/copied-over',
  'good',
  '{to} has not got {key}, but {from} has: it is copied, and the database is left alone.',
)
export const waits = defineMark<{ key: string; cache: string; time: number }>(
  'fleet/waits',
  'neutral',
  'Somebody loads {key} for {cache} already: it is asked again in {time:time}.',
)
export const invalidated = defineMark<{ key: string; caches: readonly string[] }>(
  'fleet/invalidated',
  'neutral',
  '{key} has changed: {caches} must forget it before the write is acknowledged.',
)
export const deleteFailed = defineMark<{ key: string; cache: string; cause: string }>(
  'fleet/delete-failed',
  'bad',
  '{cache} could not be told to forget {key} ({cause}): it may answer the old value.',
)
export const remapped = defineMark<{ app: string; node: string; moved: number; keys: number; share: number }>(
  'fleet/remapped',
  'attention',
  '{app} gives the keys other homes without {node}: {moved:count} of {keys:count} move ({share:percent}).',
)
export const covered = defineMark<{ app: string; node: string; by: string }>(
  'fleet/covered',
  'attention',
  '{app} asks {by} for the keys of {node} from now on; no other key moves.',
)
export const returned = defineMark<{ app: string; node: string; state: string }>(
  'fleet/returned',
  'good',
  '{app} asks {node} again, {state}.',
)
