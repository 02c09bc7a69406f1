import { cString } from '../byte-string'
import type { Client } from '../client'
import { type Command, command, linear } from '../command'
import type { Database } from '../database'
import { add, count } from '../integer64'
import type { Redis } from '../redis'
import { Refusal, syntaxError } from '../refusal'
import { map, nullArray, type Reply } from '../reply'
import type { Stream } from '../stream'
import { type Consumer, type ConsumerGroup, UNKNOWN } from '../stream-group'
import { idText, LAST_ID, parseId, type StreamId } from '../stream-id'
import { blockMs, wait } from '../waiting'
import { entryReply } from './streams'

/** A client that waits without a count gets at most so many entries when they come. */
const COUNT_WHEN_BLOCKED = 1000

export const streamReads: readonly Command[] = [
  command('xread', -4, 'blocking readonly blocking', { behind: 'streams' }, linear, (redis, client, argv) =>
    read(redis, client, argv, false),
  ),
  command('xreadgroup', -7, 'blocking write', { behind: 'streams' }, linear, (redis, client, argv) =>
    read(redis, client, argv, true),
  ),
]

interface Query {
  readonly isGroup: boolean
  readonly group: string | null
  readonly consumer: string
  readonly isAcknowledged: boolean
  readonly most: number
  /** Undefined when the command does not wait, null when it waits for ever. */
  readonly deadlineMs: number | null | undefined
  readonly keys: readonly string[]
  readonly ids: readonly string[]
  /** It has waited, and something has come. */
  readonly isWoken?: true
}

function query(redis: Redis, argv: readonly string[], isGroup: boolean): Query {
  const name = isGroup ? 'XREADGROUP' : 'XREAD'
  const found = { group: null as string | null, consumer: '', isAcknowledged: false, most: 0 }
  let deadlineMs: number | null | undefined
  let start = 0
  for (let index = 1; index < argv.length && start === 0; index++) {
    const option = (argv[index] as string).toLowerCase()
    const more = argv.length - index - 1
    if (option === 'block' && more > 0) {
      if (redis.context === 'script')
        throw new Refusal(`ERR ${argv[0]} command is not allowed with BLOCK option from scripts`)
      deadlineMs = blockMs(redis, argv[++index] as string)
    } else if (option === 'count' && more > 0) found.most = Math.max(0, count(argv[++index] as string))
    else if (option === 'streams' && more > 0) {
      start = index + 1
      if (more % 2 !== 0)
        throw new Refusal("ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.")
    } else if (option === 'group' && more >= 2) {
      if (!isGroup) throw new Refusal('ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.')
      found.group = argv[index + 1] as string
      found.consumer = argv[index + 2] as string
      index += 2
    } else if (option === 'noack') {
      if (!isGroup) throw new Refusal('ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.')
      found.isAcknowledged = true
    } else throw syntaxError
  }
  if (start === 0) throw syntaxError
  if (isGroup && found.group === null) throw new Refusal(`ERR Missing GROUP option for ${name}`)
  const half = start + (argv.length - start) / 2
  return { ...found, isGroup, deadlineMs, keys: argv.slice(start, half), ids: argv.slice(half) }
}

/** From where a stream is read: behind an id, or what no consumer of the group has had ('new'). */
type From = StreamId | 'new'

function startOf(database: Database, asked: Query, index: number): From {
  const [key, text] = [asked.keys[index] as string, asked.ids[index] as string]
  const stream = database.readOf(key, 'stream')?.stream
  if (asked.isGroup && stream?.groups.has(asked.group as string) !== true) {
    throw new Refusal(
      `NOGROUP No such key '${cString(key)}' or consumer group '${cString(asked.group as string)}' in XREADGROUP with GROUP option`,
    )
  }
  if (text === '$') {
    if (asked.isGroup) {
      throw new Refusal(
        'ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.',
      )
    }
    return stream?.lastId ?? 0n
  }
  if (text !== '>') return parseId(text, 0n)
  if (asked.isGroup) return 'new'
  throw new Refusal(
    'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
  )
}

function read(redis: Redis, client: Client, argv: readonly string[], isGroup: boolean): Reply {
  const asked = query(redis, argv, isGroup)
  const { database } = client
  const starts = asked.keys.map((_, index) => startOf(database, asked, index))
  if (isGroup) redis.rewrite()
  const found: Reply[] = []
  for (const [index, key] of asked.keys.entries()) {
    const stream = database.readOf(key, 'stream')?.stream
    if (stream === undefined) continue
    const from = starts[index] as From
    const group = isGroup ? (stream.groups.get(asked.group as string) as ConsumerGroup) : null
    const entries = entriesFrom(redis, database, key, stream, group, from, asked)
    if (entries !== null) found.push(key, entries)
  }
  if (found.length > 0) return byStream(client, found)
  if (asked.deadlineMs === undefined) return nullArray
  return waitFor(redis, client, asked, starts)
}

function byStream({ protocol }: Client, found: readonly Reply[]): Reply {
  if (protocol === 3) return map(found)
  return found.flatMap((key, index) => (index % 2 === 0 ? [[key, found[index + 1] as Reply]] : []))
}

/** @returns null when there is nothing for the reader */
function entriesFrom(
  redis: Redis,
  database: Database,
  key: string,
  stream: Stream,
  group: ConsumerGroup | null,
  from: From,
  asked: Query,
): Reply | null {
  if (group !== null && from !== 'new') {
    // An id that is not `>`: the consumer's own entries that it has not acknowledged.
    const consumer = consumerOf(redis, database, key, group, asked)
    redis.dirty++
    return history(redis, stream, consumer, from, asked.most)
  }
  const after = from === 'new' ? (group as ConsumerGroup).lastId : from
  // Who was woken is told of what came even when it has been trimmed away at once.
  const greatest = asked.isWoken === true ? stream.lastId : stream.length === 0 ? after : stream.greatestId
  if (greatest <= after) return null
  const entries = stream.range(after + 1n, LAST_ID, asked.most, false)
  if (group !== null) {
    redis.dirty++
    const consumer = consumerOf(redis, database, key, group, asked)
    for (const { id } of entries) deliver(redis, stream, group, consumer, id, asked.isAcknowledged)
    if (entries.length === 0) return []
    propagateDelivery(
      redis,
      key,
      group,
      consumer,
      entries.map(({ id }) => id),
      asked.isAcknowledged,
    )
  }
  return entries.map(entryReply)
}

function consumerOf(redis: Redis, database: Database, key: string, group: ConsumerGroup, asked: Query): Consumer {
  return group.consumer(asked.consumer, redis.nowMs, () => {
    redis.dirty++
    database.notify('t', 'xgroup-createconsumer', key)
    redis.rewrite(['XGROUP', 'CREATECONSUMER', key, group.name, asked.consumer])
  })
}

function deliver(
  redis: Redis,
  stream: Stream,
  group: ConsumerGroup,
  consumer: Consumer,
  id: StreamId,
  isAcknowledged: boolean,
): void {
  if (id > group.lastId) {
    if (group.entriesRead !== UNKNOWN && !stream.hasTombstonesFrom(id)) {
      // A counter that someone has set to the greatest value goes round, as in C.
      group.entriesRead = BigInt.asIntN(64, group.entriesRead + 1n)
    } else if (stream.entriesAdded > 0n) group.entriesRead = stream.countUpTo(id)
    group.lastId = id
  }
  if (!isAcknowledged) group.deliver(id, consumer, redis.nowMs)
}

function propagateDelivery(
  redis: Redis,
  key: string,
  group: ConsumerGroup,
  consumer: Consumer,
  ids: readonly StreamId[],
  isAcknowledged: boolean,
): void {
  if (isAcknowledged) propagateGroup(redis, key, group)
  else {
    const rest = ['TIME', String(redis.nowMs), 'RETRYCOUNT', '1', 'FORCE', 'JUSTID', 'LASTID', idText(group.lastId)]
    redis.rewrite(...ids.map((id) => ['XCLAIM', key, group.name, consumer.name, '0', idText(id), ...rest]))
  }
}

/** Tells how far a group has come. */
export function propagateGroup(redis: Redis, key: string, { name, lastId, entriesRead }: ConsumerGroup): void {
  redis.rewrite(['XGROUP', 'SETID', key, name, idText(lastId), 'ENTRIESREAD', String(entriesRead)])
}

/** To read an entry again counts as one more delivery; replicas are not told of it. */
function history(redis: Redis, stream: Stream, consumer: Consumer, after: StreamId, most: number): Reply {
  const found: Reply[] = []
  for (const pending of consumer.pending.values()) {
    if (pending.id <= after) continue
    const entry = stream.find(pending.id)
    if (entry === undefined) found.push([idText(pending.id), nullArray])
    else {
      pending.deliveredAtMs = redis.nowMs
      pending.deliveries = add(pending.deliveries, 1) ?? pending.deliveries
      found.push(entryReply(entry))
    }
    if (found.length === most) break
  }
  return found
}

const groupGone = new Refusal('NOGROUP the consumer group this client was blocked on no longer exists')
const keyGone = new Refusal('UNBLOCKED the stream key no longer exists')

function waitFor(redis: Redis, client: Client, asked: Query, starts: readonly From[]): Reply {
  const { database } = client
  const limited: Query = { ...asked, most: asked.most === 0 ? COUNT_WHEN_BLOCKED : asked.most, isWoken: true }
  const serve = (key: string): Reply | null => {
    if (redis.context === 'command') return null
    const value = database.entry(key)?.value
    if (value?.type !== 'stream') {
      if (asked.isGroup) throw keyGone
      return null
    }
    const group = asked.isGroup ? (value.stream.groups.get(asked.group as string) ?? null) : null
    if (asked.isGroup && group === null) throw groupGone
    const from = starts[asked.keys.indexOf(key)] as From
    const entries = entriesFrom(redis, database, key, value.stream, group, from, limited)
    return entries === null ? null : byStream(client, [key, entries])
  }
  const { keys, deadlineMs = null } = asked
  return wait(redis, client, { type: null, keys, deadlineMs, serve, atOnce: nullArray })
}
