import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RandomStream } from '../../../workers/kernel/random'
import { briefReply, commandText, quoted, replyLines } from '../../../workers/network/redis/cli-text'
import { Redis } from '../../../workers/network/redis/redis'
import { map, type Reply } from '../../../workers/network/redis/reply'
import { encodeCommand } from '../../../workers/network/redis/resp-encoder'
import { findRedis, type RealRedis, startRedis } from '../../tools/real-redis.mjs'

const found = findRedis()
const hasTool = spawnSync('redis-cli', ['--version']).status === 0
const skipped = 'missing' in found ? ` (skipped: ${found.missing})` : hasTool ? '' : ' (skipped: no redis-cli)'
let real: RealRedis

beforeAll(async () => {
  if ('missing' in found) return
  real = await startRedis(found.command, fileURLToPath(new URL('differential/virtual-clock.c', import.meta.url)))
  real.setClock(1_700_000_000_000_000)
})
afterAll(() => real?.stop())

const refused = ['ZADD', 'key', 'x']

/** Commands whose replies are of every form, with every byte in a value and in an argument. */
const commands: readonly (readonly string[])[] = [
  ['SET', 'key', 'plain'],
  ['GET', 'key'],
  ['GET', 'none'],
  ['INCR', 'key'],
  ['SET', 'bytes', String.fromCharCode(...Array.from({ length: 255 }, (_, code) => code + 1))],
  ['GET', 'bytes'],
  ['GETRANGE', 'bytes', '0', '9'],
  ['INCRBY', 'count', '-9007199254740993'],
  ['RPUSH', 'list', ...Array.from({ length: 12 }, (_, index) => `v${index}`)],
  ['LRANGE', 'list', '0', '-1'],
  ['LRANGE', 'list', '5', '1'],
  ['MGET', 'key', 'none', 'list'],
  ['HSET', 'hash', 'one', '1', 'two', '"2"'],
  ['HGETALL', 'hash'],
  ['ZADD', 'zset', '1.5', 'a', '17', 'b'],
  ['ZSCORE', 'zset', 'a'],
  ['ZRANGE', 'zset', '0', '-1', 'WITHSCORES'],
  ['XADD', 'stream', '1-1', 'field', 'a value', 'more', ''],
  ['XADD', 'stream', '2-1', 'field', 'x'],
  ['XRANGE', 'stream', '-', '+'],
  ['XREAD', 'STREAMS', 'stream', 'none', '0', '0'],
  ['XREAD', 'STREAMS', 'stream', '9-9'],
  refused,
  ['SET', 'a key with spaces', '\t"quoted" \\ \x07\b\x7f'],
  ['EXISTS', 'a key with spaces', ''],
]

it(`prints replies as redis-cli does${skipped}`, { skip: skipped !== '' }, async () => {
  const tool = spawn('redis-cli', ['-s', real.socketPath, '--no-raw'])
  tool.stdin.end(commands.map((argv) => `${argv.map(quoted).join(' ')}\n`).join(''))
  let printed = ''
  tool.stdout.setEncoding('latin1').on('data', (chunk: string) => {
    printed += chunk
  })
  await once(tool, 'close')
  const redis = new Redis({ nowMicros: () => 0, random: RandomStream.named(1, 'redis') })
  const client = redis.connect(() => {})
  const ours = commands.flatMap((argv) => replyLines(redis.execute(client, argv)))
  expect(`${ours.join('\n')}\n`).toBe(printed.replace(/\n\n(?=\(error\))/g, '\n').replace(/\n\n$/, '\n'))
})

it(`prints commands as MONITOR does${skipped}`, { skip: skipped !== '' }, async () => {
  const [monitor, client] = [connect(real.socketPath), connect(real.socketPath)]
  let heard = ''
  monitor.setEncoding('latin1').on('data', (chunk: string) => {
    heard += chunk
  })
  monitor.write('*1\r\n$7\r\nMONITOR\r\n')
  await once(monitor, 'data')
  client.resume()
  for (const argv of commands) client.write(encodeCommand(argv), 'latin1')
  const lines = (): string[] => heard.split('\r\n').slice(1, -1)
  while (lines().length < commands.length - 1) await once(monitor, 'data')
  monitor.destroy()
  client.destroy()
  const told = lines().map((line) => line.replace(/^\+\d+\.\d{6} \[0 unix:[^\]]*\] /, ''))
  // MONITOR does not tell of a command that is refused before it runs.
  expect(told).toEqual(commands.filter((argv) => argv !== refused).map(commandText))
})

it('cuts what is long and says so', () => {
  const numbers = Array.from({ length: 1_000 }, (_, index) => String(index))
  expect(commandText(['RPUSH', 'list', ...numbers])).toMatch(/^"RPUSH" "list" "0" .* … \d+ arguments more$/)
  expect(commandText(['SET', 'key', 'x'.repeat(3_000)])).toMatch(/^"SET" "key" "x{1,2000}…"$/)
  const long = replyLines(numbers)
  expect(long).toHaveLength(41)
  expect(long.at(-1)).toBe('… 960 lines more')
  expect(briefReply(long)).toHaveLength(80)
})

it('tells a reply in one line', () => {
  const brief = (reply: Reply): string => briefReply(replyLines(reply))
  expect(brief(['a', ['b', 7], null])).toBe('1) "a" 2) 1) "b" 2) (integer) 7 3) (nil)')
  expect(brief(map(['one', 1]))).toBe('1) "one" 2) (integer) 1')
  expect(brief({ kind: 'error', text: 'ERR no' })).toBe('(error) ERR no')
})
