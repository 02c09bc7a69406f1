import type { Client } from '../client'
import { type Command, command, firstKey, keysAndTimeout, logarithmic } from '../command'
import type { Database } from '../database'
import { doubleText } from '../double-text'
import { drawCount, drawMany } from '../draw'
import { countBetween, positiveCount } from '../integer64'
import type { Redis } from '../redis'
import { outOfRange, syntaxError } from '../refusal'
import { double, nullArray, type Reply } from '../reply'
import { cursorOf, isMatch, scanOptions } from '../scan'
import type { Scored, SortedSet } from '../sorted-set'
import { timeoutMs, wait } from '../waiting'
import { scoredReply } from './zset-ranges'
import { zsetOf } from './zsets'

type Edge = 'min' | 'max'
const largest = 9_007_199_254_740_991

export const zsetPops: readonly Command[] = [
  command('zpopmin', -2, 'write fast', firstKey, logarithmic, (redis, client, argv) =>
    popMany(redis, client, argv, 'min'),
  ),
  command('zpopmax', -2, 'write fast', firstKey, logarithmic, (redis, client, argv) =>
    popMany(redis, client, argv, 'max'),
  ),
  command('bzpopmin', -3, 'write noscript fast blocking', keysAndTimeout, logarithmic, (redis, client, argv) =>
    popFirst(redis, client, argv, 'min'),
  ),
  command('bzpopmax', -3, 'write noscript fast blocking', keysAndTimeout, logarithmic, (redis, client, argv) =>
    popFirst(redis, client, argv, 'max'),
  ),
  command('zmpop', -4, 'write', { countAt: 1 }, logarithmic, (redis, { database }, argv) => {
    const { keys, edge, most } = multiPop(argv, 1)
    for (const key of keys) {
      const zset = database.writeOf(key, 'zset')?.zset
      if (zset !== undefined) return [key, pairs(pop(redis, database, key, zset, edge, most))]
    }
    return nullArray
  }),
  command('bzmpop', -5, 'write blocking', { countAt: 2 }, logarithmic, (redis, client, argv) => {
    const deadlineMs = timeoutMs(redis, argv[1] as string)
    const { keys, edge, most } = multiPop(argv, 2)
    const serve = (key: string): Reply | null => {
      const zset = client.database.writeOf(key, 'zset')?.zset
      return zset === undefined ? null : [key, pairs(pop(redis, client.database, key, zset, edge, most))]
    }
    return wait(redis, client, { type: 'zset', keys, deadlineMs, serve, atOnce: nullArray })
  }),
  command('zrandmember', -2, 'readonly', firstKey, logarithmic, zrandmember),
  command('zscan', -3, 'readonly', firstKey, logarithmic, zscan),
]

function pop(redis: Redis, database: Database, key: string, zset: SortedSet, edge: Edge, most: number): Scored[] {
  const wanted = Math.min(most, zset.size)
  const popped = edge === 'min' ? zset.slice(0, wanted) : zset.slice(zset.size - wanted, zset.size).reverse()
  for (const { member } of popped) zset.delete(member)
  database.notify('z', edge === 'min' ? 'zpopmin' : 'zpopmax', key)
  if (zset.size === 0) database.deleteEmpty(key)
  database.modified(key)
  redis.dirty += popped.length
  redis.rewrite(['ZREM', key, ...popped.map(({ member }) => member)])
  return popped
}

function pairs(popped: readonly Scored[]): Reply {
  return popped.map(({ member, score }) => [member, double(score)])
}

function popMany(redis: Redis, { database, protocol }: Client, argv: readonly string[], edge: Edge): Reply {
  if (argv.length > 3) throw syntaxError
  const key = argv[1] as string
  const wanted = argv.length === 3 ? positiveCount(argv[2] as string) : null
  const zset = database.writeOf(key, 'zset')?.zset
  if (zset === undefined || wanted === 0) return []
  const popped = pop(redis, database, key, zset, edge, wanted ?? 1)
  // Without a count RESP3 has one flat pair.
  return scoredReply(popped, true, wanted === null ? 2 : protocol)
}

function popFirst(redis: Redis, client: Client, argv: readonly string[], edge: Edge): Reply {
  const deadlineMs = timeoutMs(redis, argv.at(-1) as string)
  const serve = (key: string): Reply | null => {
    const zset = client.database.writeOf(key, 'zset')?.zset
    if (zset === undefined) return null
    const [{ member, score }] = pop(redis, client.database, key, zset, edge, 1) as [Scored]
    return [key, member, double(score)]
  }
  return wait(redis, client, { type: 'zset', keys: argv.slice(1, -1), deadlineMs, serve, atOnce: nullArray })
}

function multiPop(argv: readonly string[], at: number): { keys: readonly string[]; edge: Edge; most: number } {
  const keys = countBetween(argv[at] as string, 1, largest, 'ERR numkeys should be greater than 0')
  const where = argv[at + 1 + keys]?.toLowerCase()
  if (where !== 'min' && where !== 'max') throw syntaxError
  let most: number | null = null
  for (let index = at + 2 + keys; index < argv.length; index++) {
    if (most !== null || argv[index]?.toLowerCase() !== 'count' || index + 1 >= argv.length) throw syntaxError
    most = countBetween(argv[++index] as string, 1, largest, 'ERR count should be greater than 0')
  }
  return { keys: argv.slice(at + 1, at + 1 + keys), edge: where, most: most ?? 1 }
}

function zrandmember(redis: Redis, { database, protocol }: Client, argv: readonly string[]): Reply {
  if (argv.length === 2) {
    const zset = zsetOf(database, argv)
    return zset === undefined ? null : (drawMany(redis.random, zset.members(), 1)[0] as string)
  }
  const { wanted, isTooMuchForPairs } = drawCount(argv[2] as string)
  const hasScores = argv[3]?.toLowerCase() === 'withscores'
  if (argv.length > 4 || (argv.length === 4 && !hasScores)) throw syntaxError
  if (hasScores && isTooMuchForPairs) throw outOfRange
  const zset = zsetOf(database, argv)
  return zset === undefined ? [] : scoredReply(drawMany(redis.random, zset.all(), wanted), hasScores, protocol)
}

/** A whole sorted set at once, as Redis does while it is small. */
function zscan(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  cursorOf(argv[2] as string)
  const zset = zsetOf(database, argv)
  if (zset === undefined) return ['0', []]
  const options = scanOptions(argv, 3, false)
  const found = zset.all().filter(({ member }) => isMatch(options, member))
  return ['0', found.flatMap(({ member, score }) => [member, scoreText(score)])]
}

/** Small sorted sets keep whole scores as integers. */
function scoreText(score: number): string {
  const isWhole = Number.isInteger(score) && Math.abs(score) < 9.2e18
  return isWhole ? String(BigInt(score)) : doubleText(score)
}
