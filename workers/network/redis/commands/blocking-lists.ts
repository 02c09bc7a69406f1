import type { Client } from '../client'
import { type Command, command, constant, firstTwoKeys, keysAndTimeout } from '../command'
import type { Redis } from '../redis'
import { wrongType } from '../refusal'
import { nullArray, type Reply } from '../reply'
import { timeoutMs, wait } from '../waiting'
import { end, move, pop, type Side } from './list-moves'
import { multiPop } from './lists'

const blocks = 'write noscript blocking'

export const blockingLists: readonly Command[] = [
  command('blpop', -3, blocks, keysAndTimeout, constant, (redis, client, argv) =>
    popFirst(redis, client, argv, 'left'),
  ),
  command('brpop', -3, blocks, keysAndTimeout, constant, (redis, client, argv) =>
    popFirst(redis, client, argv, 'right'),
  ),
  command('blmove', 6, 'write denyoom noscript blocking', firstTwoKeys, constant, (redis, client, argv) => {
    const [take, put] = [end(argv[3] as string), end(argv[4] as string)]
    return moveOrWait(redis, client, argv, take, put, timeoutMs(redis, argv[5] as string))
  }),
  command('brpoplpush', 4, 'write denyoom noscript blocking', firstTwoKeys, constant, (redis, client, argv) =>
    moveOrWait(redis, client, argv, 'right', 'left', timeoutMs(redis, argv[3] as string)),
  ),
  command('blmpop', -5, 'write blocking', { countAt: 2 }, constant, blmpop),
]

function popFirst(redis: Redis, client: Client, argv: readonly string[], side: Side): Reply {
  const deadlineMs = timeoutMs(redis, argv.at(-1) as string)
  const keys = argv.slice(1, -1)
  const serve = (key: string): Reply | null => {
    const list = client.database.writeOf(key, 'list')?.list
    return list === undefined ? null : [key, pop(redis, client.database, key, list, side, 1)[0] as string]
  }
  return wait(redis, client, { type: 'list', keys, deadlineMs, serve, atOnce: nullArray })
}

function blmpop(redis: Redis, client: Client, argv: readonly string[]): Reply {
  const deadlineMs = timeoutMs(redis, argv[1] as string)
  const { keys, side, most } = multiPop(argv, 2)
  const serve = (key: string): Reply | null => {
    const list = client.database.writeOf(key, 'list')?.list
    return list === undefined ? null : [key, pop(redis, client.database, key, list, side, most)]
  }
  return wait(redis, client, { type: 'list', keys, deadlineMs, serve, atOnce: nullArray })
}

function moveOrWait(
  redis: Redis,
  client: Client,
  argv: readonly string[],
  take: Side,
  put: Side,
  deadlineMs: number | null,
): Reply {
  const [, from, to] = argv as [string, string, string]
  const serve = (key: string): Reply | null => {
    const source = client.database.write(key)
    if (source === undefined) return null
    if (source.type !== 'list') throw wrongType
    return move(redis, client.database, from, to, take, put)
  }
  return wait(redis, client, { type: 'list', keys: [from], deadlineMs, serve, atOnce: null })
}
