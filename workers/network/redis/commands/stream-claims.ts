import { compareBytes, cString } from '../byte-string'
import type { Client } from '../client'
import { type Command, command, firstKey, linear } from '../command'
import type { Database } from '../database'
import { add, type Integer, integer, narrow } from '../integer64'
import type { Redis } from '../redis'
import { Refusal, syntaxError } from '../refusal'
import { nullArray, type Reply } from '../reply'
import type { Stream } from '../stream'
import type { Consumer, ConsumerGroup, PendingEntry } from '../stream-group'
import { idText, parseId, type StreamId } from '../stream-id'
import { firstOf, type IdRange, idRange } from './stream-arguments'
import { propagateGroup } from './stream-reads'
import { entryReply } from './streams'

/** What Redis can set aside memory for: 2^63 / 16. */
const GREATEST_COUNT = 576_460_752_303_423_487n
const badCount = new Refusal('ERR COUNT must be > 0')

export const streamClaims: readonly Command[] = [
  command('xpending', -3, 'readonly', firstKey, linear, xpending),
  command('xclaim', -6, 'write fast', firstKey, linear, xclaim),
  command('xautoclaim', -6, 'write fast', firstKey, linear, xautoclaim),
]

interface Found {
  readonly stream: Stream
  readonly group: ConsumerGroup
}

/** @param isFirst the key has not been looked up yet, so that a miss is told */
function groupOf(database: Database, argv: readonly string[], isFirst = true): Found {
  const key = argv[1] as string
  const stream = (isFirst ? database.readOf(key, 'stream') : database.writeOf(key, 'stream'))?.stream
  const group = stream?.groups.get(argv[2] as string)
  if (stream === undefined || group === undefined) {
    throw new Refusal(
      `NOGROUP No such key '${cString(argv[1] as string)}' or consumer group '${cString(argv[2] as string)}'`,
    )
  }
  return { stream, group }
}

function xpending(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  if (argv.length !== 3 && (argv.length < 6 || argv.length > 9)) throw syntaxError
  if (argv.length === 3) return summary(groupOf(database, argv).group)
  const hasIdle = argv[3]?.toLowerCase() === 'idle'
  const leastIdle = hasIdle ? integer(argv[4] as string) : 0
  if (hasIdle && argv.length < 8) throw syntaxError
  const at = hasIdle ? 5 : 3
  const most = Math.max(0, Number(integer(argv[at + 2] as string)))
  const { first, last } = idRange(argv[at] as string, argv[at + 1] as string)
  const { group } = groupOf(database, argv)
  const name = argv[at + 3]
  const pending = name === undefined ? group.pending : group.consumers.get(name)?.pending
  const found: Reply[] = []
  for (const { id, consumer, deliveredAtMs, deliveries } of pending?.values() ?? []) {
    if (found.length >= most || id > last) break
    const idleMs = redis.nowMs - deliveredAtMs
    if (id < first || (leastIdle !== 0 && idleMs < leastIdle)) continue
    found.push([idText(id), consumer.name, Math.max(0, idleMs), deliveries])
  }
  return found
}

function summary({ pending, consumers }: ConsumerGroup): Reply {
  const ids = [...pending.values()].map(({ id }) => id)
  const [first] = ids
  if (first === undefined) return [0, null, null, nullArray]
  const busy = [...consumers.values()]
    .filter((consumer) => consumer.pending.size > 0)
    .sort((a, b) => compareBytes(a.name, b.name))
  return [
    ids.length,
    idText(first),
    idText(ids.at(-1) as StreamId),
    busy.map((one) => [one.name, String(one.pending.size)]),
  ]
}

interface ClaimOptions {
  readonly ids: readonly StreamId[]
  readonly deliveredAtMs: number
  readonly deliveries: Integer | null
  readonly isForced: boolean
  readonly isBare: boolean
  readonly lastId: StreamId
}

/** Ids as far as they can be read as such; the rest are options. */
function claimOptions(redis: Redis, argv: readonly string[]): ClaimOptions {
  const ids: StreamId[] = []
  let at = 5
  for (; at < argv.length; at++) {
    const id = idOrNull(argv[at] as string)
    if (id === null) break
    ids.push(id)
  }
  const found = { deliveries: null as Integer | null, isForced: false, isBare: false, lastId: 0n }
  let time: Integer | null = null
  for (; at < argv.length; at++) {
    const text = argv[at] as string
    const option = text.toLowerCase()
    const value = argv[at + 1]
    if (option === 'force') found.isForced = true
    else if (option === 'justid') found.isBare = true
    else if (value === undefined || !['idle', 'time', 'retrycount', 'lastid'].includes(option)) {
      throw new Refusal(`ERR Unrecognized XCLAIM option '${cString(text)}'`)
    } else {
      at++
      const number = (): Integer =>
        integer(value, new Refusal(`ERR Invalid ${option.toUpperCase()} option argument for XCLAIM`))
      if (option === 'lastid') found.lastId = parseId(value, 0n)
      else if (option === 'retrycount') found.deliveries = number()
      else if (option === 'time') time = number()
      else time = add(redis.nowMs, narrow(-BigInt(number())))
    }
  }
  const isBogus = time === null || time === -1 || time < 0 || time > redis.nowMs
  const deliveries = found.deliveries !== null && found.deliveries < 0 ? null : found.deliveries
  return { ...found, ids, deliveries, deliveredAtMs: isBogus ? redis.nowMs : Number(time) }
}

function idOrNull(text: string): StreamId | null {
  try {
    return parseId(text, 0n)
  } catch {
    return null
  }
}

function xclaim(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  const { stream, group } = groupOf(database, argv)
  const leastIdle = integer(argv[4] as string, new Refusal('ERR Invalid min-idle-time argument for XCLAIM'))
  const options = claimOptions(redis, argv)
  const isAhead = options.lastId > group.lastId
  if (isAhead) {
    group.lastId = options.lastId
    redis.dirty++
  }
  redis.rewrite()
  const found: Reply[] = []
  const consumer = consumerMaker(redis, database, key, group, argv[3] as string)
  for (const id of options.ids) {
    const known = group.pending.get(id)
    const entry = stream.find(id)
    if (entry === undefined) {
      if (known !== undefined) forget(redis, key, group, known)
      continue
    }
    if (known === undefined && !options.isForced) continue
    if (known !== undefined && leastIdle > 0 && redis.nowMs - known.deliveredAtMs < leastIdle) continue
    const deliveries =
      options.deliveries ?? (options.isBare ? (known?.deliveries ?? 1) : (add(known?.deliveries ?? 1, 1) as Integer))
    const claimed = claim(group, id, known, consumer(), options.deliveredAtMs, deliveries)
    propagateClaim(redis, key, group, claimed)
    found.push(options.isBare ? idText(id) : entryReply(entry))
  }
  if (isAhead) propagateGroup(redis, key, group)
  return found
}

/** The consumer is made when it gets its first entry. */
function consumerMaker(
  redis: Redis,
  database: Database,
  key: string,
  group: ConsumerGroup,
  name: string,
): () => Consumer {
  return () =>
    group.consumer(name, redis.nowMs, () => {
      redis.dirty++
      database.notify('t', 'xgroup-createconsumer', key)
      redis.rewrite(['XGROUP', 'CREATECONSUMER', key, group.name, name])
    })
}

function claim(
  group: ConsumerGroup,
  id: StreamId,
  known: PendingEntry | undefined,
  consumer: Consumer,
  deliveredAtMs: number,
  deliveries: Integer,
): PendingEntry {
  const entry = known ?? { id, consumer, deliveredAtMs, deliveries }
  if (known === undefined) group.pending.add(entry)
  else entry.consumer.pending.delete(id)
  entry.consumer = consumer
  entry.deliveredAtMs = deliveredAtMs
  entry.deliveries = deliveries
  consumer.pending.add(entry)
  return entry
}

function forget(redis: Redis, key: string, group: ConsumerGroup, entry: PendingEntry): void {
  group.forget(entry)
  redis.dirty++
  redis.rewrite(['XACK', key, group.name, idText(entry.id)])
}

function propagateClaim(redis: Redis, key: string, { name, lastId }: ConsumerGroup, entry: PendingEntry): void {
  const state = ['TIME', String(entry.deliveredAtMs), 'RETRYCOUNT', String(entry.deliveries)]
  const rest = ['FORCE', 'JUSTID', 'LASTID', idText(lastId)]
  redis.rewrite(['XCLAIM', key, name, entry.consumer.name, '0', idText(entry.id), ...state, ...rest])
  redis.dirty++
}

function xautoclaim(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[1] as string
  database.read(key)
  const leastIdle = integer(argv[4] as string, new Refusal('ERR Invalid min-idle-time argument for XAUTOCLAIM'))
  const range: Pick<IdRange, 'first'> = { first: firstOf(argv[5] as string) }
  let most = 100
  let isBare = false
  for (let index = 6; index < argv.length; index++) {
    const option = (argv[index] as string).toLowerCase()
    if (option === 'count' && index + 1 < argv.length) {
      most = claimCount(argv[++index] as string)
    } else if (option === 'justid') isBare = true
    else throw syntaxError
  }
  const { stream, group } = groupOf(database, argv, false)
  redis.rewrite()
  const consumer = consumerMaker(redis, database, key, group, argv[3] as string)
  const claimed: Reply[] = []
  const deleted: Reply[] = []
  let attempts = most * 10
  let next: StreamId = 0n
  for (const pending of [...group.pending.values()]) {
    if (pending.id < range.first) continue
    if (attempts-- === 0 || claimed.length + deleted.length >= most) {
      next = pending.id
      break
    }
    const entry = stream.find(pending.id)
    if (entry === undefined) {
      forget(redis, key, group, pending)
      deleted.push(idText(pending.id))
      continue
    }
    if (leastIdle > 0 && redis.nowMs - pending.deliveredAtMs < leastIdle) continue
    const deliveries = isBare ? pending.deliveries : (add(pending.deliveries, 1) as Integer)
    propagateClaim(redis, key, group, claim(group, pending.id, pending, consumer(), redis.nowMs, deliveries))
    claimed.push(isBare ? idText(pending.id) : entryReply(entry))
  }
  return [idText(next), claimed, deleted]
}

function claimCount(text: string): number {
  const count = integer(text, badCount)
  if (count < 1 || count > GREATEST_COUNT) throw badCount
  return Number(count)
}
