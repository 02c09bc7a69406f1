import type { Client } from '../client'
import { type Command, command, constant, container, linear, noKeys } from '../command'
import { information } from '../information'
import { count } from '../integer64'
import { sizeOf } from '../memory'
import type { Redis } from '../redis'
import { Refusal, syntaxError } from '../refusal'
import { timeoutOf, waitForReplicas } from '../replica-wait'
import { map, ok, type Reply } from '../reply'

const admin = 'admin noscript loading stale'

export const server: readonly Command[] = [
  command('time', 1, 'loading stale fast', noKeys, constant, ({ nowMicros }) => [
    String(Math.floor(nowMicros / 1_000_000)),
    String(nowMicros % 1_000_000),
  ]),
  command('dbsize', 1, 'readonly fast', noKeys, constant, (_redis, { database }) => database.size),
  command('flushdb', -1, 'write', noKeys, linear, (redis, client, argv) => flush(redis, [client.database], argv)),
  command('flushall', -1, 'write', noKeys, linear, (redis, _client, argv) => flush(redis, redis.databases, argv)),
  command('swapdb', 3, 'write fast', noKeys, constant, swapdb),
  command('info', -1, 'loading stale sentinel', noKeys, constant, (redis, _client, argv) => ({
    kind: 'verbatim',
    text: information(redis, argv.slice(1)),
  })),
  command('role', 1, 'noscript loading stale fast sentinel', noKeys, constant, () => ['master', 0, []]),
  command('wait', 3, 'noscript', noKeys, constant, (redis, client, argv) => {
    const wanted = count(argv[1] as string)
    const deadlineMs = timeoutOf(redis, argv[2] as string)
    return waitForReplicas(redis, client, wanted, deadlineMs)
  }),
  command('lastsave', 1, 'loading stale fast', noKeys, constant, (redis) => Math.floor(redis.startedAtMs / 1000)),
  container('config', '', [
    command('config|get', -3, admin, noKeys, constant, (redis, _client, argv) =>
      map(redis.config.matching(argv.slice(2))),
    ),
    command('config|set', -4, admin, noKeys, constant, configSet),
    command('config|resetstat', 2, admin, noKeys, constant, (redis) => {
      redis.statistics.reset()
      return ok
    }),
  ]),
  command('debug', -2, 'admin noscript loading stale protected', noKeys, constant, debug),
  container('memory', '', [
    command('memory|usage', -3, 'readonly', { first: 2, last: 2, step: 1 }, constant, (_redis, { database }, argv) => {
      if (argv.length > 3 && (argv.length !== 5 || argv[3]?.toLowerCase() !== 'samples')) throw syntaxError
      const key = argv[2] as string
      const entry = database.entry(key)
      return entry === undefined ? null : sizeOf(key, entry)
    }),
  ]),
]

function flush(redis: Redis, databases: Redis['databases'], argv: readonly string[]): Reply {
  if (argv.length > 2 || (argv.length === 2 && !/^a?sync$/i.test(argv[1] as string))) throw syntaxError
  for (const database of databases) {
    redis.worked += database.size
    database.clear()
  }
  redis.dirty++
  return ok
}

function swapdb(redis: Redis, _client: Client, argv: readonly string[]): Reply {
  const index = (text: string, which: string): number => {
    const value = count(text, new Refusal(`ERR invalid ${which} DB index`))
    if (value < -2_147_483_648 || value > 2_147_483_647) throw new Refusal(`ERR invalid ${which} DB index`)
    return value
  }
  const first = index(argv[1] as string, 'first')
  const second = index(argv[2] as string, 'second')
  const [one, two] = [redis.databases[first], redis.databases[second]]
  if (one === undefined || two === undefined) throw new Refusal('ERR DB index is out of range')
  if (one !== two) one.swap(two)
  redis.dirty++
  return ok
}

function configSet(redis: Redis, _client: Client, argv: readonly string[]): Reply {
  if (argv.length % 2 === 1) throw new Refusal("ERR wrong number of arguments for 'config|set' command")
  const pairs = argv
    .slice(2)
    .flatMap((name, index, all) => (index % 2 === 0 ? [[name, all[index + 1] as string] as const] : []))
  const unknown = pairs.find(([name]) => redis.config.get(name.toLowerCase()) === undefined)
  if (unknown !== undefined)
    throw new Refusal(`ERR Unknown option or number of arguments for CONFIG SET - '${unknown[0]}'`)
  for (const [name, value] of pairs) {
    const refusal = redis.config.refusal(name.toLowerCase(), value)
    if (refusal === null) continue
    redis.config.restoreEvents()
    throw new Refusal(`ERR ${refusal}`)
  }
  for (const [name, value] of pairs) redis.config.set(name.toLowerCase(), value)
  return ok
}

/** As far as tests of clients ask for it. */
function debug(redis: Redis, _client: Client, argv: readonly string[]): Reply {
  const wanted = argv[1]?.toLowerCase()
  if (wanted === 'set-active-expire' && argv.length === 3) {
    redis.activeExpiry.isEnabled = count(argv[2] as string) !== 0
    return ok
  }
  throw new Refusal(`ERR unknown subcommand or wrong number of arguments for '${argv[1]}'. Try DEBUG HELP.`)
}
