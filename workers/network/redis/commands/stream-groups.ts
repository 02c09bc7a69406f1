import { cString } from '../byte-string'
import type { Client } from '../client'
import { type Command, command, constant, container, firstKey, linear } from '../command'
import type { Database } from '../database'
import { integer } from '../integer64'
import type { Redis } from '../redis'
import { Refusal } from '../refusal'
import { ok, type Reply } from '../reply'
import { Stream } from '../stream'
import { ConsumerGroup, UNKNOWN } from '../stream-group'
import { parseId, type StreamId } from '../stream-id'

const secondKey = { first: 2, last: 2, step: 1 }
const needsKey = new Refusal(
  'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
)

export const streamGroups: readonly Command[] = [
  container('xgroup', '', [
    command('xgroup|create', -5, 'write denyoom', secondKey, constant, create),
    command('xgroup|setid', -5, 'write', secondKey, constant, setid),
    command('xgroup|destroy', 4, 'write', secondKey, linear, destroy),
    command('xgroup|createconsumer', 5, 'write denyoom', secondKey, constant, createConsumer),
    command('xgroup|delconsumer', 5, 'write', secondKey, linear, deleteConsumer),
  ]),
  command('xack', -4, 'write fast', firstKey, linear, xack),
]

function unknownSyntax(argv: readonly string[]): Refusal {
  return new Refusal(
    `ERR unknown subcommand or wrong number of arguments for '${cString(argv[1] as string)}'. Try XGROUP HELP.`,
  )
}

/** The options behind the id of CREATE and SETID. */
function options(argv: readonly string[], isCreate: boolean): { makesStream: boolean; entriesRead: bigint } {
  let makesStream = false
  let entriesRead = UNKNOWN
  for (let index = 5; index < argv.length; index++) {
    const option = (argv[index] as string).toLowerCase()
    if (isCreate && option === 'mkstream') makesStream = true
    else if (option === 'entriesread' && index + 1 < argv.length) {
      entriesRead = BigInt(integer(argv[++index] as string))
      if (entriesRead < 0n && entriesRead !== UNKNOWN) {
        throw new Refusal('ERR value for ENTRIESREAD must be positive or -1')
      }
    } else throw unknownSyntax(argv)
  }
  return { makesStream, entriesRead }
}

function existing(database: Database, argv: readonly string[]): Stream {
  const stream = database.writeOf(argv[2] as string, 'stream')?.stream
  if (stream === undefined) throw needsKey
  return stream
}

function groupOf(database: Database, argv: readonly string[]): ConsumerGroup {
  const group = existing(database, argv).groups.get(argv[3] as string)
  if (group === undefined)
    throw new Refusal(
      `NOGROUP No such consumer group '${cString(argv[3] as string)}' for key name '${cString(argv[2] as string)}'`,
    )
  return group
}

function create(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const [, , key, name, start] = argv as [string, string, string, string, string]
  const { makesStream, entriesRead } = options(argv, true)
  const known = makesStream ? database.writeOf(key, 'stream')?.stream : existing(database, argv)
  if (argv.length > 8) throw unknownSyntax(argv)
  const lastId: StreamId = start === '$' ? (known?.lastId ?? 0n) : parseId(start, 0n)
  const stream = known ?? new Stream()
  if (known === undefined) {
    database.add(key, { type: 'stream', stream })
    database.modified(key)
  }
  if (stream.groups.has(name)) throw new Refusal('BUSYGROUP Consumer Group name already exists')
  stream.groups.set(name, new ConsumerGroup(name, lastId, entriesRead))
  redis.dirty++
  database.notify('t', 'xgroup-create', key)
  return ok
}

function setid(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const { entriesRead } = options(argv, false)
  const group = groupOf(database, argv)
  if (argv.length !== 5 && argv.length !== 7) throw unknownSyntax(argv)
  const start = argv[4] as string
  group.lastId = start === '$' ? existing(database, argv).lastId : parseId(start, 0n, false)
  group.entriesRead = entriesRead
  redis.dirty++
  database.notify('t', 'xgroup-setid', argv[2] as string)
  return ok
}

function destroy(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const key = argv[2] as string
  if (!existing(database, argv).groups.delete(argv[3] as string)) return 0
  redis.dirty++
  database.notify('t', 'xgroup-destroy', key)
  redis.signal(database, key)
  return 1
}

function createConsumer(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const group = groupOf(database, argv)
  const name = argv[4] as string
  if (group.consumers.has(name)) return 0
  group.consumer(name, redis.nowMs, () => {
    redis.dirty++
    database.notify('t', 'xgroup-createconsumer', argv[2] as string)
  })
  return 1
}

function deleteConsumer(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const group = groupOf(database, argv)
  const consumer = group.consumers.get(argv[4] as string)
  if (consumer === undefined) return 0
  const { size } = consumer.pending
  for (const entry of [...consumer.pending.values()]) group.forget(entry)
  group.consumers.delete(consumer.name)
  redis.dirty++
  database.notify('t', 'xgroup-delconsumer', argv[2] as string)
  return size
}

function xack(redis: Redis, { database }: Client, argv: readonly string[]): Reply {
  const group = database.readOf(argv[1] as string, 'stream')?.stream.groups.get(argv[2] as string)
  if (group === undefined) return 0
  let acknowledged = 0
  for (const id of argv.slice(3).map((text) => parseId(text, 0n))) {
    const entry = group.pending.get(id)
    if (entry === undefined) continue
    group.forget(entry)
    acknowledged++
  }
  redis.dirty += acknowledged
  return acknowledged
}
