import { looseDouble } from '../double-text'
import { Refusal } from '../refusal'
import type { Scored, SortedSet } from '../sorted-set'

/** Ranks `start` up to and without `end`; nothing when they meet. */
export interface RankRange {
  readonly start: number
  readonly end: number
}

/** A bound of a range of scores. */
interface ScoreBound {
  readonly value: number
  readonly isExclusive: boolean
}

export interface ScoreRange {
  readonly min: ScoreBound
  readonly max: ScoreBound
}

const notScores = new Refusal('ERR min or max is not a float')
const notMembers = new Refusal('ERR min or max not valid string range item')

/** @throws {Refusal} when one of them is no score */
export function scoreRange(min: string, max: string): ScoreRange {
  return { min: scoreBound(min), max: scoreBound(max) }
}

/** As C's strtod: it skips spaces, takes nothing for zero, and what is too large for infinite. */
function scoreBound(text: string): ScoreBound {
  const isExclusive = text.startsWith('(')
  const number = (isExclusive ? text.slice(1) : text).replace(/\0.*$/s, '').replace(/^[ \t\n\v\f\r]+(?=.)/s, '')
  return { value: number === '' ? 0 : looseDouble(number, notScores), isExclusive }
}

export function ranksByScore(zset: SortedSet, { min, max }: ScoreRange): RankRange {
  const start = zset.countBefore(({ score }) => score < min.value || (min.isExclusive && score === min.value))
  const end = zset.countBefore(({ score }) => score < max.value || (!max.isExclusive && score === max.value))
  return { start, end }
}

/** A bound of a range of members, all of which should have one score. */
type MemberBound = 'lowest' | 'highest' | { readonly member: string; readonly isExclusive: boolean }

export interface MemberRange {
  readonly min: MemberBound
  readonly max: MemberBound
}

/** @throws {Refusal} when one of them is no bound */
export function memberRange(min: string, max: string): MemberRange {
  return { min: memberBound(min), max: memberBound(max) }
}

function memberBound(text: string): MemberBound {
  if (text === '-') return 'lowest'
  if (text === '+') return 'highest'
  if (text[0] !== '[' && text[0] !== '(') throw notMembers
  return { member: text.slice(1), isExclusive: text[0] === '(' }
}

export function ranksByMember(zset: SortedSet, { min, max }: MemberRange): RankRange {
  return { start: zset.countBefore((one) => isBelow(one, min)), end: zset.countBefore((one) => !isAbove(one, max)) }
}

function isBelow({ member }: Scored, bound: MemberBound): boolean {
  if (typeof bound === 'string') return bound === 'highest'
  return member < bound.member || (bound.isExclusive && member === bound.member)
}

function isAbove({ member }: Scored, bound: MemberBound): boolean {
  if (typeof bound === 'string') return bound === 'lowest'
  return member > bound.member || (bound.isExclusive && member === bound.member)
}

/** Indexes that count from the end when negative, the last one included. */
export function ranksByIndex(size: number, first: number, last: number): RankRange {
  const start = first < 0 ? Math.max(0, size + first) : first
  return { start, end: Math.min(size, (last < 0 ? size + last : last) + 1) }
}
