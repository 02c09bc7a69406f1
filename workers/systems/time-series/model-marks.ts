import { defineMark } from '../../trace/mark-definition'

/** Details of the marks that the glyph draws. Blocks are named by the order in which the store sealed them, from 1. */
export type Sealed = {
  readonly series: string
  readonly block: number
  readonly order: number
  readonly points: number
  readonly bytes: number
  readonly each: number
  readonly timeBits: number
  readonly valueBits: number
}
export type Part = {
  readonly series: string
  readonly kind: 'summary' | 'points' | 'rollups' | 'head'
  /** Numbers of the blocks, `7` or `8 to 12`; empty when it is no block. */
  readonly blocks: string
  readonly count: number
  readonly orders: readonly number[]
}
export type Answered = {
  readonly fn: string
  /** The function in words, at the head of a sentence. */
  readonly asked: string
  readonly steps: number
  /** What it is answered from, in words. */
  readonly sources: string
  readonly summaries: number
  readonly points: number
  readonly rollups: number
  readonly inRange: number
  /** The largest value that is answered. */
  readonly highest: number
  readonly takes: number
  readonly summarised: readonly number[]
  readonly read: readonly number[]
}

export const sealed = defineMark<Sealed>(
  'series/sealed',
  'good',
  '{series} seals block {block}: {points} points in {bytes} bytes, {each} a point: {timeBits} bits a point tell when, {valueBits} what, and the rest is its frame.',
)
export const sealedRaw = defineMark<Sealed>(
  'series/sealed',
  'good',
  '{series} seals block {block}: {points} points in {bytes} bytes, {each} a point, as they are.',
)
export const newSeries = defineMark<{ series: string; count: number; bytes: number }>(
  'series/new',
  'neutral',
  '{series} is a new series, number {count}: it gets a head of its own and an entry in the index for each label; all take {bytes:count} bytes now.',
)
export const late = defineMark<{ series: string; lateBy: number; window: number; moved: number }>(
  'series/late',
  'attention',
  'A point of {series} is {lateBy:time} older than the newest, within the window of {window:time}: it goes into its place, and {moved:count} behind it move on.',
)
export const refusedOld = defineMark<{ series: string; lateBy: number; window: number }>(
  'series/refused',
  'bad',
  'A point of {series} is {lateBy:time} older than the newest, beyond the window of {window:time}: it is refused, for behind the window blocks are sealed.',
)
export const refusedTwice = defineMark<{ series: string }>(
  'series/refused',
  'bad',
  '{series} has a point of this very moment already: the second one is refused.',
)

export const selected = defineMark<{
  labels: readonly string[]
  listed: readonly number[]
  left: number
  series: number
}>(
  'series/selected',
  'neutral',
  'The index intersects the lists of {labels}, {listed} long: {left} of {series} series are left.',
)
export const bySummaries = partMark(
  'Blocks {blocks} of {series} lie within a step with all their points: {count} summaries stand for them.',
)
export const byOneSummary = partMark(
  'Block {blocks} of {series} lies within a step with all its points: its summary stands for them.',
)
export const byPoints = partMark(
  'The bounds of steps run through block {blocks} of {series}: {count} of its points are read.',
)
export const byPointsOnly = partMark('Block {blocks} of {series} has no summary: {count} of its points are read.')
export const byHead = partMark('The head of {series} has no summary: {count} points are read.')
export const byRollUps = partMark('The points of {series} are gone here: {count} roll-ups stand for them.')
export const answered = defineMark<Answered>(
  'series/answered',
  'good',
  '{asked} over {steps} steps: {sources} answer for {inRange:count} points in {takes:time}; the highest step is {highest}.',
)
export const answeredNothing = defineMark<Answered>(
  'series/answered',
  'attention',
  '{asked} over {steps} steps: nothing is stored there, and nothing is answered.',
)

export const rolledUp = defineMark<{ count: number; span: number; until: number }>(
  'series/rolled-up',
  'neutral',
  'Up to {until:time} everything is rolled up by {span:time}, {count} more: no late point can change it any more.',
)
export const expired = defineMark<{ points: number; age: number; series: number }>(
  'series/expired',
  'neutral',
  '{points} points in blocks older than {age:time} are dropped; {series} series have nothing left.',
)
export const replayed = defineMark<{ points: number; takes: number }>(
  'series/replayed',
  'good',
  'The log gives back the {points} points of the heads in {takes:time}.',
)
export const headsLost = defineMark<{ points: number }>(
  'series/heads-lost',
  'bad',
  'There is no log: {points} points that were not sealed yet are lost.',
)

export const guideMoved = defineMark<{ series: string; lateBy: number; moved: number }>(
  'guide/moved',
  'attention',
  'A point of {series} is {lateBy:time} older than the newest: {moved} points of the array move one place to make room.',
)
export const guideDropped = defineMark<{ series: string; points: number; age: number }>(
  'guide/dropped',
  'bad',
  'A point of {series} is older than {age:time}: it is taken with 200 and dropped at once, and nobody is told.',
)
export const guideAnswered = defineMark<{ fn: string; stored: number; answer: number; entries: number }>(
  'guide/answered',
  'bad',
  'The index finds none of {stored:count} stored points, whatever its {entries:count} entries say: {fn} of nothing is answered as {answer}.',
)

function partMark(sentence: string) {
  return defineMark<Part>('series/part', 'neutral', sentence)
}
