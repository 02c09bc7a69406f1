import { cString } from '../byte-string'
import type { Client } from '../client'
import { type Command, command, constant, container, linear, noKeys } from '../command'
import { count } from '../integer64'
import { timeoutReply } from '../parking'
import type { Redis } from '../redis'
import { Refusal, syntaxError, wrongArity } from '../refusal'
import { map, none, ok, type Reply, status } from '../reply'
import { discard } from './transactions'

/** The version whose behaviour this is. */
export const VERSION = '7.0.15'
const plain = 'noscript loading stale sentinel'
const admin = 'admin noscript loading stale sentinel'
const invalidName = new Refusal('ERR Client names cannot contain spaces, newlines or special characters.')
const noPassword = new Refusal(
  'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
)

export const connection: readonly Command[] = [
  command('ping', -1, 'fast sentinel', noKeys, constant, ping),
  command('echo', 2, 'loading stale fast', noKeys, constant, (_redis, _client, argv) => argv[1] as string),
  command('quit', -1, 'allow_busy noscript loading stale fast no_auth', noKeys, constant, (_redis, client) => {
    client.isClosing = true
    return ok
  }),
  command('reset', 1, 'noscript loading stale fast no_auth allow_busy', noKeys, constant, reset),
  command('select', 2, 'loading stale fast', noKeys, constant, select),
  command(
    'auth',
    -2,
    'noscript loading stale fast no_auth sentinel allow_busy',
    noKeys,
    constant,
    (_redis, _client, argv) => {
      if (argv.length > 3) throw syntaxError
      return authenticate(argv.length === 3 ? (argv[1] as string) : null)
    },
  ),
  command('hello', -1, 'noscript loading stale fast no_auth sentinel allow_busy', noKeys, constant, hello),
  container('client', 'sentinel', [
    command('client|id', 2, plain, noKeys, constant, (_redis, client) => client.id),
    command('client|getname', 2, plain, noKeys, constant, (_redis, client) =>
      client.name === '' ? null : client.name,
    ),
    command('client|setname', 3, plain, noKeys, constant, (_redis, client, argv) => {
      client.name = checkedName(argv[2] as string)
      return ok
    }),
    command('client|info', 2, plain, noKeys, constant, (redis, client) => ({
      kind: 'verbatim',
      text: `${describe(redis, client)}\n`,
    })),
    command('client|list', -2, admin, noKeys, linear, (redis) => ({
      kind: 'verbatim',
      text: [...redis.clients.values()].map((own) => `${describe(redis, own)}\n`).join(''),
    })),
    command('client|kill', -3, admin, noKeys, linear, kill),
    command('client|reply', 3, plain, noKeys, constant, reply),
    command('client|no-evict', 3, admin, noKeys, constant, (_redis, client, argv) => {
      const wanted = argv[2]?.toLowerCase()
      if (wanted !== 'on' && wanted !== 'off') throw syntaxError
      client.isNoEvict = wanted === 'on'
      return ok
    }),
    command('client|unblock', -3, admin, noKeys, constant, unblock),
    command('client|getredir', 2, plain, noKeys, constant, () => -1),
  ]),
]

function ping(_redis: Redis, { protocol, subscriptions }: Client, argv: readonly string[]): Reply {
  if (argv.length > 2) throw wrongArity('ping')
  if (subscriptions > 0 && protocol === 2) return ['pong', argv[1] ?? '']
  return argv[1] ?? status('PONG')
}

function reset(redis: Redis, client: Client): Reply {
  discard(redis, client)
  redis.subscriptions.leaveAll(client)
  client.database = redis.databases[0] as Client['database']
  client.protocol = 2
  client.name = ''
  client.replies = 'on'
  return status('RESET')
}

function select(redis: Redis, client: Client, argv: readonly string[]): Reply {
  const index = count(argv[1] as string)
  if (index < -2_147_483_648 || index > 2_147_483_647)
    throw new Refusal('ERR value is out of range, value must between -2147483648 and 2147483647')
  const database = redis.databases[index]
  if (database === undefined) throw new Refusal('ERR DB index is out of range')
  client.database = database
  return ok
}

/** There is one user, `default`, and no password. */
function authenticate(user: string | null): Reply {
  if (user === null) throw noPassword
  if (user === 'default') return ok
  throw new Refusal('WRONGPASS invalid username-password pair or user is disabled.')
}

function checkedName(name: string): string {
  if (/[^!-~]/.test(name)) throw invalidName
  return name
}

function hello(redis: Redis, client: Client, argv: readonly string[]): Reply {
  const badProtocol = new Refusal('NOPROTO unsupported protocol version')
  const version =
    argv[1] === undefined
      ? client.protocol
      : count(argv[1], new Refusal('ERR Protocol version is not an integer or out of range'))
  if (version !== 2 && version !== 3) throw badProtocol
  let name: string | null = null
  for (let index = 2; index < argv.length; ) {
    const option = argv[index]?.toLowerCase()
    const more = argv.length - index - 1
    if (option === 'auth' && more >= 2) {
      authenticate(argv[index + 1] as string)
      index += 3
    } else if (option === 'setname' && more >= 1) {
      name = checkedName(argv[index + 1] as string)
      index += 2
    } else throw new Refusal(`ERR Syntax error in HELLO option '${cString(argv[index] as string)}'`)
  }
  if (name !== null) client.name = name
  client.protocol = version
  const role = redis.config.isReplica ? 'replica' : 'master'
  const first = ['server', 'redis', 'version', VERSION, 'proto', version, 'id', client.id]
  return map([...first, 'mode', 'standalone', 'role', role, 'modules', []])
}

function describe(redis: Redis, client: Client): string {
  const seconds = (sinceMs: number): number => Math.floor((redis.nowMs - sinceMs) / 1000)
  const { transaction, database } = client
  const flags = `${client.parked === null ? '' : 'b'}${transaction === null ? '' : 'x'}${client.isStale ? 'd' : ''}`
  const listens = client.subscriptions > 0 ? 'P' : ''
  return [
    `id=${client.id} addr=${client.address} laddr=127.0.0.1:6379 fd=8 name=${client.name}`,
    `age=${seconds(client.connectedAtMs)} idle=${seconds(client.lastCommandAtMs)}`,
    `flags=${listens + flags || 'N'} db=${database.index} sub=${client.channels.size} psub=${client.patterns.size}`,
    `ssub=0 multi=${transaction === null ? -1 : transaction.commands.length} qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0`,
    `rbs=1024 rbp=0 obl=0 oll=0 omem=0 tot-mem=0 events=r cmd=${client.lastCommand || 'NULL'} user=default redir=-1`,
    `resp=${client.protocol}`,
  ].join(' ')
}

/** `CLIENT KILL address`, or filters ID, ADDR and SKIPME. */
function kill(redis: Redis, self: Client, argv: readonly string[]): Reply {
  const end = (client: Client): void => {
    client.isClosing = true
    if (client !== self) client.deliver(none)
  }
  if (argv.length === 3) {
    const found = [...redis.clients.values()].find(({ address }) => address === argv[2])
    if (found === undefined) throw new Refusal('ERR No such client')
    end(found)
    return ok
  }
  if (argv.length % 2 === 1) throw syntaxError
  let chosen = [...redis.clients.values()]
  let skipsSelf = true
  for (let index = 2; index < argv.length; index += 2) {
    const [filter, value] = [argv[index]?.toLowerCase(), argv[index + 1] as string]
    if (filter === 'id') {
      const id = count(value, new Refusal('ERR client-id should be greater than 0'))
      chosen = chosen.filter((client) => client.id === id)
    } else if (filter === 'addr') chosen = chosen.filter(({ address }) => address === value)
    else if (filter === 'skipme') skipsSelf = value.toLowerCase() === 'yes'
    else throw syntaxError
  }
  const ended = chosen.filter((client) => client !== self || !skipsSelf)
  ended.forEach(end)
  return ended.length
}

function reply(_redis: Redis, client: Client, argv: readonly string[]): Reply {
  const wanted = argv[2]?.toLowerCase()
  if (wanted === 'on') {
    client.replies = 'on'
    return ok
  }
  if (wanted === 'off') client.replies = 'off'
  else if (wanted === 'skip') client.replies = client.replies === 'off' ? 'off' : 'skip-next'
  else throw syntaxError
  return none
}

function unblock(redis: Redis, _client: Client, argv: readonly string[]): Reply {
  const how = argv[3]?.toLowerCase() ?? 'timeout'
  if (argv.length > 4 || (how !== 'timeout' && how !== 'error')) {
    throw new Refusal('ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR')
  }
  const parked = redis.clients.get(count(argv[2] as string))?.parked
  if (parked == null) return 0
  redis.parking.release(parked)
  const unblocked: Reply = { kind: 'error', text: 'UNBLOCKED client unblocked via CLIENT UNBLOCK' }
  parked.client.deliver(how === 'error' ? unblocked : timeoutReply(parked))
  return 1
}
