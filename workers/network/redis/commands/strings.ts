import type { Client } from '../client'
import { allKeys, type Command, command, constant, firstKey, linear } from '../command'
import { deadlineOf, type TimeUnit } from '../deadline'
import type { Integer } from '../integer64'
import type { Redis } from '../redis'
import { syntaxError, wrongArity } from '../refusal'
import { ok, type Reply } from '../reply'
import { StringValue } from '../value'

const pairs = { first: 1, last: -1, step: 2 }

export const strings: readonly Command[] = [
  command('get', 2, 'readonly fast', firstKey, constant, get),
  command('set', -3, 'write denyoom', firstKey, constant, set),
  command('setnx', 3, 'write denyoom fast', firstKey, constant, setnx),
  command('setex', 4, 'write denyoom', firstKey, constant, (redis, client, argv) =>
    setex(redis, client, argv, 'seconds'),
  ),
  command('psetex', 4, 'write denyoom', firstKey, constant, (redis, client, argv) =>
    setex(redis, client, argv, 'milliseconds'),
  ),
  command('getset', 3, 'write denyoom fast', firstKey, constant, getset),
  command('getdel', 2, 'write fast', firstKey, constant, getdel),
  command('getex', -2, 'write fast', firstKey, constant, getex),
  command('mget', -2, 'readonly fast', allKeys, linear, mget),
  command('mset', -3, 'write denyoom', pairs, linear, mset),
  command('msetnx', -3, 'write denyoom', pairs, linear, msetnx),
]

function get(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  return database.readOf(argv[1] as string, 'string')?.text ?? null
}

interface Expiry {
  readonly text: string
  readonly unit: TimeUnit
  readonly isAbsolute: boolean
}

const EXPIRIES: ReadonlyMap<string, Pick<Expiry, 'unit' | 'isAbsolute'>> = new Map([
  ['ex', { unit: 'seconds', isAbsolute: false }],
  ['px', { unit: 'milliseconds', isAbsolute: false }],
  ['exat', { unit: 'seconds', isAbsolute: true }],
  ['pxat', { unit: 'milliseconds', isAbsolute: true }],
])

interface Options {
  condition: 'nx' | 'xx' | null
  get: boolean
  keep: boolean
  persist: boolean
  expiry: Expiry | null
}

/** The options of SET and GETEX. Redis lets the same unit stand twice, and the last one counts. */
function parseOptions(argv: readonly string[], isSet: boolean): Options {
  const options: Options = { condition: null, get: false, keep: false, persist: false, expiry: null }
  for (let index = isSet ? 3 : 2; index < argv.length; index++) {
    const option = (argv[index] as string).toLowerCase()
    const expiry = EXPIRIES.get(option)
    if (expiry !== undefined) {
      const { unit, isAbsolute } = options.expiry ?? expiry
      const isOther = unit !== expiry.unit || isAbsolute !== expiry.isAbsolute
      if (isOther || options.keep || options.persist || index + 1 >= argv.length) throw syntaxError
      options.expiry = { ...expiry, text: argv[++index] as string }
    } else if (isSet && (option === 'nx' || option === 'xx') && (options.condition ?? option) === option) {
      options.condition = option
    } else if (isSet && option === 'get') options.get = true
    else if (isSet && option === 'keepttl' && options.expiry === null) options.keep = true
    else if (!isSet && option === 'persist' && options.expiry === null) options.persist = true
    else throw syntaxError
  }
  return options
}

function deadline(redis: Redis, { text, unit, isAbsolute }: Expiry, name: string): Integer {
  return deadlineOf(text, unit, isAbsolute ? 0 : redis.nowMs, name)
}

function set(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const text = argv[2] as string
  if (argv.length === 3) {
    store(redis, database, key, text, null, false)
    return ok
  }
  const only = argv.length === 5 ? EXPIRIES.get((argv[3] as string).toLowerCase()) : undefined
  if (only !== undefined) {
    const base = only.isAbsolute ? 0 : redis.nowMs
    store(redis, database, key, text, deadlineOf(argv[4] as string, only.unit, base, 'set'), false)
    return ok
  }
  const options = parseOptions(argv, true)
  const until = options.expiry === null ? null : deadline(redis, options.expiry, 'set')
  const old = options.get ? (database.readOf(key, 'string')?.text ?? null) : null
  const isThere = database.write(key) !== undefined
  if (options.condition !== null && isThere !== (options.condition === 'xx')) return options.get ? old : null
  store(redis, database, key, text, until, options.keep)
  if (until === null && options.get) redis.rewrite(argv.filter((each, at) => at < 3 || each.toLowerCase() !== 'get'))
  return options.get ? old : ok
}

function store(
  redis: Redis,
  database: Client['database'],
  key: string,
  text: string,
  until: Integer | null,
  keep: boolean,
): void {
  database.set(key, new StringValue(text), keep)
  redis.dirty++
  database.notify('$', 'set', key)
  if (until === null) return
  database.setDeadline(key, until)
  database.notify('g', 'expire', key)
  if (redis.onEffects !== null) redis.rewrite(['SET', key, text, 'PXAT', String(until)])
}

function setnx(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  if (database.write(key) !== undefined) return 0
  store(redis, database, key, argv[2] as string, null, false)
  return 1
}

function setex(redis: Redis, { database }: Client, argv: readonly string[], unit: TimeUnit): Reply {
  const until = deadlineOf(argv[2] as string, unit, redis.nowMs, unit === 'seconds' ? 'setex' : 'psetex')
  store(redis, database, argv[1] as string, argv[3] as string, until, false)
  return ok
}

function getset(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, key, text] = argv as [string, string, string]
  const old = database.readOf(key, 'string')?.text ?? null
  store(redis, database, key, text, null, false)
  redis.rewrite(['SET', key, text])
  return old
}

function getdel(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const old = database.readOf(key, 'string')
  if (old === undefined) return null
  database.delete(key)
  database.modified(key)
  database.notify('g', 'del', key)
  redis.dirty++
  redis.rewrite(['DEL', key])
  return old.text
}

function getex(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const options = parseOptions(argv, false)
  const value = database.readOf(key, 'string')
  if (value === undefined) return null
  const { expiry } = options
  if (expiry !== null) {
    const until = deadline(redis, expiry, 'getex')
    const isOver = expiry.isAbsolute && until <= redis.nowMs
    if (isOver) database.delete(key)
    else database.setDeadline(key, until)
    database.modified(key)
    database.notify('g', isOver ? 'del' : 'expire', key)
    redis.rewrite(isOver ? ['DEL', key] : ['PEXPIREAT', key, String(until)])
    redis.dirty++
  } else if (options.persist && database.clearDeadline(key)) {
    database.modified(key)
    database.notify('g', 'persist', key)
    redis.rewrite(['PERSIST', key])
    redis.dirty++
  }
  return value.text
}

function mget(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const found: (string | null)[] = []
  for (let index = 1; index < argv.length; index++) {
    const value = database.read(argv[index] as string)
    found.push(value?.type === 'string' ? value.text : null)
  }
  return found
}

function mset(redis: Redis, client: Client, argv: readonly string[]): Reply {
  setMany(redis, client, argv, false)
  return ok
}

function msetnx(redis: Redis, client: Client, argv: readonly string[]): Reply {
  return setMany(redis, client, argv, true)
}

function setMany(redis: Redis, { database }: Client, argv: readonly string[], isConditional: boolean): Reply {
  if (argv.length % 2 === 0) throw wrongArity(isConditional ? 'msetnx' : 'mset')
  if (isConditional) {
    for (let index = 1; index < argv.length; index += 2)
      if (database.write(argv[index] as string) !== undefined) return 0
  }
  for (let index = 1; index < argv.length; index += 2) {
    const key = argv[index] as string
    database.set(key, new StringValue(argv[index + 1] as string))
    database.notify('$', 'set', key)
  }
  redis.dirty += (argv.length - 1) / 2
  return 1
}
