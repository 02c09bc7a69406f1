import { fromBytes } from '../byte-string'
import type { Client } from '../client'
import { type Command, command, constant, firstKey, linear } from '../command'
import { count } from '../integer64'
import type { Redis } from '../redis'
import { Refusal, syntaxError } from '../refusal'
import type { Reply } from '../reply'
import { StringValue } from '../value'
import { isBackwards } from './string-ranges'

const invalidOffset = new Refusal('ERR bit offset is not an integer or out of range')
const invalidBit = new Refusal('ERR bit is not an integer or out of range')
/** 512 MB. */
const MOST_BITS = 4_294_967_296

export const bitmaps: readonly Command[] = [
  command('setbit', 4, 'write denyoom', firstKey, constant, setbit),
  command('getbit', 3, 'readonly fast', firstKey, constant, getbit),
  command('bitcount', -2, 'readonly', firstKey, linear, bitcount),
  command('bitpos', -3, 'readonly', firstKey, linear, bitpos),
  command('bitop', -4, 'write denyoom', { first: 2, last: -1, step: 1 }, linear, bitop),
]

function offsetOf(text: string): number {
  const offset = count(text, invalidOffset)
  if (offset < 0 || offset >= MOST_BITS) throw invalidOffset
  return offset
}

function setbit(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const offset = offsetOf(argv[2] as string)
  const bit = count(argv[3] as string, invalidBit)
  if (bit !== 0 && bit !== 1) throw invalidBit
  const byte = Math.floor(offset / 8)
  const mask = 128 >> (offset % 8)
  const known = database.writeOf(key, 'string')
  const value = known ?? new StringValue('')
  if (known === undefined) database.add(key, value)
  const hasGrown = value.length <= byte
  const bytes = value.writable(byte + 1)
  const old = ((bytes[byte] as number) & mask) === 0 ? 0 : 1
  bytes[byte] = bit === 1 ? (bytes[byte] as number) | mask : (bytes[byte] as number) & ~mask
  if (old === bit && !hasGrown) return old
  database.modified(key)
  database.notify('$', 'setbit', key)
  redis.dirty++
  return old
}

function getbit(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const offset = offsetOf(argv[2] as string)
  const bytes = database.readOf(argv[1] as string, 'string')?.bytes
  const byte = bytes?.[Math.floor(offset / 8)] ?? 0
  return (byte & (128 >> (offset % 8))) === 0 ? 0 : 1
}

function bitcount(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const bytes = database.readOf(argv[1] as string, 'string')?.bytes
  if (bytes === undefined) return 0
  if (argv.length !== 2 && argv.length !== 4 && argv.length !== 5) throw syntaxError
  const range = argv.length === 2 ? { first: 0, last: bytes.length * 8 - 1 } : bitRange(argv, 2, bytes.length)
  redis.worked += bytes.length >> 3
  let total = 0
  for (let byte = Math.floor(range.first / 8); byte * 8 <= range.last; byte++) {
    total += ones((bytes[byte] as number) & rangeMask(byte, range))
  }
  return total
}

interface BitRange {
  readonly first: number
  readonly last: number
}

/** `start end [BYTE|BIT]` as bits, negative ones counted from the end. Empty when `last` is less than `first`. */
function bitRange(argv: readonly string[], at: number, bytes: number): BitRange {
  let start = count(argv[at] as string)
  const unit = argv[at + 2]?.toLowerCase() ?? 'byte'
  const isCount = at === 2
  // BITPOS looks at the unit before the end, BITCOUNT behind it, and only BITCOUNT takes negative ends for nothing.
  if (!isCount && unit !== 'byte' && unit !== 'bit') throw syntaxError
  let end = argv[at + 1] === undefined ? -1 : count(argv[at + 1] as string)
  if (isCount && isBackwards(argv[at] as string, argv[at + 1] as string)) return { first: 0, last: -1 }
  if (unit !== 'byte' && unit !== 'bit') throw syntaxError
  const size = unit === 'bit' ? bytes * 8 : bytes
  if (start < 0) start = Math.max(0, size + start)
  if (end < 0) end = Math.max(0, size + end)
  end = Math.min(end, size - 1)
  if (start > end) return { first: 0, last: -1 }
  return unit === 'bit' ? { first: start, last: end } : { first: start * 8, last: end * 8 + 7 }
}

/** The bits of a byte that lie in the range. */
function rangeMask(byte: number, { first, last }: BitRange): number {
  const from = Math.max(0, first - byte * 8)
  const to = Math.min(7, last - byte * 8)
  return (0xff >> from) & (0xff << (7 - to)) & 0xff
}

function ones(byte: number): number {
  let left = byte
  let total = 0
  for (; left !== 0; left &= left - 1) total++
  return total
}

function bitpos(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const bit = count(argv[2] as string)
  if (bit !== 0 && bit !== 1) throw new Refusal('ERR The bit argument must be 1 or 0.')
  const bytes = database.readOf(argv[1] as string, 'string')?.bytes
  if (bytes === undefined) return bit === 1 ? -1 : 0
  if (argv.length > 6) throw syntaxError
  const isWhole = argv.length === 3
  const range = isWhole ? { first: 0, last: bytes.length * 8 - 1 } : bitRange(argv, 3, bytes.length)
  if (range.first > range.last) return -1
  redis.worked += bytes.length >> 3
  for (let byte = Math.floor(range.first / 8); byte * 8 <= range.last; byte++) {
    const mask = rangeMask(byte, range)
    const wanted = (bit === 1 ? (bytes[byte] as number) : ~(bytes[byte] as number)) & mask
    if (wanted !== 0) return byte * 8 + Math.clz32(wanted) - 24
  }
  // Without an end the string is as if zeros went on for ever.
  return bit === 0 && argv.length < 5 ? bytes.length * 8 : -1
}

function bitop(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const operation = (argv[1] as string).toLowerCase()
  const target = argv[2] as string
  if (!['and', 'or', 'xor', 'not'].includes(operation)) throw syntaxError
  if (operation === 'not' && argv.length !== 4) {
    throw new Refusal('ERR BITOP NOT must be called with a single source key.')
  }
  const sources = argv.slice(3).map((key) => database.readOf(key, 'string')?.bytes ?? new Uint8Array(0))
  const length = Math.max(...sources.map((source) => source.length))
  redis.worked += length
  if (length === 0) {
    if (database.delete(target)) {
      database.modified(target)
      database.notify('g', 'del', target)
      redis.dirty++
    }
    return 0
  }
  const result = new Uint8Array(length)
  for (let index = 0; index < length; index++) {
    const all = sources.map((source) => source[index] ?? 0)
    if (operation === 'not') result[index] = ~(all[0] as number)
    else if (operation === 'and') result[index] = all.reduce((a, b) => a & b)
    else if (operation === 'or') result[index] = all.reduce((a, b) => a | b)
    else result[index] = all.reduce((a, b) => a ^ b)
  }
  database.set(target, new StringValue(fromBytes(result)))
  database.notify('$', 'set', target)
  redis.dirty++
  return length
}
