import type { Client } from '../client'
import { allKeys, type Command, command, constant, firstKey, firstTwoKeys, linear } from '../command'
import type { Database } from '../database'
import { drawCount, drawMany } from '../draw'
import { count, countBetween, positiveCount } from '../integer64'
import type { Redis } from '../redis'
import { Refusal, syntaxError } from '../refusal'
import { type Reply, set } from '../reply'
import { cursorOf, isMatch, scanOptions } from '../scan'

const reads = 'readonly fast'

export const sets: readonly Command[] = [
  command('sadd', -3, 'write denyoom fast', firstKey, linear, sadd),
  command('srem', -3, 'write fast', firstKey, linear, srem),
  command('sismember', 3, reads, firstKey, constant, (_redis, { database }, argv) =>
    membersOf(database, argv[1])?.has(argv[2] as string) === true ? 1 : 0,
  ),
  command('smismember', -3, reads, firstKey, linear, (_redis, { database }, argv) => {
    const members = membersOf(database, argv[1])
    return argv.slice(2).map((member) => (members?.has(member) === true ? 1 : 0))
  }),
  command('smembers', 2, 'readonly', firstKey, linear, (_redis, { database }, argv) =>
    set([...(membersOf(database, argv[1]) ?? [])]),
  ),
  command(
    'scard',
    2,
    reads,
    firstKey,
    constant,
    (_redis, { database }, argv) => membersOf(database, argv[1])?.size ?? 0,
  ),
  command('spop', -2, 'write fast', firstKey, linear, spop),
  command('srandmember', -2, 'readonly', firstKey, linear, srandmember),
  command('smove', 4, 'write fast', firstTwoKeys, constant, smove),
  command('sscan', -3, 'readonly', firstKey, linear, sscan),
  ...(['sinter', 'sunion', 'sdiff'] as const).flatMap((name) => [
    command(name, -2, 'readonly', allKeys, linear, (redis, { database }, argv) =>
      set([...combined(redis, name, allOf(database, argv.slice(1)))]),
    ),
    command(`${name}store`, -3, 'write denyoom', allKeys, linear, (redis, client, argv) =>
      store(redis, client, argv, name),
    ),
  ]),
  command('sintercard', -3, 'readonly', { countAt: 1 }, linear, sintercard),
]

function membersOf(database: Database, key: string | undefined): Set<string> | undefined {
  return database.readOf(key as string, 'set')?.members
}

function sadd(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const known = database.writeOf(key, 'set')?.members
  const members = known ?? new Set<string>()
  if (known === undefined) database.add(key, { type: 'set', members })
  const before = members.size
  for (let index = 2; index < argv.length; index++) members.add(argv[index] as string)
  const added = members.size - before
  if (added > 0) {
    database.modified(key)
    database.notify('s', 'sadd', key)
  }
  redis.dirty += added
  return added
}

function srem(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const members = database.writeOf(key, 'set')?.members
  if (members === undefined) return 0
  let removed = 0
  for (let index = 2; index < argv.length; index++) if (members.delete(argv[index] as string)) removed++
  if (removed === 0) return 0
  database.modified(key)
  database.notify('s', 'srem', key)
  if (members.size === 0) database.deleteEmpty(key)
  redis.dirty += removed
  return removed
}

function spop(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  if (argv.length > 3) throw syntaxError
  const key = argv[1] as string
  const wanted = argv.length === 3 ? positiveCount(argv[2] as string) : null
  const members = database.writeOf(key, 'set')?.members
  if (members === undefined) return wanted === null ? null : set([])
  if (wanted === 0) return set([])
  const drawn = drawMany(redis.random, [...members], wanted ?? 1)
  for (const member of drawn) members.delete(member)
  database.notify('s', 'spop', key)
  if (members.size === 0) database.deleteEmpty(key)
  database.modified(key)
  redis.dirty += drawn.length
  redis.rewrite(members.size === 0 ? ['DEL', key] : ['SREM', key, ...drawn])
  return wanted === null ? (drawn[0] as string) : set(drawn)
}

function srandmember(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  if (argv.length > 3) throw syntaxError
  const wanted = argv[2] === undefined ? null : drawCount(argv[2]).wanted
  const members = membersOf(database, argv[1])
  if (members === undefined) return wanted === null ? null : []
  const drawn = drawMany(redis.random, [...members], wanted ?? 1)
  return wanted === null ? (drawn[0] as string) : drawn
}

function smove(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, from, to, member] = argv as [string, string, string, string]
  database.entry(to)
  if (database.write(from) === undefined) return 0
  const source = database.writeOf(from, 'set')?.members as Set<string>
  const target = database.writeOf(to, 'set')?.members
  if (source === target) return source.has(member) ? 1 : 0
  if (!source.delete(member)) return 0
  database.notify('s', 'srem', from)
  if (source.size === 0) database.deleteEmpty(from)
  const isNew = target?.has(member) !== true
  if (target === undefined) database.add(to, { type: 'set', members: new Set([member]) })
  else target.add(member)
  database.modified(from)
  redis.dirty++
  if (isNew) {
    redis.dirty++
    database.modified(to)
    database.notify('s', 'sadd', to)
  }
  return 1
}

function sscan(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  cursorOf(argv[2] as string)
  const members = membersOf(database, argv[1])
  if (members === undefined) return ['0', []]
  const options = scanOptions(argv, 3, false)
  return ['0', [...members].filter((member) => isMatch(options, member))]
}

type Operation = 'sinter' | 'sunion' | 'sdiff'

/** A key that is not there is an empty set; every key is checked first. */
function allOf(database: Database, keys: readonly string[]): ReadonlySet<string>[] {
  return keys.map((key) => membersOf(database, key) ?? new Set<string>())
}

function combined(redis: Redis, operation: Operation, all: readonly ReadonlySet<string>[]): Set<string> {
  const [first = new Set<string>(), ...others] = all
  redis.worked += all.reduce((sum, { size }) => sum + size, 0)
  if (operation === 'sunion') return new Set(all.flatMap((each) => [...each]))
  const isWanted =
    operation === 'sinter'
      ? (member: string) => others.every((other) => other.has(member))
      : (member: string) => !others.some((other) => other.has(member))
  return new Set([...first].filter(isWanted))
}

function store(redis: Redis, { database }: Client, argv: readonly string[], operation: Operation): Reply {
  const target = argv[1] as string
  const members = combined(redis, operation, allOf(database, argv.slice(2)))
  if (members.size === 0) {
    if (!database.delete(target)) return 0
    database.modified(target)
    database.notify('g', 'del', target)
    redis.dirty++
    return 0
  }
  database.set(target, { type: 'set', members })
  database.notify('s', `${operation}store`, target)
  redis.dirty++
  return members.size
}

function sintercard(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const keys = countBetween(argv[1] as string, 1, 9_007_199_254_740_991, 'ERR numkeys should be greater than 0')
  if (keys > argv.length - 2) throw new Refusal("ERR Number of keys can't be greater than number of args")
  let limit = 0
  for (let index = 2 + keys; index < argv.length; index++) {
    if (argv[index]?.toLowerCase() !== 'limit' || index + 1 >= argv.length) throw syntaxError
    limit = count(argv[++index] as string, new Refusal("ERR LIMIT can't be negative"))
    if (limit < 0) throw new Refusal("ERR LIMIT can't be negative")
  }
  const { size } = combined(redis, 'sinter', allOf(database, argv.slice(2, 2 + keys)))
  return limit > 0 ? Math.min(limit, size) : size
}
