import { defineMark } from '../../trace/mark-definition'

const ROUTED = 'shard/routed'
type Routed = { readonly key: string; readonly shard: string }

export const byRemainder = defineMark<Routed & { hash: number; count: number; index: number }>(
  ROUTED,
  'neutral',
  '{key} goes to {shard}: its hash {hash:hex} divided by {count} leaves {index}.',
)
export const byPoint = defineMark<Routed & { hash: number; replica: number }>(
  ROUTED,
  'neutral',
  '{key} goes to {shard}: from its hash {hash:hex} the next point clockwise is number {replica} of that shard.',
)
export const bySlot = defineMark<Routed & { slot: number }>(
  ROUTED,
  'neutral',
  '{key} goes to {shard}: slot {slot:count} of 16,384 is there.',
)
export const byRange = defineMark<Routed & { from: string; to: string; looked: number }>(
  ROUTED,
  'neutral',
  '{key} goes to {shard}: it lies from {from} up to but without {to}, found by comparing {looked}.',
)
export const byInclusiveRange = defineMark<Routed & { first: string; last: string }>(
  ROUTED,
  'neutral',
  '{key} goes to {shard}: it lies from {first} to {last}, both included.',
)
export const noShard = defineMark<{ key: string; before: string; after: string }>(
  'shard/none',
  'bad',
  'No shard for {key}: it comes after {before}, where one range ends, and before {after}.',
)
export const missing = defineMark<{ key: string; shard: string }>(
  'shard/missing',
  'bad',
  '{shard} has no row for {key}.',
)
export const scattered = defineMark<{ label: string; shards: number }>(
  'shard/scattered',
  'neutral',
  '{label} names no key: all {shards} shards are asked, and the slowest decides.',
)
export const gathered = defineMark<{ label: string; rows: number; last: string; first: string; spread: number }>(
  'shard/gathered',
  'neutral',
  '{label} has {rows} rows; {last} answers last, {spread:time} after {first}.',
)
export const halfGathered = defineMark<{ label: string; missing: readonly string[] }>(
  'shard/half-gathered',
  'bad',
  '{label} fails: no answer from {missing}.',
)

export const switched = defineMark<{ shard: string; keys: number; moved: number; share: number }>(
  'shard/switched',
  'attention',
  '{shard} joins at once: {moved:count} of {keys:count} keys ({share:percent}) have another shard now, and no row has moved.',
)
export const copyBegun = defineMark<{ shard: string; keys: number; moved: number; share: number; drained: number }>(
  'shard/copy-begun',
  'attention',
  'Rows are copied to {shard}: {moved:count} of {keys:count} keys ({share:percent}) will move. Writes go on at the old shard only.',
)
export const dualBegun = defineMark<{ shard: string; keys: number; moved: number; share: number; drained: number }>(
  'shard/dual-begun',
  'attention',
  '{shard} prepares to join: {moved:count} of {keys:count} keys ({share:percent}) will move. Their writes go to both shards from now on; writes under way that were waited for: {drained}.',
)
export const copied = defineMark<{
  source: string
  shard: string
  rows: number
  skipped: number
  done: number
  of: number
}>(
  'shard/copied',
  'neutral',
  '{rows} rows of {source} are copied to the shard where they belong next; written by both and there already: {skipped}. So far {done:count} of {of:count}.',
)
export const copyWaits = defineMark<{ source: string; cause: string }>(
  'shard/copy-waits',
  'attention',
  'The copy waits: {source} does not answer ({cause}).',
)
export const verified = defineMark<{ shard: string; rows: number; repaired: number }>(
  'shard/verified',
  'good',
  '{rows:count} rows are compared at their old and new shards; different and repaired: {repaired}.',
)
export const cutOver = defineMark<{ shard: string; moved: number; took: number }>(
  'shard/cut-over',
  'good',
  '{shard} is a member: {moved:count} keys are asked for at their new shard from now on, {took:time} after the move began.',
)
export const cleaned = defineMark<{ rows: number }>(
  'shard/cleaned',
  'neutral',
  'The old copies are deleted: {rows:count} rows.',
)
export const writtenTwice = defineMark<{ key: string; from: string; to: string }>(
  'shard/written-twice',
  'neutral',
  '{key} moves from {from} to {to}: it is written to both.',
)
export const secondWriteFailed = defineMark<{ key: string; to: string; cause: string }>(
  'shard/second-write-failed',
  'attention',
  '{key} is written to its old shard, but not to {to} ({cause}): the comparison before the cut-over will find it.',
)
export const cannotJoin = defineMark<{ shard: string; why: string }>(
  'shard/cannot-join',
  'attention',
  '{shard} does not join: {why}.',
)
