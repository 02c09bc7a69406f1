import { defineMark } from '../../trace/mark-definition'
import type { SearchResults, SearchStep } from '../glyphs'
import type { EngineAnswer } from './model-engine'

/** Details of `search/walked`, `search/pruned`, `search/scored` and `search/none`. */
export type ShardStep = SearchStep & {
  readonly where: string
  readonly touched: number
  readonly postings: number
  readonly scored: number
  readonly matching: number
  readonly k: number
}

export const walked = defineMark<ShardStep>(
  'search/walked',
  'neutral',
  '“{query}”: {where}; {touched:count} of {postings:count} postings read.',
)
export const pruned = defineMark<ShardStep>(
  'search/pruned',
  'neutral',
  '{scored:count} of {matching:count} matching documents are scored: the others cannot get among the first {k}.',
)
export const scored = defineMark<ShardStep>('search/scored', 'good', 'doc {best} is first here: {sum}.')
export const counted = defineMark<ShardStep>(
  'search/scored',
  'attention',
  'doc {best} is first here: {sum} matching words. How often, how rare and in how long a text does not count.',
)
export const none = defineMark<ShardStep>('search/none', 'attention', '“{query}”: no document here fits.')

/** Details of `search/analysed` and so on: the terms, in words. */
export type AnalysedStep = SearchResults & { readonly listed: string }
export type GatheredStep = AnalysedStep & { readonly documents: number }
/** The first documents in words, and which shard answered last, how long after it was asked. */
export type MergedStep = AnalysedStep & { readonly slowest: string; readonly after: number }
export type AnsweredStep = SearchResults & { readonly first: string }

export const analysed = defineMark<AnalysedStep>('search/analysed', 'neutral', '“{query}” is looked up as {listed}.')
export const lost = defineMark<AnalysedStep>(
  'search/analysed',
  'bad',
  '“{query}” has no word left: this tokenizer keeps nothing but ASCII letters and digits.',
)
export const idle = defineMark<AnalysedStep>(
  'search/analysed',
  'attention',
  '“{query}” asks for nothing: it has stop words only.',
)
export const gathered = defineMark<GatheredStep>(
  'search/gathered',
  'neutral',
  'Of {documents:count} documents in all shards, {listed}: every shard weighs words by these numbers.',
)
export const merged = defineMark<MergedStep>(
  'search/merged',
  'neutral',
  'First is {listed}; {slowest} answered last, after {after:time}.',
)
export const mergedNothing = defineMark<MergedStep>(
  'search/merged',
  'attention',
  'No shard has a document for “{query}”; {slowest} answered last, after {after:time}.',
)
export const answered = defineMark<AnsweredStep>(
  'search/answered',
  'good',
  '“{query}” is answered with “{first}” first.',
)
export const empty = defineMark<AnsweredStep>('search/answered', 'attention', '“{query}” finds nothing.')

export const unreadable = defineMark<{ query: string; problem: string; at: number }>(
  'search/unreadable',
  'bad',
  '“{query}” cannot be read at character {at}: {problem}',
)
export const partial = defineMark<{ query: string; shard: string; cause: string }>(
  'search/partial',
  'bad',
  '{shard} gives no answer to “{query}” ({cause}): its documents are missing from the list.',
)

export const written = defineMark<{ id: string; tokens: number }>(
  'search/written',
  'neutral',
  'doc {id} is taken in with {tokens:count} terms; no search sees it before the next refresh.',
)
export const writtenAtOnce = defineMark<{ id: string; tokens: number }>(
  'search/written',
  'neutral',
  'doc {id} is written with {tokens:count} tokens and seen at once; what it held before stays in the postings.',
)
export const removed = defineMark<{ id: string }>(
  'search/removed',
  'neutral',
  'doc {id} is deleted; searches see it until the next refresh.',
)
export const cannotRemove = defineMark<{ id: string }>(
  'search/cannot-delete',
  'bad',
  'doc {id} cannot be deleted: the guide’s index has no way to do it.',
)
export const refreshed = defineMark<{
  added: number
  removed: number
  tokens: number
  segments: number
  ids: string[]
}>(
  'search/refreshed',
  'good',
  'Refresh: {added:count} written documents are seen from now on, {removed:count} old ones are gone; segments: {segments}.',
)
export const segmentsMerged = defineMark<{ count: number; documents: number; postings: number; segments: number }>(
  'search/segments-merged',
  'neutral',
  '{count} segments become one of {documents:count} documents: {postings:count} postings are copied; segments: {segments}.',
)

/** Marks of a shard that are steps of a search, and of the coordinator. */
export type Step = SearchStep['step']

/** What the marks of one search in one shard tell. */
export function shardStep(step: Step, query: string, k: number, answer: EngineAnswer): ShardStep {
  const { rows, hits, touched, postings, matching } = answer
  const values = rows.map(({ share }) => share)
  const { shares, score } = answer.areCounts ? wholeNumbers(values) : addingUp(values)
  return {
    step,
    query,
    terms: rows.map(({ term }) => term),
    counts: rows.map(({ count }) => count),
    cells: rows.map(({ docs }) => docs.join(' ')),
    best: hits[0]?.id ?? '',
    shares,
    score,
    where: rows.map(({ term, count }) => `${term} in ${documents(count)}`).join(', '),
    touched,
    postings,
    scored: answer.scored,
    matching,
    k,
    sum: sumText(shares, score),
  }
}

/** `1.12 + 0.73 = 1.85`; of a single word only its share. */
function sumText(shares: readonly string[], score: string): string {
  const counting = shares.filter((share) => Number(share) > 0)
  return counting.length > 1 ? `${counting.join(' + ')} = ${score}` : score
}

function documents(count: number): string {
  return count === 1 ? '1 document' : `${count} documents`
}

/**
 * Numbers with two decimals that add up to their sum with two decimals: each is rounded down, and what is missing goes to
 * those that lost most.
 */
export function addingUp(values: readonly number[]): { readonly shares: string[]; readonly score: string } {
  const sum = Math.round(values.reduce((total, value) => total + value, 0) * 100)
  const whole = values.map((value) => Math.floor(value * 100))
  let missing = sum - whole.reduce((total, value) => total + value, 0)
  const byLoss = values
    .map((value, index) => ({ index, loss: value * 100 - whole[index]! }))
    .sort((a, b) => b.loss - a.loss || a.index - b.index)
  for (const { index } of byLoss) {
    if (missing <= 0) break
    whole[index] = whole[index]! + 1
    missing--
  }
  return { shares: whole.map(hundredths), score: hundredths(sum) }
}

function wholeNumbers(values: readonly number[]): { readonly shares: string[]; readonly score: string } {
  return { shares: values.map(String), score: String(values.reduce((sum, value) => sum + value, 0)) }
}

/** `241` as `2.41`. */
function hundredths(value: number): string {
  return `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`
}

/** A score with two decimals. */
export function scoreText(score: number): string {
  return hundredths(Math.round(score * 100))
}
