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
  bytes: number
  whole: number
}>(
  'repair/compared',
  'good',
  '{node} and {other} compare {hashes} hashes: {buckets} of {of} buckets differ; {node} sends {sent} rows and takes {taken}. That is {bytes:count} bytes instead of {whole:count} for all rows.',
)
export const alike = defineMark<{
  node: string
  other: string
  rows: number
  hashes: number
  bytes: number
  whole: number
}>(
  'repair/alike',
  'neutral',
  '{node} and {other} compare {hashes} of their hashes, {bytes:count} bytes: the {rows} rows that they share are alike, and {whole:count} bytes need not be sent.',
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

/** Of a range: who leads it, and who may answer alone. */
type Range = { readonly range: string; readonly node: string }

export const rangeCandidate = defineMark<Range & { term: number; after: number }>(
  'range/candidate',
  'attention',
  '{node} has heard of no leader of {range} for {after:time} and stands for term {term}.',
)
export const rangeBegins = defineMark<Range>(
  'range/begins',
  'neutral',
  '{range} has never had a leader: {node}, the first of its nodes, stands at once.',
)
export const rangeLeads = defineMark<Range & { term: number }>(
  'range/leads',
  'attention',
  '{node} is elected: it leads {range} in term {term}.',
)
export const voteWithheld = defineMark<Range & { candidate: string; ago: number }>(
  'range/withheld',
  'attention',
  '{node} gives {candidate} no vote for {range}: it heard the leader {ago:time} ago, whose lease may still hold.',
)
export const leaseTaken = defineMark<Range & { until: number }>(
  'range/lease-taken',
  'good',
  '{node} holds the lease of {range}: most of its nodes confirm it, so it answers reads alone until {until:time}, and longer with every heartbeat.',
)
export const leaseEnded = defineMark<Range & { ago: number }>(
  'range/lease-ended',
  'attention',
  'The lease of {range} at {node} runs out: for {ago:time} no majority has confirmed it. It answers no read alone any more.',
)
export const leaseGivenUp = defineMark<Range & { term: number }>(
  'range/lease-given-up',
  'attention',
  '{node} hears of term {term} of {range}: it leads no more, and its lease ends with that.',
)
export const leaseRead = defineMark<Range & { key: string; value: number | string; left: number }>(
  'range/read',
  'neutral',
  '{key} is {value}, says {node} alone: its lease of {range} lasts for another {left:time}.',
)
export const confirmedRead = defineMark<Range & { key: string; value: number | string; waited: number }>(
  'range/confirmed-read',
  'neutral',
  '{key} is {value}, says {node}: after {waited:time} most nodes of {range} confirm that it still leads.',
)
export const readWithoutLease = defineMark<Range & { key: string }>(
  'range/no-lease',
  'bad',
  '{node} leads {range}, as far as it knows, but holds no lease: it does not tell {key}, because another node may lead already.',
)
export const rangeWritten = defineMark<Range & Write & { position: number; term: number }>(
  'range/written',
  'neutral',
  '{key} = {value} is committed: most nodes of {range} have entry {position} of term {term} in their log. {node} acknowledges it.',
)
export const rangeMoved = defineMark<Range & { instead: string }>(
  'range/redirected',
  'neutral',
  '{node} does not lead {range}: {instead} does, as far as it knows.',
)
export const rangeUnknown = defineMark<{ range: string; key: string; value: number; node: string; cause: string }>(
  'range/unknown',
  'bad',
  '{node} does not say whether {key} = {value} is committed ({cause}): the client is told an error, and it may still come true.',
)
export const rangeRefused = defineMark<{ kind: string; key: string; range: string; cause: string }>(
  'range/refused',
  'bad',
  'The {kind} of {key} is refused: no node that can be reached holds the lease of {range} ({cause}).',
)
