import type { Client } from '../client'
import { type Command, command, constant, firstKey, linear } from '../command'
import { count, integer } from '../integer64'
import type { Redis } from '../redis'
import { Refusal } from '../refusal'
import type { Reply } from '../reply'
import { StringValue } from '../value'

/** proto-max-bulk-len: no string grows beyond it. */
const LONGEST = 536_870_912
const tooLong = new Refusal('ERR string exceeds maximum allowed size (proto-max-bulk-len)')

export const stringRanges: readonly Command[] = [
  command('append', 3, 'write denyoom fast', firstKey, constant, append),
  command('strlen', 2, 'readonly fast', firstKey, constant, strlen),
  command('getrange', 4, 'readonly', firstKey, linear, getrange),
  command('substr', 4, 'readonly', firstKey, linear, getrange),
  command('setrange', 4, 'write denyoom', firstKey, linear, setrange),
]

function append(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, key, text] = argv as [string, string, string]
  const value = database.writeOf(key, 'string')
  if (value === undefined) database.add(key, new StringValue(text))
  else {
    if (value.length + text.length > LONGEST) throw tooLong
    value.text += text
  }
  database.modified(key)
  database.notify('$', 'append', key)
  redis.dirty++
  return value?.length ?? text.length
}

function strlen(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  return database.readOf(argv[1] as string, 'string')?.length ?? 0
}

function getrange(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  let start = count(argv[2] as string)
  let end = count(argv[3] as string)
  const text = database.readOf(argv[1] as string, 'string')?.text
  if (text === undefined || (end < 0 && isBackwards(argv[2] as string, argv[3] as string))) return ''
  if (start < 0) start = Math.max(0, text.length + start)
  if (end < 0) end = Math.max(0, text.length + end)
  return start > end ? '' : text.slice(start, end + 1)
}

function setrange(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, key, , text] = argv as [string, string, string, string]
  const offset = count(argv[2] as string)
  if (offset < 0) throw new Refusal('ERR offset is out of range')
  const value = database.writeOf(key, 'string')
  if (text.length === 0) return value?.length ?? 0
  if (offset + text.length > LONGEST) throw tooLong
  const old = value?.text ?? ''
  const changed = old.slice(0, offset).padEnd(offset, '\0') + text + old.slice(offset + text.length)
  if (value === undefined) database.add(key, new StringValue(changed))
  else value.text = changed
  database.modified(key)
  database.notify('$', 'setrange', key)
  redis.dirty++
  return changed.length
}

/** Both ends are negative and in the wrong order, told to the last of 64 bits. */
export function isBackwards(start: string, end: string): boolean {
  return integer(start) < 0 && integer(end) < 0 && integer(start) > integer(end)
}
