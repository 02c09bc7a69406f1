import type { Micros } from '../../kernel/time'
import { defineMark } from '../../trace/mark-definition'

/** `value`: the number of the write; of a cart, how many items each sibling has. */
type Write = { readonly key: string; readonly value: number | string }
/** How the copies answered: for each node that was asked, `yes`, `no` or `open`, and what it had. */
export type Answers = {
  readonly asked: readonly string[]
  readonly answers: readonly string[]
  readonly got: number
  readonly need: number
}

export const written = defineMark<Write & Answers>(
  'quorum/written',
  'neutral',
  '{key} = {value} is acknowledged: {got} of {asked} have it, and {need} are enough.',
)
export const read = defineMark<{ key: string; value: number | string } & Answers>(
  'quorum/read',
  'neutral',
  '{key} is {value}: what {got} answers of {asked} come to, and {need} are enough.',
)
export const refused = defineMark<{ key: string; kind: string } & Answers>(
  'quorum/refused',
  'bad',
  'The {kind} of {key} is refused: {got} of {asked} answer, and {need} are needed.',
)
export const fallback = defineMark<{ key: string; node: string; instead: string; cause: string }>(
  'quorum/fallback',
  'attention',
  '{node} does not answer for {key} ({cause}): {instead}, the next on the ring, stands in.',
)
export const repaired = defineMark<Write & { nodes: readonly string[] }>(
  'repair/read',
  'good',
  'The read of {key} found older copies at {nodes}: {value} is written there.',
)
export const wroteBack = defineMark<Write & { nodes: readonly string[]; need: number }>(
  'quorum/wrote-back',
  'attention',
  'The read of {key} found {value} not everywhere: it is written back to {need} of {nodes} before it is told.',
)
export const learned = defineMark<{ key: string; newest: number; next: number }>(
  'quorum/learned',
  'neutral',
  'The newest number of {key} at a majority is {newest}: the write gets number {next}.',
)
export const hintKept = defineMark<Write & { node: string; keptFor: string }>(
  'hint/kept',
  'attention',
  '{node} keeps {key} = {value} for {keptFor}.',
)
export const hintsHanded = defineMark<{ node: string; target: string; rows: number; left: number }>(
  'hint/handed',
  'good',
  '{node} hands {target} {rows} rows that it kept for it; it still keeps {left}.',
)
export const compared = defineMark<{
  node: string
  other: string
  hashes: number
  buckets: number
  of: number
  sent: number
  taken: number
}>(
  'repair/compared',
  'good',
  '{node} and {other} compare {hashes} hashes: {buckets} of {of} buckets differ; {node} sends {sent} rows and takes {taken}.',
)
export const olderLeft = defineMark<Write & { node: string; own: number | string }>(
  'replica/older',
  'neutral',
  '{node} leaves {key} = {own} as it is: {value}, which comes now, is older.',
)
export const dropped = defineMark<Write & { node: string; items: readonly number[] }>(
  'replica/dropped',
  'bad',
  '{node} keeps the cart {key} with {value} and drops {items}: of two carts the last write wins.',
)
export const siblings = defineMark<{ key: string; node: string; count: number; items: readonly number[] }>(
  'replica/siblings',
  'attention',
  '{node} keeps {count} siblings of {key}, of {items} items: whoever wrote one had not seen the other.',
)
export const merged = defineMark<{ key: string; count: number; items: readonly number[]; together: number }>(
  'cart/merged',
  'good',
  'The cart {key} has {count} siblings, of {items} items: they are merged, and with the new one it has {together}.',
)
export const overtaken = defineMark<Write & { node: string; newer: number | string }>(
  'replica/overtaken',
  'bad',
  '{node} replaces {key} = {newer} by {value}, an older write that arrives later: without a stamp it cannot know.',
)
export const guideWritten = defineMark<Write & { primary: string; others: readonly string[] }>(
  'guide/written',
  'neutral',
  '{key} = {value} is acknowledged: {primary} has it; nobody waits for {others}.',
)
export const guideFailed = defineMark<{ key: string; primary: string; cause: string }>(
  'guide/failed',
  'bad',
  'The write of {key} fails: its primary {primary} does not answer ({cause}), and no replica may take it.',
)
export const guideLost = defineMark<Write & { node: string; cause: string }>(
  'guide/lost',
  'bad',
  '{node} does not get {key} = {value} ({cause}); the error is written to a log, and that is all.',
)
export const guideRead = defineMark<{ key: string; value: number | string; node: string; why: string }>(
  'guide/read',
  'neutral',
  '{key} is {value}, says {node}, {why}.',
)
export const lacking = defineMark<{ key: string; item: number; age: Micros }>(
  'client/lacking',
  'bad',
  'The cart {key} comes without {item}, which was acknowledged {age:time} before the read began.',
)
export const stale = defineMark<{ key: string; value: number | string; newer: number; age: Micros }>(
  'client/stale',
  'bad',
  'A stale read: {key} is {value}, but {newer} was acknowledged {age:time} before the read began.',
)
