import type { Client } from '../client'
import { type Command, command, constant, firstKey, linear } from '../command'
import type { Database } from '../database'
import { drawCount, drawMany } from '../draw'
import { add, integer } from '../integer64'
import type { Redis } from '../redis'
import { outOfRange, Refusal, syntaxError, wrongArity } from '../refusal'
import { map, ok, type Reply } from '../reply'
import { cursorOf, isMatch, scanOptions } from '../scan'
import { floatOf, sumOf } from './counters'

const adds = 'write denyoom fast'
const reads = 'readonly fast'
const notFinite = new Refusal('ERR increment would produce NaN or Infinity')
const invalidFloat = new Refusal('ERR value is not a valid float')

export const hashes: readonly Command[] = [
  command('hset', -4, adds, firstKey, linear, (redis, client, argv) => hset(redis, client, argv, 'hset')),
  command('hmset', -4, adds, firstKey, linear, (redis, client, argv) => {
    hset(redis, client, argv, 'hmset')
    return ok
  }),
  command('hsetnx', 4, adds, firstKey, constant, hsetnx),
  command(
    'hget',
    3,
    reads,
    firstKey,
    constant,
    (_redis, { database }, argv) => fieldsOf(database, argv)?.get(argv[2] as string) ?? null,
  ),
  command('hmget', -3, reads, firstKey, linear, (_redis, { database }, argv) => {
    const fields = fieldsOf(database, argv)
    return argv.slice(2).map((field) => fields?.get(field) ?? null)
  }),
  command('hgetall', 2, 'readonly', firstKey, linear, (_redis, { database }, argv) =>
    map([...(fieldsOf(database, argv) ?? [])].flat()),
  ),
  command('hkeys', 2, 'readonly', firstKey, linear, (_redis, { database }, argv) => [
    ...(fieldsOf(database, argv)?.keys() ?? []),
  ]),
  command('hvals', 2, 'readonly', firstKey, linear, (_redis, { database }, argv) => [
    ...(fieldsOf(database, argv)?.values() ?? []),
  ]),
  command('hlen', 2, reads, firstKey, constant, (_redis, { database }, argv) => fieldsOf(database, argv)?.size ?? 0),
  command('hexists', 3, reads, firstKey, constant, (_redis, { database }, argv) =>
    fieldsOf(database, argv)?.has(argv[2] as string) === true ? 1 : 0,
  ),
  command(
    'hstrlen',
    3,
    reads,
    firstKey,
    constant,
    (_redis, { database }, argv) => fieldsOf(database, argv)?.get(argv[2] as string)?.length ?? 0,
  ),
  command('hdel', -3, 'write fast', firstKey, linear, hdel),
  command('hincrby', 4, adds, firstKey, constant, hincrby),
  command('hincrbyfloat', 4, adds, firstKey, constant, hincrbyfloat),
  command('hscan', -3, 'readonly', firstKey, linear, hscan),
  command('hrandfield', -2, 'readonly', firstKey, linear, hrandfield),
]

function fieldsOf(database: Database, argv: readonly string[]): Map<string, string> | undefined {
  return database.readOf(argv[1] as string, 'hash')?.fields
}

function fieldsToChange(database: Database, key: string): Map<string, string> {
  const known = database.writeOf(key, 'hash')?.fields
  if (known !== undefined) return known
  const fields = new Map<string, string>()
  database.add(key, { type: 'hash', fields })
  return fields
}

function changed(redis: Redis, database: Database, key: string, event: string): void {
  database.modified(key)
  database.notify('h', event, key)
  redis.dirty++
}

function hset(redis: Redis, { database }: Client, argv: readonly string[], name: string): Reply {
  if (argv.length % 2 === 1) throw wrongArity(name)
  const key = argv[1] as string
  const fields = fieldsToChange(database, key)
  let created = 0
  for (let index = 2; index < argv.length; index += 2) {
    const field = argv[index] as string
    if (!fields.has(field)) created++
    fields.set(field, argv[index + 1] as string)
  }
  changed(redis, database, key, 'hset')
  return created
}

function hsetnx(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, key, field, value] = argv as [string, string, string, string]
  const fields = fieldsToChange(database, key)
  if (fields.has(field)) return 0
  fields.set(field, value)
  changed(redis, database, key, 'hset')
  return 1
}

function hdel(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const fields = database.writeOf(key, 'hash')?.fields
  if (fields === undefined) return 0
  let deleted = 0
  for (let index = 2; index < argv.length; index++) if (fields.delete(argv[index] as string)) deleted++
  if (deleted === 0) return 0
  changed(redis, database, key, 'hdel')
  if (fields.size === 0) database.deleteEmpty(key)
  return deleted
}

function hincrby(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, key, field] = argv as [string, string, string]
  const by = integer(argv[3] as string)
  const fields = database.writeOf(key, 'hash')?.fields
  const old = integer(fields?.get(field) ?? '0', new Refusal('ERR hash value is not an integer'))
  const sum = add(old, by)
  if (sum === null) throw new Refusal('ERR increment or decrement would overflow')
  ;(fields ?? fieldsToChange(database, key)).set(field, String(sum))
  changed(redis, database, key, 'hincrby')
  return sum
}

function hincrbyfloat(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, key, field] = argv as [string, string, string]
  const by = floatOf(argv[3] as string, invalidFloat)
  if (typeof by === 'string') throw new Refusal('ERR value is NaN or Infinity')
  const fields = database.writeOf(key, 'hash')?.fields
  const old = floatOf(fields?.get(field) ?? '0', new Refusal('ERR hash value is not a float'))
  const sum = sumOf(old, by, notFinite)
  ;(fields ?? fieldsToChange(database, key)).set(field, sum)
  changed(redis, database, key, 'hincrbyfloat')
  redis.rewrite(['HSET', key, field, sum])
  return sum
}

/** A whole hash at once, as Redis does while it is small. */
function hscan(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  cursorOf(argv[2] as string)
  const fields = fieldsOf(database, argv)
  if (fields === undefined) return ['0', []]
  const options = scanOptions(argv, 3, false)
  return ['0', [...fields].filter(([field]) => isMatch(options, field)).flat()]
}

function hrandfield(redis: Redis, { database, protocol }: Client, argv: readonly string[]): Reply {
  if (argv.length === 2) {
    const fields = fieldsOf(database, argv)
    return fields === undefined ? null : ([...fields.keys()][redis.random.integer(fields.size)] as string)
  }
  const { wanted, isTooMuchForPairs } = drawCount(argv[2] as string)
  const hasValues = argv[3]?.toLowerCase() === 'withvalues'
  if (argv.length > 4 || (argv.length === 4 && !hasValues)) throw syntaxError
  if (hasValues && isTooMuchForPairs) throw outOfRange
  const fields = fieldsOf(database, argv)
  if (fields === undefined) return []
  const drawn = drawMany(redis.random, [...fields], wanted)
  if (!hasValues) return drawn.map(([field]) => field)
  return protocol === 3 ? drawn : drawn.flat()
}
