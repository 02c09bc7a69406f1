import type { Client } from './client'
import { type Command, isWrite } from './command'
import { findCommand } from './command-table'
import type { Redis } from './redis'
import { Refusal, wrongArity } from './refusal'

const outOfMemory = new Refusal("OOM command not allowed when used memory > 'maxmemory'.")
const readOnly = new Refusal("READONLY You can't write against a read only replica.")
const notInTransaction = new Refusal('ERR Command not allowed inside a transaction')
/** Commands that a client in a transaction runs at once. */
const IMMEDIATE = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset'])
/** What a RESP2 client that listens to channels may still say. */
const WHILE_LISTENING = new Set('ping subscribe unsubscribe psubscribe punsubscribe quit reset'.split(' '))

export function isImmediate({ name }: Command): boolean {
  return IMMEDIATE.has(name)
}

/** Why a command may not run or be queued now, or null: the checks of processCommand in server.c, in their order. */
export function admissionRefusal(
  redis: Redis,
  client: Client,
  command: Command,
  argv: readonly string[],
): Refusal | null {
  const { arity, name, flags } = command
  if (arity > 0 ? argv.length !== arity : argv.length < -arity) return wrongArity(name)
  if (client.transaction !== null && /\bno_multi\b/.test(flags)) return notInTransaction
  if (!redis.eviction.makeRoom() && takesMemory(client, command)) return outOfMemory
  if (redis.config.isReplica && isWrite(command)) return readOnly
  if (client.subscriptions > 0 && client.protocol === 2 && !WHILE_LISTENING.has(name)) {
    return new Refusal(
      `ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
    )
  }
  return null
}

/** A command that may grow something, a command that is queued, or a transaction that holds one of the first kind. */
function takesMemory({ transaction }: Client, command: Command): boolean {
  const grows = ({ flags }: Command): boolean => /\bdenyoom\b/.test(flags)
  if (transaction === null) return grows(command)
  if (command.name !== 'exec') return !isImmediate(command)
  return transaction.commands.some((queued) => {
    const found = findCommand(queued)
    return !(found instanceof Refusal) && grows(found)
  })
}
