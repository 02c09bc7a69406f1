import type { Client } from '../client'
import { allKeys, type Command, command, constant, container, firstKey, firstTwoKeys, linear, noKeys } from '../command'
import { copyOf } from '../copy-value'
import type { Database } from '../database'
import { matchesGlob } from '../glob'
import { count } from '../integer64'
import type { Redis } from '../redis'
import { noSuchKey, Refusal, syntaxError } from '../refusal'
import { ok, type Reply, status } from '../reply'
import { cursorOf, isMatch, scanDatabase, scanOptions } from '../scan'
import { decayed } from '../usage'
import { encodingOf } from '../value'

const sameObject = new Refusal('ERR source and destination objects are the same')

export const keys: readonly Command[] = [
  command('del', -2, 'write', allKeys, linear, del),
  command('unlink', -2, 'write fast', allKeys, constant, del),
  command('exists', -2, 'readonly fast', allKeys, constant, exists),
  command('touch', -2, 'readonly fast', allKeys, constant, exists),
  command('type', 2, 'readonly fast', firstKey, constant, type),
  command('keys', 2, 'readonly', noKeys, linear, keysMatching),
  command('scan', -2, 'readonly touches_arbitrary_keys', noKeys, linear, scan),
  command('randomkey', 1, 'readonly touches_arbitrary_keys', noKeys, constant, randomkey),
  command('rename', 3, 'write', firstTwoKeys, constant, (redis, client, argv) => rename(redis, client, argv, false)),
  command('renamenx', 3, 'write fast', firstTwoKeys, constant, (redis, client, argv) =>
    rename(redis, client, argv, true),
  ),
  command('move', 3, 'write fast', firstKey, constant, move),
  command('copy', -3, 'write denyoom', firstTwoKeys, linear, copy),
  container('object', '', [
    command('object|encoding', 3, 'readonly', { first: 2, last: 2, step: 1 }, constant, (_redis, { database }, argv) =>
      encodingOf(existing(database, argv[2] as string).value),
    ),
    command('object|idletime', 3, 'readonly', { first: 2, last: 2, step: 1 }, constant, (redis, { database }, argv) =>
      Math.floor((redis.nowMs - existing(database, argv[2] as string).usedAtMs) / 1000),
    ),
    command('object|freq', 3, 'readonly', { first: 2, last: 2, step: 1 }, constant, (redis, { database }, argv) => {
      const entry = existing(database, argv[2] as string)
      if (redis.config.isFrequencyCounted) return decayed(entry, redis)
      throw new Refusal(
        'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
      )
    }),
    command(
      'object|refcount',
      3,
      'readonly',
      { first: 2, last: 2, step: 1 },
      constant,
      (_redis, { database }, argv) => {
        existing(database, argv[2] as string)
        return 1
      },
    ),
  ]),
]

function existing(database: Database, key: string): NonNullable<ReturnType<Database['entry']>> {
  const entry = database.entry(key)
  if (entry === undefined) throw new Refusal('ERR no such key')
  return entry
}

function del(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  let deleted = 0
  for (let index = 1; index < argv.length; index++) {
    const key = argv[index] as string
    if (database.entry(key) === undefined) continue
    database.delete(key)
    database.modified(key)
    database.notify('g', 'del', key)
    deleted++
  }
  redis.dirty += deleted
  return deleted
}

function exists(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  let found = 0
  for (let index = 1; index < argv.length; index++) if (database.read(argv[index] as string) !== undefined) found++
  return found
}

function type(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  return status(database.read(argv[1] as string)?.type ?? 'none')
}

function keysMatching(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const pattern = argv[1] as string
  redis.worked += database.size
  const matching = [...database.entries()].filter(([key]) => pattern === '*' || matchesGlob(pattern, key))
  return matching.filter(([, entry]) => !database.isExpired(entry)).map(([key]) => key)
}

function scan(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const cursor = cursorOf(argv[1] as string)
  const options = scanOptions(argv, 2, true)
  const [found, next] = scanDatabase(database, cursor, options.count)
  redis.worked += found.length
  const wanted = found.filter((key) => {
    if (!isMatch(options, key)) return false
    if (options.type === null) return database.entry(key) !== undefined
    // A key that has just expired has the type none, and then passes.
    return (database.read(key)?.type ?? 'none') === options.type
  })
  return [String(next), wanted]
}

function randomkey(redis: Redis, { database }: Client): Reply {
  while (database.size > 0) {
    const chosen = redis.random.integer(database.size)
    let at = 0
    for (const [key] of database.entries()) {
      if (at++ < chosen) continue
      if (database.entry(key) !== undefined) return key
      break
    }
  }
  return null
}

function rename(redis: Redis, { database }: Client, argv: readonly string[], onlyNew: boolean): Reply {
  const [, from, to] = argv as [string, string, string]
  const entry = database.entry(from)
  if (entry === undefined) throw noSuchKey
  if (from === to) return onlyNew ? 0 : ok
  if (database.write(to) !== undefined) {
    if (onlyNew) return 0
    database.delete(to)
  }
  const { value, deadlineMs } = entry
  database.add(to, value)
  if (deadlineMs !== null) database.setDeadline(to, deadlineMs)
  database.delete(from)
  for (const key of [from, to]) database.modified(key)
  database.notify('g', 'rename_from', from)
  database.notify('g', 'rename_to', to)
  redis.dirty++
  return onlyNew ? 1 : ok
}

function databaseAt(redis: Redis, text: string): Database {
  const index = count(text)
  if (index < -2_147_483_648 || index > 2_147_483_647)
    throw new Refusal('ERR value is out of range, value must between -2147483648 and 2147483647')
  const database = redis.databases[index]
  if (database === undefined) throw new Refusal('ERR DB index is out of range')
  return database
}

function move(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const target = databaseAt(redis, argv[2] as string)
  if (target === database) throw sameObject
  const entry = database.entry(key)
  if (entry === undefined || target.entry(key) !== undefined) return 0
  target.add(key, entry.value)
  if (entry.deadlineMs !== null) target.setDeadline(key, entry.deadlineMs)
  database.delete(key)
  for (const each of [database, target]) each.modified(key)
  database.notify('g', 'move_from', key)
  target.notify('g', 'move_to', key)
  redis.dirty++
  return 1
}

function copy(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, from, to] = argv as [string, string, string]
  let target = database
  let isReplacing = false
  for (let index = 3; index < argv.length; index++) {
    const option = (argv[index] as string).toLowerCase()
    if (option === 'replace') isReplacing = true
    else if (option === 'db' && index + 1 < argv.length) target = databaseAt(redis, argv[++index] as string)
    else throw syntaxError
  }
  if (target === database && from === to) throw sameObject
  const value = database.read(from)
  if (value === undefined) return 0
  if (target.write(to) !== undefined) {
    if (!isReplacing) return 0
    target.delete(to)
  }
  target.add(to, copyOf(value))
  const deadlineMs = database.peek(from)?.deadlineMs ?? null
  if (deadlineMs !== null) target.setDeadline(to, deadlineMs)
  target.modified(to)
  target.notify('g', 'copy_to', to)
  redis.dirty++
  return 1
}
