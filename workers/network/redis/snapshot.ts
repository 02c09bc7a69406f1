import type { Entry } from './database'
import { doubleText } from './double-text'
import type { Effect, Redis } from './redis'
import type { Stream } from './stream'
import { UNKNOWN } from './stream-group'
import { idText } from './stream-id'

/** Arguments of one command at most, so that no single one holds the thread for long. */
const MOST_ARGUMENTS = 1024

/**
 * Commands that make an empty server hold what this one holds: what a replica is sent that cannot go on where it
 * stopped. A key in its last millisecond goes there at once. Left out is what no command makes: pending entries of a
 * stream whose entry is gone, and a count of its entries that has gone beyond 63 bits.
 */
export function snapshotEffects(redis: Redis): Effect[] {
  return redis.databases.flatMap((database) =>
    [...database.entries()].flatMap(([key, entry]) => {
      const commands = entryCommands(key, entry)
      if (entry.deadlineMs !== null) commands.push(['PEXPIREAT', key, String(entry.deadlineMs)])
      return commands.map((argv) => ({ database: database.index, argv }))
    }),
  )
}

function entryCommands(key: string, { value }: Entry): string[][] {
  switch (value.type) {
    case 'string':
      return [['SET', key, value.text]]
    case 'list':
      return inParts('RPUSH', key, value.list.slice(0, value.list.size))
    case 'hash':
      return inParts('HSET', key, [...value.fields].flat())
    case 'set':
      return inParts('SADD', key, [...value.members])
    case 'zset':
      return inParts(
        'ZADD',
        key,
        value.zset.all().flatMap(({ member, score }) => [doubleText(score), member]),
      )
    case 'stream':
      return streamCommands(key, value.stream)
  }
}

function inParts(name: string, key: string, items: readonly string[]): string[][] {
  const parts: string[][] = []
  for (let at = 0; at < items.length; at += MOST_ARGUMENTS) {
    parts.push([name, key, ...items.slice(at, at + MOST_ARGUMENTS)])
  }
  return parts
}

function streamCommands(key: string, stream: Stream): string[][] {
  const entries = stream.range(0n, stream.lastId, 0, false)
  const commands = entries.map(({ id, items }) => ['XADD', key, idText(id), ...items])
  // A stream without entries: one is added and trimmed away.
  if (entries.length === 0)
    commands.push(['XADD', key, 'MAXLEN', '0', stream.lastId === 0n ? '0-1' : idText(stream.lastId), 'x', 'y'])
  const added = stream.entriesAdded < 0n ? [] : ['ENTRIESADDED', String(stream.entriesAdded)]
  commands.push(['XSETID', key, idText(stream.lastId), ...added, 'MAXDELETEDID', idText(stream.greatestDeletedId)])
  for (const { name, lastId, entriesRead, consumers, pending } of stream.groups.values()) {
    const read = entriesRead < 0n ? UNKNOWN : entriesRead
    commands.push(['XGROUP', 'CREATE', key, name, idText(lastId), 'ENTRIESREAD', String(read)])
    for (const consumer of consumers.keys()) commands.push(['XGROUP', 'CREATECONSUMER', key, name, consumer])
    for (const { id, consumer, deliveredAtMs, deliveries } of pending.values()) {
      const state = ['TIME', String(deliveredAtMs), 'RETRYCOUNT', String(deliveries), 'FORCE', 'JUSTID']
      commands.push(['XCLAIM', key, name, consumer.name, '0', idText(id), ...state])
    }
  }
  return commands
}
