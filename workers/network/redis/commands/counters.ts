import type { Client } from '../client'
import { type Command, command, constant, firstKey } from '../command'
import { addExtended, extendedText, type ParsedFloat, parseExtended } from '../extended-float'
import { add, type Integer, integer, LEAST } from '../integer64'
import type { Redis } from '../redis'
import { notAFloat, Refusal } from '../refusal'
import type { Reply } from '../reply'
import { StringValue } from '../value'

const overflow = new Refusal('ERR increment or decrement would overflow')
const notFinite = new Refusal('ERR increment would produce NaN or Infinity')

export const counters: readonly Command[] = [
  command('incr', 2, 'write denyoom fast', firstKey, constant, (redis, client, argv) =>
    increment(redis, client, argv, 1),
  ),
  command('decr', 2, 'write denyoom fast', firstKey, constant, (redis, client, argv) =>
    increment(redis, client, argv, -1),
  ),
  command('incrby', 3, 'write denyoom fast', firstKey, constant, (redis, client, argv) =>
    increment(redis, client, argv, integer(argv[2] as string)),
  ),
  command('decrby', 3, 'write denyoom fast', firstKey, constant, decrby),
  command('incrbyfloat', 3, 'write denyoom fast', firstKey, constant, incrbyfloat),
]

function increment(redis: Redis, { database }: Client, argv: readonly string[], by: Integer): Reply {
  const key = argv[1] as string
  const value = database.writeOf(key, 'string')
  const sum = add(value === undefined ? 0 : integer(value.text), by)
  if (sum === null) throw overflow
  if (value === undefined) database.add(key, new StringValue(String(sum)))
  else value.text = String(sum)
  database.modified(key)
  database.notify('$', 'incrby', key)
  redis.dirty++
  return sum
}

function decrby(redis: Redis, client: Client, argv: readonly string[]): Reply {
  const by = integer(argv[2] as string)
  if (by === LEAST) throw new Refusal('ERR decrement would overflow')
  return increment(redis, client, argv, -by)
}

function incrbyfloat(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const value = database.writeOf(key, 'string')
  const sum = floatSum(value?.text ?? '0', argv[2] as string, notAFloat, notFinite)
  if (value === undefined) database.add(key, new StringValue(sum))
  else value.text = sum
  database.modified(key)
  database.notify('$', 'incrbyfloat', key)
  redis.dirty++
  redis.rewrite(['SET', key, sum, 'KEEPTTL'])
  return sum
}

/** @throws {Refusal} when one of them is no number, or the sum is not finite */
function floatSum(a: string, b: string, invalid: Refusal, infinite: Refusal): string {
  return sumOf(floatOf(a, invalid), floatOf(b, invalid), infinite)
}

export function floatOf(text: string, refusal: Refusal): ParsedFloat {
  const value = parseExtended(text)
  if (value === null) throw refusal
  return value
}

/** @throws {Refusal} when one of them is not finite */
export function sumOf(a: ParsedFloat, b: ParsedFloat, infinite: Refusal): string {
  if (typeof a === 'string' || typeof b === 'string') throw infinite
  return extendedText(addExtended(a, b))
}
