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
export const byTag = defineMark<Routed & { slot: number; tag: string }>(
  ROUTED,
  'neutral',
  '{key} goes to {shard}: only its tag {tag} is hashed, and slot {slot:count} of 16,384 is there.',
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
  'The {label}: its rows may be on any shard, so all {shards} are asked and the slowest decides.',
)
export const spanned = defineMark<{ label: string; asked: readonly string[]; shards: number }>(
  'shard/spanned',
  'neutral',
  'The {label}: its rows lie together, so of {shards} shards only this is asked: {asked}.',
)
export const gathered = defineMark<{ label: string; rows: number; last: string; first: string; spread: number }>(
  'shard/gathered',
  'neutral',
  'The {label} finds {rows} rows; {last} answers last, {spread:time} after {first}.',
)
export const gatheredOfOne = defineMark<{ label: string; rows: number; first: string }>(
  'shard/gathered',
  'neutral',
  'The {label} finds {rows} rows, all at {first}.',
)
export const halfGathered = defineMark<{ label: string; missing: readonly string[] }>(
  'shard/half-gathered',
  'bad',
  'The {label} fails: no answer from {missing}.',
)

/** How a move begins. `drained`: writes under way that are waited for. */
type Begun = {
  readonly shard: string
  readonly isLeaving: boolean
  readonly keys: number
  readonly moved: number
  readonly share: number
}
const SWITCHED = 'shard/switched'
const COPY_BEGUN = 'shard/copy-begun'
const DUAL_BEGUN = 'shard/dual-begun'
const COPIED = 'shard/copied'
const VERIFIED = 'shard/verified'
const CUT_OVER = 'shard/cut-over'

export const switched = defineMark<Begun>(
  SWITCHED,
  'attention',
  '{shard} joins at once: {moved:count} of {keys:count} keys ({share:percent}) have another shard now, and no row has moved.',
)
export const leftAtOnce = defineMark<Begun>(
  SWITCHED,
  'attention',
  '{shard} leaves at once: {moved:count} of {keys:count} keys ({share:percent}) have another shard now, and no row has moved.',
)
export const copyBegun = defineMark<Begun & { drained: number }>(
  COPY_BEGUN,
  'attention',
  'Rows are copied to {shard}: {moved:count} of {keys:count} keys ({share:percent}) will move. Writes go on at the old shard only.',
)
export const copyBegunLeaving = defineMark<Begun & { drained: number }>(
  COPY_BEGUN,
  'attention',
  'Rows are copied away from {shard}: {moved:count} of {keys:count} keys ({share:percent}) will move. Writes go on at the old shard only.',
)
export const dualBegun = defineMark<Begun & { drained: number }>(
  DUAL_BEGUN,
  'attention',
  '{shard} prepares to join: {moved:count} of {keys:count} keys ({share:percent}) will move, and their writes go to both shards from now on. Older writes under way, which are waited for: {drained}.',
)
export const dualBegunLeaving = defineMark<Begun & { drained: number }>(
  DUAL_BEGUN,
  'attention',
  '{shard} prepares to leave: {moved:count} of {keys:count} keys ({share:percent}) will move, and their writes go to both shards from now on. Older writes under way, which are waited for: {drained}.',
)
type Copied = {
  readonly source: string
  readonly to: readonly string[]
  readonly rows: number
  readonly done: number
  readonly of: number
}
export const copied = defineMark<Copied>(
  COPIED,
  'neutral',
  'Rows copied from {source} to {to}: {rows}. So far {done:count} of {of:count} stand at both shards.',
)
export const copiedBesideWritten = defineMark<Copied & { there: number }>(
  COPIED,
  'neutral',
  'Rows copied from {source} to {to}: {rows}; there already, since writes go to both: {there}. So far {done:count} of {of:count} stand at both shards.',
)
export const copyWaits = defineMark<{ source: string; cause: string }>(
  'shard/copy-waits',
  'attention',
  'The move waits: {source} does not answer ({cause}).',
)
export const verified = defineMark<{ shard: string; rows: number; repaired: number }>(
  VERIFIED,
  'good',
  '{rows:count} rows are compared at both their shards: every one is the same.',
)
export const repaired = defineMark<{ shard: string; rows: number; repaired: number }>(
  VERIFIED,
  'attention',
  '{rows:count} rows are compared at both their shards; different, and repaired from the shard that is asked: {repaired}.',
)
export const cutOver = defineMark<{ shard: string; moved: number; took: number }>(
  CUT_OVER,
  'good',
  '{shard} is a member: {moved:count} keys are asked for at their new shard from now on, {took:time} after the move began.',
)
export const cutOverLeaving = defineMark<{ shard: string; moved: number; took: number }>(
  CUT_OVER,
  'good',
  '{shard} is no member any more: its {moved:count} keys are asked for at other shards from now on, {took:time} after the move began.',
)
export const cleaned = defineMark<{ rows: number }>(
  'shard/cleaned',
  'neutral',
  'The old copies are deleted, {rows:count} rows: there is no way back now.',
)
export const abandoned = defineMark<{ shard: string; moved: number }>(
  'shard/abandoned',
  'attention',
  'The move for {shard} is given up before the cut-over: every key stays where it is, and {moved:count} copies are dropped.',
)
export const rolledBack = defineMark<{ shard: string; moved: number }>(
  'shard/rolled-back',
  'attention',
  'The move for {shard} is taken back: {moved:count} keys are asked for at their old shard again, which got every write meanwhile.',
)
export const rolledBackBlindly = defineMark<{ shard: string; moved: number }>(
  'shard/rolled-back',
  'bad',
  'The move for {shard} is taken back: {moved:count} keys are asked for at their old shard again, which got no write since the cut-over.',
)
export const copiesDropped = defineMark<{ rows: number }>(
  'shard/copies-dropped',
  'neutral',
  'The copies that are not needed any more are deleted: {rows:count} rows.',
)
export const cannotGoBack = defineMark<{ why: string }>(
  'shard/cannot-go-back',
  'attention',
  'Nothing is taken back: {why}.',
)
export const writtenTwice = defineMark<{ key: string; from: string; to: string }>(
  'shard/written-twice',
  'neutral',
  '{key} is written to {from}, which is asked for it, and to {to} too.',
)
export const secondWriteFailed = defineMark<{ key: string; to: string; cause: string }>(
  'shard/second-write-failed',
  'attention',
  '{key} is written where it is asked for, but not to {to} ({cause}): it will be compared before the map changes.',
)
export const turnedMeanwhile = defineMark<{ key: string; to: string; cause: string }>(
  'shard/second-write-failed',
  'bad',
  '{key} is not written to {to} ({cause}), which has become its shard meanwhile: the write fails.',
)
export const cannotMove = defineMark<{ shard: string; why: string }>(
  'shard/cannot-move',
  'attention',
  'Nothing moves for {shard}: {why}.',
)
