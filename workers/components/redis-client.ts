import type { Process } from '../kernel/process'
import type { Micros } from '../kernel/time'
import type { FailureCause, Request } from '../network/message'
import type { Node } from '../network/node'
import type { Script } from '../network/redis/scripts/script'
import { sha1 } from '../network/redis/sha1'
import type { Plain } from '../protocol'
import { commandRequest, transactionRequest } from './redis-server'

/**
 * What became of a command: the reply as a script would see it (a nil is false), an error of Redis, or no answer. After
 * no answer nobody knows whether the command took effect.
 */
export type RedisOutcome =
  | { readonly kind: 'reply'; readonly value: Plain }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: FailureCause }

/** How a component talks to a Redis node. Each command has a connection of its own, unless all have one with a name. */
export class RedisClient {
  constructor(
    private readonly node: Node,
    /** Names the server now, so that a client follows a failover. */
    private readonly server: () => string,
    private readonly timeoutMicros: Micros,
    private readonly connection = '',
  ) {}

  *command(...argv: readonly string[]): Process<RedisOutcome> {
    return yield* this.ask(commandRequest(argv, this.connection))
  }

  /** Commands between MULTI and EXEC. The value is the list of their replies, in which an error has `err`. */
  *transaction(commands: readonly (readonly string[])[]): Process<RedisOutcome> {
    return yield* this.ask(transactionRequest(commands))
  }

  /** Runs a script by its digest, and sends its text when the server does not know it yet. */
  *script({ lua }: Script, keys: readonly string[], args: readonly string[]): Process<RedisOutcome> {
    const rest = [String(keys.length), ...keys, ...args]
    const outcome = yield* this.command('EVALSHA', sha1(lua), ...rest)
    if (outcome.kind !== 'error' || !outcome.text.startsWith('NOSCRIPT')) return outcome
    return yield* this.command('EVAL', lua, ...rest)
  }

  private *ask(request: Request): Process<RedisOutcome> {
    const { node, timeoutMicros } = this
    const reply = yield* node.request(this.server(), request, { timeoutMicros })
    if (reply.kind === 'failed') return reply
    const { response, by } = reply
    if (response.status !== 200) {
      return { kind: 'failed', failure: response.failure ?? { cause: `status ${response.status}`, by } }
    }
    const value = response.body ?? null
    const error = errorText(value)
    return error === null ? { kind: 'reply', value } : { kind: 'error', text: error }
  }
}

/** Whether Redis has answered OK. */
export function isOk(outcome: RedisOutcome): boolean {
  const { value } = outcome.kind === 'reply' ? outcome : { value: null }
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === 'OK'
}

function errorText(value: Plain): string | null {
  if (typeof value !== 'object' || value === null || !('err' in value)) return null
  return String(value.err)
}
