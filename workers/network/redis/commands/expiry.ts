import { cString } from '../byte-string'
import type { Client } from '../client'
import { type Command, command, constant, firstKey } from '../command'
import { anyDeadline, type TimeUnit } from '../deadline'
import type { Integer } from '../integer64'
import type { Redis } from '../redis'
import { Refusal } from '../refusal'
import type { Reply } from '../reply'

export const expiry: readonly Command[] = [
  ...(
    [
      ['expire', 'seconds', false],
      ['pexpire', 'milliseconds', false],
      ['expireat', 'seconds', true],
      ['pexpireat', 'milliseconds', true],
    ] as const
  ).map(([name, unit, isAbsolute]) =>
    command(name, -3, 'write fast', firstKey, constant, (redis, client, argv) =>
      expire(redis, client, argv, name, unit, isAbsolute),
    ),
  ),
  command('ttl', 2, 'readonly fast', firstKey, constant, (redis, client, argv) =>
    left(redis, client, argv, (deadlineMs) => seconds(later(deadlineMs, redis.nowMs))),
  ),
  command('pttl', 2, 'readonly fast', firstKey, constant, (redis, client, argv) =>
    left(redis, client, argv, (deadlineMs) => later(deadlineMs, redis.nowMs)),
  ),
  command('expiretime', 2, 'readonly fast', firstKey, constant, (redis, client, argv) =>
    left(redis, client, argv, seconds),
  ),
  command('pexpiretime', 2, 'readonly fast', firstKey, constant, (redis, client, argv) =>
    left(redis, client, argv, (deadlineMs) => deadlineMs),
  ),
  command('persist', 2, 'write fast', firstKey, constant, persist),
]

/** NX, XX, GT and LT, as far as they go together. */
function conditions(argv: readonly string[]): Set<string> {
  const found = new Set<string>()
  for (const text of argv.slice(3)) {
    const option = text.toLowerCase()
    if (!['nx', 'xx', 'gt', 'lt'].includes(option)) throw new Refusal(`ERR Unsupported option ${cString(text)}`)
    found.add(option)
  }
  if (found.has('nx') && found.size > 1) {
    throw new Refusal('ERR NX and XX, GT or LT options at the same time are not compatible')
  }
  if (found.has('gt') && found.has('lt')) {
    throw new Refusal('ERR GT and LT options at the same time are not compatible')
  }
  return found
}

/** A key without a deadline lives for ever: nothing is later than that. */
function isWanted(asked: ReadonlySet<string>, current: Integer | null, next: Integer): boolean {
  if (asked.has('nx') && current !== null) return false
  if (asked.has('xx') && current === null) return false
  if (asked.has('gt') && (current === null || next <= current)) return false
  return !(asked.has('lt') && current !== null && next >= current)
}

function expire(
  redis: Redis,
  { database }: Client,
  argv: readonly string[],
  name: string,
  unit: TimeUnit,
  isAbsolute: boolean,
): Reply {
  const key = argv[1] as string
  const asked = conditions(argv)
  const deadlineMs = anyDeadline(argv[2] as string, unit, isAbsolute ? 0 : redis.nowMs, name)
  if (database.write(key) === undefined) return 0
  if (!isWanted(asked, database.peek(key)?.deadlineMs ?? null, deadlineMs)) return 0
  redis.dirty++
  if (deadlineMs <= redis.nowMs) {
    database.delete(key)
    database.modified(key)
    database.notify('g', 'del', key)
    redis.rewrite(['DEL', key])
    return 1
  }
  database.setDeadline(key, deadlineMs)
  database.modified(key)
  database.notify('g', 'expire', key)
  redis.rewrite(['PEXPIREAT', key, String(deadlineMs)])
  return 1
}

function left(
  _redis: Redis,
  { database }: Client,
  argv: readonly string[],
  tell: (deadlineMs: Integer) => Integer,
): Reply {
  const key = argv[1] as string
  if (database.read(key) === undefined) return -2
  const deadlineMs = database.peek(key)?.deadlineMs ?? null
  return deadlineMs === null ? -1 : tell(deadlineMs)
}

function later(deadlineMs: Integer, nowMs: number): Integer {
  return typeof deadlineMs === 'number' ? Math.max(0, deadlineMs - nowMs) : deadlineMs - BigInt(nowMs)
}

/** To the nearest second: half a second is rounded up. */
function seconds(milliseconds: Integer): Integer {
  if (typeof milliseconds === 'number') return Math.floor((milliseconds + 500) / 1000)
  return BigInt.asIntN(64, milliseconds + 500n) / 1000n
}

function persist(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  if (database.write(key) === undefined || !database.clearDeadline(key)) return 0
  database.modified(key)
  database.notify('g', 'persist', key)
  redis.dirty++
  return 1
}
