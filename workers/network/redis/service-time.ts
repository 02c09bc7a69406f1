import type { Client } from './client'
import { keysOf } from './command'
import { findCommand } from './command-table'
import type { Database } from './database'
import type { Redis } from './redis'
import { Refusal } from './refusal'

/** A command that Redis does not know costs it hardly anything. */
const REFUSED_MICROS = 1
/** Commands that look at every key of the database. */
const WHOLE_DATABASE = new Set(['keys', 'flushdb', 'flushall'])

/**
 * How long a command will hold the server's one thread, from what its keys hold now: a simulation has to know it before
 * the command takes effect.
 */
export function serviceMicros(redis: Redis, { database, transaction }: Client, argv: readonly string[]): number {
  const command = findCommand(argv)
  if (command instanceof Refusal) return REFUSED_MICROS
  const { cost, name } = command
  if (transaction !== null && name !== 'exec') return REFUSED_MICROS
  if (cost.nanosEach === 0) return cost.micros
  let elements = argv.length
  if (name === 'flushall') elements += redis.databases.reduce((sum, { size }) => sum + size, 0)
  else if (WHOLE_DATABASE.has(name)) elements += database.size
  else for (const key of keysOf(command, argv)) elements += elementsAt(database, key)
  return cost.micros + Math.round((elements * cost.nanosEach) / 1000)
}

function elementsAt(database: Database, key: string): number {
  const value = database.peek(key)?.value
  switch (value?.type) {
    case undefined:
      return 0
    case 'string':
      return value.length >> 6
    case 'list':
      return value.list.size
    case 'hash':
      return value.fields.size
    case 'set':
      return value.members.size
    case 'zset':
      return Math.min(value.zset.size, 64)
    case 'stream':
      return Math.min(value.stream.length, 64)
  }
}
