import type { Client } from './client'
import { doubleOf } from './double-text'
import { integer } from './integer64'
import type { Redis } from './redis'
import { Refusal } from './refusal'
import { nullArray, type Reply } from './reply'
import type { ValueType } from './value'

const notATimeout = new Refusal('ERR timeout is not a float or out of range')
const notMilliseconds = new Refusal('ERR timeout is not an integer or out of range')
const negative = new Refusal('ERR timeout is negative')
const LATEST = 9_007_199_254_740_991

/**
 * A timeout in seconds, with a fraction; rounded up to a whole millisecond.
 *
 * @returns the deadline; null waits for ever
 */
export function timeoutMs(redis: Redis, text: string): number | null {
  const seconds = doubleOf(text, notATimeout)
  const milliseconds = seconds * 1000
  // C makes the least integer of what fits into none.
  if (milliseconds >= 9.223372036854775e18) throw negative
  return deadline(redis, Math.ceil(milliseconds))
}

/** A timeout in whole milliseconds, as XREAD has it. */
export function blockMs(redis: Redis, text: string): number | null {
  return deadline(redis, Number(integer(text, notMilliseconds)))
}

function deadline(redis: Redis, milliseconds: number): number | null {
  if (milliseconds < 0) throw negative
  return milliseconds === 0 ? null : Math.min(LATEST, redis.nowMs + milliseconds)
}

export interface Wait {
  /** A key that holds something else meanwhile goes on being waited for; null when `serve` looks itself. */
  readonly type: ValueType | null
  readonly keys: readonly string[]
  readonly deadlineMs: number | null
  readonly serve: (key: string) => Reply | null
  /** What a client gets that may not wait. */
  readonly atOnce: Reply
}

/**
 * Serves the client from the first of its keys that has something, else parks it. In a transaction or a script nobody
 * waits: it is as if the time were over at once.
 */
export function wait(redis: Redis, client: Client, { type, keys, deadlineMs, serve, atOnce }: Wait): Reply {
  for (const key of keys) {
    const reply = serve(key)
    if (reply !== null) return reply
  }
  if (redis.context !== 'command') return atOnce
  const { database } = client
  const later = (key: string): Reply | null => {
    if (type !== null && database.entry(key)?.value.type !== type) return null
    return redis.serveLater(client, () => serve(key))
  }
  return redis.parking.park({ client, database, keys, deadlineMs, onTimeout: nullArray, serve: later })
}
