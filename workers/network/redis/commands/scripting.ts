import type { Client } from '../client'
import { type Command, type Cost, command, container, isWrite, linear, noKeys } from '../command'
import { findCommand } from '../command-table'
import { doubleText } from '../double-text'
import { count } from '../integer64'
import { luaReply, replyOf } from '../lua-values'
import type { Redis } from '../redis'
import { Refusal } from '../refusal'
import { type ErrorReply, isError, ok, type Reply } from '../reply'
import type { ScriptCall, Twin } from '../script-library'
import { sha1 } from '../sha1'

const evaluates = 'noscript skip_monitor may_replicate no_mandatory_keys stale'
const reads = 'noscript skip_monitor no_mandatory_keys stale readonly'
const noScript = new Refusal('NOSCRIPT No matching script. Please use EVAL.')
const keysAt = { countAt: 2 }

/** A script starts Lua and runs several commands; what its keys hold counts once. */
const scripted: Cost = { micros: 8, nanosEach: 50 }

export const scripting: readonly Command[] = [
  ...([false, true] as const).flatMap((onlyReads) => [
    command(
      onlyReads ? 'eval_ro' : 'eval',
      -3,
      onlyReads ? reads : evaluates,
      keysAt,
      scripted,
      (redis, client, argv) => run(redis, client, argv, (lua) => load(redis, lua), onlyReads),
    ),
    command(
      onlyReads ? 'evalsha_ro' : 'evalsha',
      -3,
      onlyReads ? reads : evaluates,
      keysAt,
      scripted,
      (redis, client, argv) => run(redis, client, argv, knownDigest, onlyReads),
    ),
  ]),
  container('script', '', [
    command('script|load', 3, 'noscript stale', noKeys, linear, (redis, _client, argv) =>
      load(redis, argv[2] as string),
    ),
    command('script|exists', -3, 'noscript', noKeys, linear, (redis, _client, argv) =>
      argv.slice(2).map((digest) => (redis.scripts.isLoaded(digest) ? 1 : 0)),
    ),
    command('script|flush', -2, 'noscript', noKeys, linear, (redis, _client, argv) => {
      if (argv.length > 3 || (argv.length === 3 && !/^(a?sync)$/i.test(argv[2] as string))) {
        throw new Refusal('ERR SCRIPT FLUSH only support SYNC|ASYNC option')
      }
      redis.scripts.flush()
      return ok
    }),
  ]),
]

/** @throws {Refusal} when there is no twin of this text: there is no Lua here */
function load(redis: Redis, lua: string): string {
  const digest = redis.scripts.load(lua)
  if (digest !== null) return digest
  throw new Refusal(
    `ERR No native twin of this script is registered, and there is no Lua here. Its SHA-1 is ${sha1(lua)}.`,
  )
}

function knownDigest(text: string): string {
  return text.toLowerCase()
}

/** @param digestOf finds or loads the script that the first argument names */
function run(
  redis: Redis,
  client: Client,
  argv: readonly string[],
  digestOf: (text: string) => string,
  onlyReads: boolean,
): Reply {
  const named = argv[1] as string
  if (digestOf === knownDigest && named.length !== 40) throw noScript
  const keys = count(argv[2] as string)
  if (keys > argv.length - 3) throw new Refusal("ERR Number of keys can't be greater than number of args")
  if (keys < 0) throw new Refusal("ERR Number of keys can't be negative")
  const digest = digestOf(named)
  const twin = redis.scripts.find(digest)
  if (twin === undefined) throw noScript
  const script = new RunningScript(redis, client, digest, argv.slice(3, 3 + keys), argv.slice(3 + keys), onlyReads)
  return script.run(twin)
}

/** Ends a twin whose redis.call has failed. */
class ScriptFailure {
  readonly reply: ErrorReply

  constructor(reply: ErrorReply) {
    this.reply = reply
  }
}

class RunningScript implements ScriptCall {
  readonly keys: readonly string[]
  readonly args: readonly string[]
  readonly #redis: Redis
  readonly #client: Client
  readonly #digest: string
  readonly #onlyReads: boolean

  constructor(
    redis: Redis,
    client: Client,
    digest: string,
    keys: readonly string[],
    args: readonly string[],
    onlyReads: boolean,
  ) {
    this.#redis = redis
    this.#client = client
    this.#digest = digest
    this.keys = keys
    this.args = args
    this.#onlyReads = onlyReads
  }

  /** Scripts speak RESP2, whatever their client speaks, and may change the database for themselves alone. */
  run(twin: Twin): Reply {
    const { context } = this.#redis
    const { protocol, database } = this.#client
    this.#redis.context = 'script'
    this.#client.protocol = 2
    try {
      return replyOf(twin(this))
    } catch (thrown) {
      if (thrown instanceof ScriptFailure) return thrown.reply
      throw thrown
    } finally {
      this.#redis.context = context
      this.#client.protocol = protocol
      this.#client.database = database
    }
  }

  readonly call: ScriptCall['call'] = (line, ...argv) => {
    const reply = this.#execute(argv)
    return isError(reply) ? this.#end(line, reply.text) : luaReply(reply)
  }

  readonly fail: ScriptCall['fail'] = (line, text) => this.#end(line, `ERR user_script:${line}: ${text}`)

  readonly attempt: ScriptCall['attempt'] = (...argv) => luaReply(this.#execute(argv))

  #end(line: number, text: string): never {
    throw new ScriptFailure({ kind: 'error', text: `${text} script: ${this.#digest}, on @user_script:${line}.` })
  }

  #execute(values: readonly (string | number | bigint)[]): Reply {
    const argv = values.map((value) => (typeof value === 'number' ? doubleText(value) : String(value)))
    const command = findCommand(argv)
    if (command instanceof Refusal) return { kind: 'error', text: 'ERR Unknown Redis command called from script' }
    const { arity, flags } = command
    if (arity > 0 ? argv.length !== arity : argv.length < -arity) {
      return { kind: 'error', text: 'ERR Wrong number of args calling Redis command from script' }
    }
    if (/\bnoscript\b/.test(flags)) {
      return { kind: 'error', text: 'ERR This Redis command is not allowed from script' }
    }
    if (this.#onlyReads && isWrite(command)) {
      return { kind: 'error', text: 'ERR Write commands are not allowed from read-only scripts.' }
    }
    return this.#redis.call(this.#client, command, argv)
  }
}
