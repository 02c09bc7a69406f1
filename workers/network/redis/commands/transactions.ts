import type { Client } from '../client'
import { allKeys, type Command, command, constant, linear, noKeys } from '../command'
import { findCommand } from '../command-table'
import type { Redis } from '../redis'
import { Refusal } from '../refusal'
import { nullArray, ok, type Reply } from '../reply'

const flags = 'noscript loading stale fast allow_busy'

export const transactions: readonly Command[] = [
  command('multi', 1, flags, noKeys, constant, (_redis, client) => {
    if (client.transaction !== null) throw new Refusal('ERR MULTI calls can not be nested')
    client.transaction = { commands: [], isBroken: false }
    return ok
  }),
  command('discard', 1, flags, noKeys, constant, (redis, client) => {
    if (client.transaction === null) throw new Refusal('ERR DISCARD without MULTI')
    discard(redis, client)
    return ok
  }),
  command('exec', 1, 'noscript loading stale skip_slowlog', noKeys, linear, exec),
  command('watch', -2, flags, allKeys, linear, (redis, client, argv) => {
    if (client.transaction !== null) throw new Refusal('ERR WATCH inside MULTI is not allowed')
    if (!client.isStale) for (const key of argv.slice(1)) redis.watches.watch(client, client.database, key)
    return ok
  }),
  command('unwatch', 1, flags, noKeys, constant, (redis, client) => {
    redis.watches.unwatch(client)
    client.isStale = false
    return ok
  }),
]

/** Ends a transaction without running it. */
export function discard(redis: Redis, client: Client): void {
  client.transaction = null
  client.isStale = false
  redis.watches.unwatch(client)
}

/**
 * Runs the queued commands, none of which is undone when another fails: that is known only afterwards. Refused as a
 * whole when a command was refused while queueing, or when a watched key was changed or has expired.
 */
function exec(redis: Redis, client: Client): Reply {
  const { transaction } = client
  if (transaction === null) throw new Refusal('ERR EXEC without MULTI')
  const isStale = client.isStale || redis.watches.hasExpired(client)
  discard(redis, client)
  if (transaction.isBroken) throw new Refusal('EXECABORT Transaction discarded because of previous errors.')
  if (isStale) return nullArray
  redis.context = 'transaction'
  const replies = transaction.commands.map((argv) => {
    const command = findCommand(argv)
    return command instanceof Refusal ? command.reply : redis.call(client, command, argv)
  })
  redis.context = 'command'
  return replies
}
