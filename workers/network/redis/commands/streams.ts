import type { Client } from '../client'
import { type Command, command, constant, firstKey, linear, logarithmic } from '../command'
import { count, integer } from '../integer64'
import type { Redis } from '../redis'
import { noSuchKey, Refusal, syntaxError, wrongArity } from '../refusal'
import { nullArray, ok, type Reply } from '../reply'
import { Stream, type StreamEntry } from '../stream'
import {
  GREATEST_PART,
  idText,
  LAST_ID,
  makeId,
  millisecondsOf,
  parseId,
  type StreamId,
  sequenceOf,
} from '../stream-id'
import { addArguments, idRange } from './stream-arguments'

const exhausted = new Refusal('ERR The stream has exhausted the last possible ID, unable to add more items')
const notGreater = new Refusal('ERR The ID specified in XADD is equal or smaller than the target stream top item')

export const streams: readonly Command[] = [
  command('xadd', -5, 'write denyoom fast', firstKey, constant, xadd),
  command(
    'xlen',
    2,
    'readonly fast',
    firstKey,
    constant,
    (_redis, { database }, argv) => database.readOf(argv[1] as string, 'stream')?.stream.length ?? 0,
  ),
  command('xrange', -4, 'readonly', firstKey, linear, (redis, client, argv) => xrange(redis, client, argv, false)),
  command('xrevrange', -4, 'readonly', firstKey, linear, (redis, client, argv) => xrange(redis, client, argv, true)),
  command('xdel', -3, 'write fast', firstKey, logarithmic, xdel),
  command('xtrim', -4, 'write', firstKey, linear, xtrim),
  command('xsetid', -3, 'write denyoom fast', firstKey, constant, xsetid),
]

export function entryReply({ id, items }: StreamEntry): Reply {
  return [idText(id), items]
}

/** @throws {Refusal} when there is no greater id */
function nextId(redis: Redis, stream: Stream, asked: ReturnType<typeof addArguments>['id']): StreamId {
  if (stream.lastId === LAST_ID) throw exhausted
  if (asked === null) {
    const now = makeId(BigInt(redis.nowMs), 0n)
    return now > stream.lastId ? now : stream.lastId + 1n
  }
  if (asked.sequence !== null) {
    const id = makeId(asked.milliseconds, asked.sequence)
    if (id <= stream.lastId) throw notGreater
    return id
  }
  const isSame = millisecondsOf(stream.lastId) === asked.milliseconds
  if (isSame && sequenceOf(stream.lastId) === GREATEST_PART) throw notGreater
  const id = isSame ? stream.lastId + 1n : makeId(asked.milliseconds, 0n)
  if (id <= stream.lastId) throw notGreater
  return id
}

function xadd(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const asked = addArguments(argv, true)
  const items = argv.slice(asked.at + 1)
  if (items.length < 2 || items.length % 2 === 1) throw wrongArity('xadd')
  if (asked.id !== null && asked.id.milliseconds === 0n && asked.id.sequence === 0n) {
    throw new Refusal('ERR The ID specified in XADD must be greater than 0-0')
  }
  const known = database.writeOf(key, 'stream')?.stream
  if (known === undefined && !asked.createsStream) return null
  const stream = known ?? new Stream()
  if (known === undefined) database.add(key, { type: 'stream', stream })
  const id = nextId(redis, stream, asked.id)
  stream.append(id, items)
  database.modified(key)
  database.notify('t', 'xadd', key)
  redis.dirty++
  if (asked.trim !== null && stream.trim(asked.trim) > 0) database.notify('t', 'xtrim', key)
  redis.rewrite([...argv.slice(0, asked.at), idText(id), ...items])
  redis.signal(database, key)
  return idText(id)
}

function xrange(_redis: Redis, { database }: Client, argv: readonly string[], isReversed: boolean): Reply {
  const [one, two] = [argv[2] as string, argv[3] as string]
  const { first, last } = isReversed ? idRange(two, one) : idRange(one, two)
  let most: number | null = null
  for (let index = 4; index < argv.length; index += 2) {
    if (argv[index]?.toLowerCase() !== 'count' || index + 1 >= argv.length) throw syntaxError
    most = Math.max(0, count(argv[index + 1] as string))
  }
  const stream = database.readOf(argv[1] as string, 'stream')?.stream
  if (stream === undefined) return []
  if (most === 0) return nullArray
  return stream.range(first, last, most ?? 0, isReversed).map(entryReply)
}

function xdel(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const stream = database.writeOf(key, 'stream')?.stream
  if (stream === undefined) return 0
  let deleted = 0
  for (const id of argv.slice(2).map((text) => parseId(text, 0n))) {
    if (!stream.delete(id)) continue
    deleted++
    if (id > stream.greatestDeletedId) stream.greatestDeletedId = id
  }
  if (deleted === 0) return 0
  stream.updateFirstId()
  database.modified(key)
  database.notify('t', 'xdel', key)
  redis.dirty += deleted
  return deleted
}

function xtrim(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const { trim } = addArguments(argv, false)
  const key = argv[1] as string
  const stream = database.writeOf(key, 'stream')?.stream
  if (stream === undefined || trim === null) return 0
  const removed = stream.trim(trim)
  if (removed === 0) return 0
  database.notify('t', 'xtrim', key)
  database.modified(key)
  redis.dirty += removed
  redis.rewrite(['XTRIM', key, 'MAXLEN', '=', String(stream.length)])
  return removed
}

function xsetid(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const id = parseId(argv[2] as string, 0n)
  let added: bigint | null = null
  let deletedId = 0n
  for (let index = 3; index < argv.length; index += 2) {
    const option = (argv[index] as string).toLowerCase()
    const value = argv[index + 1]
    if (value !== undefined && option === 'entriesadded') {
      added = BigInt(integer(value))
      if (added < 0n) throw new Refusal('ERR entries_added must be positive')
    } else if (value !== undefined && option === 'maxdeletedid') {
      deletedId = parseId(value, 0n)
      if (id < deletedId) {
        throw new Refusal('ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id')
      }
    } else throw syntaxError
  }
  if (database.write(key) === undefined) throw noSuchKey
  const stream = database.writeOf(key, 'stream')?.stream as Stream
  if (stream.length > 0) {
    if (id < stream.greatestId) {
      throw new Refusal('ERR The ID specified in XSETID is smaller than the target stream top item')
    }
    if (added !== null && BigInt(stream.length) > added) {
      throw new Refusal('ERR The entries_added specified in XSETID is smaller than the target stream length')
    }
  }
  stream.lastId = id
  if (added !== null) stream.entriesAdded = added
  if (deletedId !== 0n) stream.greatestDeletedId = deletedId
  redis.dirty++
  database.notify('t', 'xsetid', key)
  return ok
}
