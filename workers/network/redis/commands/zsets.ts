import type { Client } from '../client'
import { type Command, command, constant, firstKey, logarithmic } from '../command'
import type { Database } from '../database'
import { doubleOf } from '../double-text'
import type { Redis } from '../redis'
import { Refusal, syntaxError } from '../refusal'
import { double, type Reply } from '../reply'
import { SortedSet } from '../sorted-set'
import { memberRange, ranksByMember, ranksByScore, scoreRange } from './zset-arguments'

const reads = 'readonly fast'
const notANumber = new Refusal('ERR resulting score is not a number (NaN)')

export const zsets: readonly Command[] = [
  command('zadd', -4, 'write denyoom fast', firstKey, logarithmic, zadd),
  command('zincrby', 4, 'write denyoom fast', firstKey, logarithmic, (redis, { database }, argv) => {
    const options = { ...noOptions, incr: true }
    return addAll(redis, database, argv[1] as string, options, [argv[2] as string, argv[3] as string])
  }),
  command('zrem', -3, 'write fast', firstKey, logarithmic, zrem),
  command('zcard', 2, reads, firstKey, constant, (_redis, { database }, argv) => zsetOf(database, argv)?.size ?? 0),
  command('zscore', 3, reads, firstKey, constant, (_redis, { database }, argv) =>
    scoreReply(zsetOf(database, argv), argv[2] as string),
  ),
  command('zmscore', -3, reads, firstKey, constant, (_redis, { database }, argv) => {
    const zset = zsetOf(database, argv)
    return argv.slice(2).map((member) => scoreReply(zset, member))
  }),
  command(
    'zrank',
    3,
    reads,
    firstKey,
    logarithmic,
    (_redis, { database }, argv) => zsetOf(database, argv)?.rank(argv[2] as string) ?? null,
  ),
  command('zrevrank', 3, reads, firstKey, logarithmic, (_redis, { database }, argv) => {
    const zset = zsetOf(database, argv)
    const rank = zset?.rank(argv[2] as string) ?? null
    return rank === null || zset === undefined ? null : zset.size - 1 - rank
  }),
  command('zcount', 4, reads, firstKey, logarithmic, (_redis, { database }, argv) => {
    const range = scoreRange(argv[2] as string, argv[3] as string)
    const zset = zsetOf(database, argv)
    if (zset === undefined) return 0
    const { start, end } = ranksByScore(zset, range)
    return Math.max(0, end - start)
  }),
  command('zlexcount', 4, reads, firstKey, logarithmic, (_redis, { database }, argv) => {
    const range = memberRange(argv[2] as string, argv[3] as string)
    const zset = zsetOf(database, argv)
    if (zset === undefined) return 0
    const { start, end } = ranksByMember(zset, range)
    return Math.max(0, end - start)
  }),
]

export function zsetOf(database: Database, argv: readonly string[]): SortedSet | undefined {
  return database.readOf(argv[1] as string, 'zset')?.zset
}

function scoreReply(zset: SortedSet | undefined, member: string): Reply {
  const score = zset?.score(member)
  return score === undefined ? null : double(score)
}

interface AddOptions {
  readonly nx: boolean
  readonly xx: boolean
  readonly gt: boolean
  readonly lt: boolean
  readonly ch: boolean
  readonly incr: boolean
}

const noOptions: AddOptions = { nx: false, xx: false, gt: false, lt: false, ch: false, incr: false }

function zadd(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const { options, at } = addOptions(argv)
  const pairs = argv.length - at
  if (pairs === 0 || pairs % 2 === 1) throw syntaxError
  if (options.nx && options.xx) throw new Refusal('ERR XX and NX options at the same time are not compatible')
  if ((options.gt && options.nx) || (options.lt && options.nx) || (options.gt && options.lt)) {
    throw new Refusal('ERR GT, LT, and/or NX options at the same time are not compatible')
  }
  if (options.incr && pairs > 2) throw new Refusal('ERR INCR option supports a single increment-element pair')
  return addAll(redis, database, argv[1] as string, options, argv.slice(at))
}

/** The words before the first score. */
function addOptions(argv: readonly string[]): { options: AddOptions; at: number } {
  let at = 2
  let options: { -readonly [option in keyof AddOptions]: boolean } | null = null
  for (; at < argv.length; at++) {
    const option = (argv[at] as string).toLowerCase()
    if (!Object.hasOwn(noOptions, option)) break
    options ??= { ...noOptions }
    options[option as keyof AddOptions] = true
  }
  return { options: options ?? noOptions, at }
}

/** @param pairs scores and members in turn */
function addAll(redis: Redis, database: Database, key: string, options: AddOptions, pairs: readonly string[]): Reply {
  const scores: number[] = []
  for (let index = 0; index < pairs.length; index += 2) scores.push(doubleOf(pairs[index] as string))
  const known = database.writeOf(key, 'zset')?.zset
  if (known === undefined && options.xx) return options.incr ? null : 0
  const zset = known ?? new SortedSet()
  if (known === undefined) database.add(key, { type: 'zset', zset })
  const counts = { added: 0, updated: 0 }
  let last: number | null = null
  for (let index = 0; index < scores.length; index++) {
    last = addOne(zset, pairs[index * 2 + 1] as string, scores[index] as number, options, counts)
  }
  const changes = counts.added + counts.updated
  redis.dirty += changes
  if (changes > 0) {
    database.modified(key)
    database.notify('z', options.incr ? 'zincr' : 'zadd', key)
  }
  // With GT or LT nothing may have been added to a key that was made for it.
  if (zset.size === 0) database.delete(key)
  if (options.incr) return last === null ? null : double(last)
  return options.ch ? changes : counts.added
}

/** Redis keeps small sorted sets in lists of integers, in which minus zero is zero. */
export function stored(score: number): number {
  return score + 0
}

/** @returns the score the member has afterwards; null when the options kept it from being touched */
function addOne(
  zset: SortedSet,
  member: string,
  asked: number,
  { nx, xx, gt, lt, incr }: AddOptions,
  counts: { added: number; updated: number },
): number | null {
  const old = zset.score(member)
  if (old === undefined) {
    if (xx) return null
    zset.set(member, stored(asked))
    counts.added++
    return asked
  }
  if (nx) return null
  const score = incr ? old + asked : asked
  if (Number.isNaN(score)) throw notANumber
  if ((lt && score >= old) || (gt && score <= old)) return null
  if (score === old) return score
  zset.set(member, stored(score))
  counts.updated++
  return score
}

function zrem(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const zset = database.writeOf(key, 'zset')?.zset
  if (zset === undefined) return 0
  let removed = 0
  for (let index = 2; index < argv.length; index++) if (zset.delete(argv[index] as string)) removed++
  if (removed === 0) return 0
  database.notify('z', 'zrem', key)
  if (zset.size === 0) database.deleteEmpty(key)
  database.modified(key)
  redis.dirty += removed
  return removed
}
