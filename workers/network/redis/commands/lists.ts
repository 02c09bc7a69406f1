import type { Client } from '../client'
import { type Command, command, constant, firstKey, firstTwoKeys, linear } from '../command'
import type { Database } from '../database'
import { count, countBetween, integer, LEAST, positiveCount } from '../integer64'
import { List } from '../list'
import type { Redis } from '../redis'
import { indexOutOfRange, noSuchKey, Refusal, syntaxError } from '../refusal'
import { nullArray, ok, type Reply } from '../reply'
import { end, move, pop, pushed } from './list-moves'

const adds = 'write denyoom fast'

export const lists: readonly Command[] = [
  command('lpush', -3, adds, firstKey, linear, (redis, client, argv) => push(redis, client, argv, 'left', false)),
  command('rpush', -3, adds, firstKey, linear, (redis, client, argv) => push(redis, client, argv, 'right', false)),
  command('lpushx', -3, adds, firstKey, linear, (redis, client, argv) => push(redis, client, argv, 'left', true)),
  command('rpushx', -3, adds, firstKey, linear, (redis, client, argv) => push(redis, client, argv, 'right', true)),
  command('lpop', -2, 'write fast', firstKey, linear, (redis, client, argv) => popMany(redis, client, argv, 'left')),
  command('rpop', -2, 'write fast', firstKey, linear, (redis, client, argv) => popMany(redis, client, argv, 'right')),
  command(
    'llen',
    2,
    'readonly fast',
    firstKey,
    constant,
    (_redis, { database }, argv) => listOf(database, argv)?.size ?? 0,
  ),
  command('lrange', 4, 'readonly', firstKey, linear, lrange),
  command('lindex', 3, 'readonly', firstKey, linear, lindex),
  command('lset', 4, 'write denyoom', firstKey, linear, lset),
  command('linsert', 5, 'write denyoom', firstKey, linear, linsert),
  command('lrem', 4, 'write', firstKey, linear, lrem),
  command('ltrim', 4, 'write', firstKey, linear, ltrim),
  command('lpos', -3, 'readonly', firstKey, linear, lpos),
  command('lmove', 5, 'write denyoom', firstTwoKeys, constant, (redis, { database }, argv) =>
    move(redis, database, argv[1] as string, argv[2] as string, end(argv[3] as string), end(argv[4] as string)),
  ),
  command('rpoplpush', 3, 'write denyoom', firstTwoKeys, constant, (redis, { database }, argv) =>
    move(redis, database, argv[1] as string, argv[2] as string, 'right', 'left'),
  ),
  command('lmpop', -4, 'write', { countAt: 1 }, linear, lmpop),
]

function listOf(database: Database, argv: readonly string[]): List | undefined {
  return database.readOf(argv[1] as string, 'list')?.list
}

function push(
  redis: Redis,
  { database }: Client,
  argv: readonly string[],
  side: 'left' | 'right',
  onlyKnown: boolean,
): Reply {
  const key = argv[1] as string
  const known = database.writeOf(key, 'list')?.list
  if (known === undefined && onlyKnown) return 0
  const list = known ?? new List()
  for (let index = 2; index < argv.length; index++) {
    if (side === 'left') list.pushLeft(argv[index] as string)
    else list.pushRight(argv[index] as string)
  }
  if (known === undefined) database.add(key, { type: 'list', list })
  pushed(database, key, side)
  redis.dirty += argv.length - 2
  return list.size
}

function popMany(redis: Redis, { database }: Client, argv: readonly string[], side: 'left' | 'right'): Reply {
  const key = argv[1] as string
  if (argv.length > 3)
    throw new Refusal(`ERR wrong number of arguments for '${side === 'left' ? 'lpop' : 'rpop'}' command`)
  const wanted = argv.length === 3 ? positiveCount(argv[2] as string) : null
  const list = database.writeOf(key, 'list')?.list
  if (list === undefined) return wanted === null ? null : nullArray
  if (wanted === 0) return []
  const popped = pop(redis, database, key, list, side, wanted ?? 1)
  return wanted === null ? (popped[0] as string) : popped
}

function lmpop(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const { keys, side, most } = multiPop(argv, 1)
  for (const key of keys) {
    const list = database.writeOf(key, 'list')?.list
    if (list !== undefined) return [key, pop(redis, database, key, list, side, most)]
  }
  return nullArray
}

/** `numkeys key … LEFT|RIGHT [COUNT n]` */
export function multiPop(
  argv: readonly string[],
  at: number,
): { keys: readonly string[]; side: 'left' | 'right'; most: number } {
  const keys = countBetween(argv[at] as string, 1, 9_007_199_254_740_991, 'ERR numkeys should be greater than 0')
  const where = argv[at + 1 + keys]
  if (where === undefined) throw syntaxError
  const side = end(where)
  let most: number | null = null
  for (let index = at + 2 + keys; index < argv.length; index++) {
    if (most !== null || argv[index]?.toLowerCase() !== 'count' || index + 1 >= argv.length) throw syntaxError
    most = countBetween(argv[++index] as string, 1, 9_007_199_254_740_991, 'ERR count should be greater than 0')
  }
  return { keys: argv.slice(at + 1, at + 1 + keys), side, most: most ?? 1 }
}

/** Both ends of a range as indexes, `last` included; empty when first is beyond last. */
function range(argv: readonly string[], size: number): { first: number; last: number } {
  const first = count(argv[2] as string)
  const last = count(argv[3] as string)
  return {
    first: first < 0 ? Math.max(0, size + first) : first,
    last: Math.min(size - 1, last < 0 ? size + last : last),
  }
}

function lrange(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  range(argv, 0)
  const list = listOf(database, argv)
  if (list === undefined) return []
  const { first, last } = range(argv, list.size)
  return list.slice(first, last + 1)
}

function ltrim(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  range(argv, 0)
  const key = argv[1] as string
  const list = database.writeOf(key, 'list')?.list
  if (list === undefined) return ok
  const { first, last } = range(argv, list.size)
  list.replace(list.slice(first, last + 1))
  database.notify('l', 'ltrim', key)
  if (list.size === 0) database.deleteEmpty(key)
  database.modified(key)
  redis.dirty++
  return ok
}

function lindex(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const list = listOf(database, argv)
  if (list === undefined) return null
  const index = count(argv[2] as string)
  const place = index < 0 ? list.size + index : index
  return place >= 0 && place < list.size ? list.at(place) : null
}

function lset(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  if (database.write(key) === undefined) throw noSuchKey
  const list = database.writeOf(key, 'list')?.list as List
  const index = count(argv[2] as string)
  const place = index < 0 ? list.size + index : index
  if (place < 0 || place >= list.size) throw indexOutOfRange
  list.set(place, argv[3] as string)
  database.modified(key)
  database.notify('l', 'lset', key)
  redis.dirty++
  return ok
}

function linsert(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, key, where, pivot, item] = argv as [string, string, string, string, string]
  const side = where.toLowerCase()
  if (side !== 'before' && side !== 'after') throw syntaxError
  const list = database.writeOf(key, 'list')?.list
  if (list === undefined) return 0
  const items = list.slice(0, list.size)
  const at = items.indexOf(pivot)
  redis.worked += items.length
  if (at < 0) return -1
  items.splice(side === 'before' ? at : at + 1, 0, item)
  list.replace(items)
  database.modified(key)
  database.notify('l', 'linsert', key)
  redis.dirty++
  return list.size
}

function lrem(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, key, , item] = argv as [string, string, string, string]
  const wanted = count(argv[2] as string)
  const list = database.writeOf(key, 'list')?.list
  if (list === undefined) return 0
  const items = list.slice(0, list.size)
  redis.worked += items.length
  if (wanted < 0) items.reverse()
  let removed = 0
  const kept = items.filter((own) => own !== item || (wanted !== 0 && removed >= Math.abs(wanted)) || !++removed)
  if (removed === 0) return 0
  list.replace(wanted < 0 ? kept.reverse() : kept)
  database.modified(key)
  database.notify('l', 'lrem', key)
  if (list.size === 0) database.deleteEmpty(key)
  redis.dirty += removed
  return removed
}

function lpos(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const item = argv[2] as string
  let rank = 1
  let most: number | null = null
  let reach = 0
  for (let index = 3; index < argv.length; index += 2) {
    const option = (argv[index] as string).toLowerCase()
    const value = argv[index + 1]
    if (value === undefined) throw syntaxError
    if (option === 'rank') {
      // The least integer has no opposite, so for C it is no rank from the end at all.
      rank = integer(value) === LEAST ? -1 : count(value)
      if (rank === 0) {
        throw new Refusal(
          "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
        )
      }
    } else if (option === 'count') most = countBetween(value, 0, 9_007_199_254_740_991, "ERR COUNT can't be negative")
    else if (option === 'maxlen') reach = countBetween(value, 0, 9_007_199_254_740_991, "ERR MAXLEN can't be negative")
    else throw syntaxError
  }
  const list = listOf(database, argv)
  if (list === undefined) return most === null ? null : []
  const found: number[] = []
  let seen = 0
  const looks = reach === 0 ? list.size : Math.min(reach, list.size)
  for (let step = 0; step < looks && (most === 0 || found.length < (most ?? 1)); step++) {
    const place = rank > 0 ? step : list.size - 1 - step
    if (list.at(place) === item && ++seen >= Math.abs(rank)) found.push(place)
  }
  redis.worked += looks
  return most === null ? (found[0] ?? null) : found
}
