import { compareBytes, cString } from '../byte-string'
import type { Client } from '../client'
import { type Command, command, constant, container, linear } from '../command'
import type { Database } from '../database'
import { count, narrow } from '../integer64'
import type { Redis } from '../redis'
import { noSuchKey, Refusal } from '../refusal'
import { map, type Reply } from '../reply'
import type { Stream } from '../stream'
import { type Consumer, type ConsumerGroup, type PendingEntry, UNKNOWN } from '../stream-group'
import { FIRST_ID, idText, LAST_ID } from '../stream-id'
import { entryReply } from './streams'

const secondKey = { first: 2, last: 2, step: 1 }

export const streamInfo: readonly Command[] = [
  container('xinfo', '', [
    command('xinfo|stream', -3, 'readonly', secondKey, linear, info),
    command('xinfo|groups', 3, 'readonly', secondKey, linear, (_redis, { database }, argv) => {
      const stream = existing(database, argv)
      return sorted(stream.groups.values()).map((group) => map(groupSummary(stream, group)))
    }),
    command('xinfo|consumers', 4, 'readonly', secondKey, constant, consumers),
  ]),
]

function existing(database: Database, argv: readonly string[]): Stream {
  const key = argv[2] as string
  if (database.read(key) === undefined) throw noSuchKey
  return database.readOf(key, 'stream')?.stream as Stream
}

/** Redis keeps groups and consumers in the order of their names. */
function sorted<T extends { readonly name: string }>(named: Iterable<T>): T[] {
  return [...named].sort((a, b) => compareBytes(a.name, b.name))
}

function lag(stream: Stream, group: ConsumerGroup): Reply {
  if (stream.entriesAdded === 0n) return 0
  const isCounted = group.entriesRead !== UNKNOWN && !stream.hasTombstonesFrom(group.lastId)
  const read = isCounted ? group.entriesRead : stream.countUpTo(group.lastId)
  return read === UNKNOWN ? null : narrow(BigInt.asIntN(64, stream.entriesAdded - read))
}

function groupSummary(stream: Stream, group: ConsumerGroup): Reply[] {
  return [
    ...['name', group.name, 'consumers', group.consumers.size, 'pending', group.pending.size],
    ...['last-delivered-id', idText(group.lastId)],
    ...['entries-read', group.entriesRead === UNKNOWN ? null : narrow(group.entriesRead), 'lag', lag(stream, group)],
  ]
}

function consumers(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const group = existing(database, argv).groups.get(argv[3] as string)
  if (group === undefined)
    throw new Refusal(
      `NOGROUP No such consumer group '${cString(argv[3] as string)}' for key name '${cString(argv[2] as string)}'`,
    )
  return sorted(group.consumers.values()).map(({ name, pending, seenAtMs }) =>
    map(['name', name, 'pending', pending.size, 'idle', Math.max(0, redis.nowMs - seenAtMs)]),
  )
}

function info(_redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const stream = existing(database, argv)
  const most = fullCount(argv)
  const head: Reply[] = [
    ...['length', stream.length, 'radix-tree-keys', stream.nodeCount, 'radix-tree-nodes', stream.nodeCount + 1],
    ...['last-generated-id', idText(stream.lastId), 'max-deleted-entry-id', idText(stream.greatestDeletedId)],
    ...['entries-added', narrow(stream.entriesAdded), 'recorded-first-entry-id', idText(stream.firstId)],
  ]
  if (most === null) {
    const [first] = stream.range(FIRST_ID, LAST_ID, 1, false)
    const [last] = stream.range(FIRST_ID, LAST_ID, 1, true)
    const edge = (entry: typeof first): Reply => (entry === undefined ? null : entryReply(entry))
    return map([...head, 'groups', stream.groups.size, 'first-entry', edge(first), 'last-entry', edge(last)])
  }
  const entries = stream.range(FIRST_ID, LAST_ID, most, false).map(entryReply)
  const groups = sorted(stream.groups.values()).map((group) => map(groupDetails(stream, group, most)))
  return map([...head, 'entries', entries, 'groups', groups])
}

/** @returns null when not everything is asked for; 0 for no limit */
function fullCount(argv: readonly string[]): number | null {
  const wrong = new Refusal(`ERR unknown subcommand or wrong number of arguments for '${argv[1]}'. Try XINFO HELP.`)
  if (argv.length === 3) return null
  if ((argv.length !== 4 && argv.length !== 6) || argv[3]?.toLowerCase() !== 'full') throw wrong
  if (argv.length === 4) return 10
  if (argv[4]?.toLowerCase() !== 'count') throw wrong
  return Math.max(0, count(argv[5] as string))
}

function groupDetails(stream: Stream, group: ConsumerGroup, most: number): Reply[] {
  const pending = firstOf(group.pending.values(), most).map(
    (entry): Reply => [idText(entry.id), entry.consumer.name, entry.deliveredAtMs, entry.deliveries],
  )
  return [
    ...['name', group.name, 'last-delivered-id', idText(group.lastId)],
    ...['entries-read', group.entriesRead === UNKNOWN ? null : narrow(group.entriesRead), 'lag', lag(stream, group)],
    ...['pel-count', group.pending.size, 'pending', pending],
    ...['consumers', sorted(group.consumers.values()).map((consumer) => map(consumerDetails(consumer, most)))],
  ]
}

function consumerDetails({ name, seenAtMs, pending }: Consumer, most: number): Reply[] {
  const own = firstOf(pending.values(), most).map(
    (entry): Reply => [idText(entry.id), entry.deliveredAtMs, entry.deliveries],
  )
  return ['name', name, 'seen-time', seenAtMs, 'pel-count', pending.size, 'pending', own]
}

function firstOf(entries: Iterable<PendingEntry>, most: number): PendingEntry[] {
  const all = [...entries]
  return most === 0 ? all : all.slice(0, most)
}
