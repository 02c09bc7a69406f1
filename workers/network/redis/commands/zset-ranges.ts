import type { Client } from '../client'
import { type Command, command, firstKey, firstTwoKeys, logarithmic } from '../command'
import type { Database } from '../database'
import { count } from '../integer64'
import type { Redis } from '../redis'
import { Refusal, syntaxError } from '../refusal'
import { double, type Reply } from '../reply'
import { type Scored, SortedSet } from '../sorted-set'
import { memberRange, type RankRange, ranksByIndex, ranksByMember, ranksByScore, scoreRange } from './zset-arguments'
import { stored } from './zsets'

type By = 'rank' | 'score' | 'lex'

export const zsetRanges: readonly Command[] = [
  command('zrange', -4, 'readonly', firstKey, logarithmic, (_redis, client, argv) =>
    reply(client, argv, 1, null, null),
  ),
  command('zrevrange', -4, 'readonly', firstKey, logarithmic, (_redis, client, argv) =>
    reply(client, argv, 1, 'rank', true),
  ),
  command('zrangebyscore', -4, 'readonly', firstKey, logarithmic, (_redis, client, argv) =>
    reply(client, argv, 1, 'score', false),
  ),
  command('zrevrangebyscore', -4, 'readonly', firstKey, logarithmic, (_redis, client, argv) =>
    reply(client, argv, 1, 'score', true),
  ),
  command('zrangebylex', -4, 'readonly', firstKey, logarithmic, (_redis, client, argv) =>
    reply(client, argv, 1, 'lex', false),
  ),
  command('zrevrangebylex', -4, 'readonly', firstKey, logarithmic, (_redis, client, argv) =>
    reply(client, argv, 1, 'lex', true),
  ),
  command('zrangestore', -5, 'write denyoom', firstTwoKeys, logarithmic, zrangestore),
  command('zremrangebyscore', 4, 'write', firstKey, logarithmic, (redis, client, argv) => {
    const range = scoreRange(argv[2] as string, argv[3] as string)
    return remove(redis, client, argv, 'zremrangebyscore', (zset) => ranksByScore(zset, range))
  }),
  command('zremrangebylex', 4, 'write', firstKey, logarithmic, (redis, client, argv) => {
    const range = memberRange(argv[2] as string, argv[3] as string)
    return remove(redis, client, argv, 'zremrangebylex', (zset) => ranksByMember(zset, range))
  }),
  command('zremrangebyrank', 4, 'write', firstKey, logarithmic, (redis, client, argv) => {
    const [first, last] = [count(argv[2] as string), count(argv[3] as string)]
    return remove(redis, client, argv, 'zremrangebyrank', (zset) => ranksByIndex(zset.size, first, last))
  }),
]

interface RangeQuery {
  readonly hasScores: boolean
  readonly isReversed: boolean
  readonly skip: number
  /** Negative for all. */
  readonly most: number
  ranks(zset: SortedSet): RankRange
}

interface Options {
  by: By
  isReversed: boolean
  hasScores: boolean
  skip: number
  most: number
  hasLimit: boolean
}

function options(
  argv: readonly string[],
  at: number,
  by: By | null,
  isReversed: boolean | null,
  canStore: boolean,
): Options {
  const found = {
    by: by ?? 'rank',
    isReversed: isReversed ?? false,
    hasScores: false,
    skip: 0,
    most: -1,
    hasLimit: false,
  }
  for (let index = at + 3; index < argv.length; index++) {
    const option = (argv[index] as string).toLowerCase()
    if (!canStore && option === 'withscores') found.hasScores = true
    else if (option === 'limit' && index + 2 < argv.length) {
      found.skip = count(argv[index + 1] as string)
      found.most = count(argv[index + 2] as string)
      found.hasLimit = true
      index += 2
    } else if (isReversed === null && option === 'rev') found.isReversed = true
    else if (by === null && (option === 'bylex' || option === 'byscore'))
      found.by = option === 'bylex' ? 'lex' : 'score'
    else throw syntaxError
  }
  if (found.hasLimit && found.most !== -1 && found.by === 'rank') {
    throw new Refusal('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX')
  }
  if (found.hasScores && found.by === 'lex') {
    throw new Refusal('ERR syntax error, WITHSCORES not supported in combination with BYLEX')
  }
  return found
}

/** @param at where the key stands; the bounds follow it */
function query(argv: readonly string[], at: number, by: By | null, rev: boolean | null, canStore: boolean): RangeQuery {
  const asked = options(argv, at, by, rev, canStore)
  const { isReversed, hasScores, skip, most } = asked
  const ranks = ranksOf(asked, argv[at + 1] as string, argv[at + 2] as string)
  const isByRank = asked.by === 'rank'
  return { hasScores, isReversed, skip: isByRank ? 0 : skip, most: isByRank ? -1 : most, ranks }
}

function ranksOf({ by, isReversed }: Options, one: string, two: string): RangeQuery['ranks'] {
  if (by === 'score') {
    const range = isReversed ? scoreRange(two, one) : scoreRange(one, two)
    return (zset) => ranksByScore(zset, range)
  }
  if (by === 'lex') {
    const range = isReversed ? memberRange(two, one) : memberRange(one, two)
    return (zset) => ranksByMember(zset, range)
  }
  const [first, last] = [count(one), count(two)]
  if (!isReversed) return (zset) => ranksByIndex(zset.size, first, last)
  return (zset) => {
    const { start, end } = ranksByIndex(zset.size, first, last)
    return { start: zset.size - end, end: zset.size - start }
  }
}

function select(zset: SortedSet, { ranks, isReversed, skip, most }: RangeQuery): Scored[] {
  const { start, end } = ranks(zset)
  if (start >= end || skip < 0) return []
  const length = most < 0 ? end - start : Math.min(end - start, skip + most)
  if (!isReversed) return zset.slice(start + skip, start + length)
  return zset.slice(end - length, end - skip).reverse()
}

function reply(
  { database, protocol }: Client,
  argv: readonly string[],
  at: number,
  by: By | null,
  rev: boolean | null,
): Reply {
  const asked = query(argv, at, by, rev, false)
  const zset = database.readOf(argv[at] as string, 'zset')?.zset
  if (zset === undefined) return []
  return scoredReply(select(zset, asked), asked.hasScores, protocol)
}

/** Members, or members with their scores: pairs in RESP3, one after the other in RESP2. */
export function scoredReply(found: readonly Scored[], hasScores: boolean, protocol: 2 | 3): Reply {
  if (!hasScores) return found.map(({ member }) => member)
  if (protocol === 3) return found.map(({ member, score }) => [member, double(score)])
  return found.flatMap(({ member, score }) => [member, double(score)])
}

function zrangestore(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const asked = query(argv, 2, null, null, true)
  const zset = database.readOf(argv[2] as string, 'zset')?.zset
  return storeScored(redis, database, argv[1] as string, zset === undefined ? [] : select(zset, asked), 'zrangestore')
}

/** Puts a sorted set under a key, or takes the key away when there is nothing to put. */
export function storeScored(
  redis: Redis,
  database: Database,
  target: string,
  elements: readonly Scored[],
  event: string,
): Reply {
  if (elements.length === 0) {
    if (!database.delete(target)) return 0
    database.modified(target)
    database.notify('g', 'del', target)
    redis.dirty++
    return 0
  }
  const zset = new SortedSet()
  for (const { member, score } of elements) zset.set(member, stored(score))
  database.set(target, { type: 'zset', zset })
  database.notify('z', event, target)
  redis.dirty++
  return zset.size
}

function remove(
  redis: Redis,
  { database }: Client,
  argv: readonly string[],
  event: string,
  ranks: (zset: SortedSet) => RankRange,
): Reply {
  const key = argv[1] as string
  const zset = database.writeOf(key, 'zset')?.zset
  if (zset === undefined) return 0
  const { start, end } = ranks(zset)
  const gone = start < end ? zset.slice(start, end) : []
  for (const { member } of gone) zset.delete(member)
  redis.worked += gone.length
  if (gone.length === 0) return 0
  database.modified(key)
  database.notify('z', event, key)
  if (zset.size === 0) database.deleteEmpty(key)
  redis.dirty += gone.length
  return gone.length
}
