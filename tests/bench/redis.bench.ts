import { createRequire } from 'node:module'
import { RandomStream } from '../../workers/kernel/random'
import { Connection } from '../../workers/network/redis/connection'
import { Redis } from '../../workers/network/redis/redis'
import { encodeCommand } from '../../workers/network/redis/resp-encoder'
import { type BenchCase, type BenchResult, interleave, ratioRow } from './harness'

/** ioredis-mock, which comes without types: a method for each command. */
type Mock = Readonly<Record<string, (...args: readonly string[]) => Promise<unknown>>>

const RedisMock = createRequire(import.meta.url)('ioredis-mock') as new () => Mock

const rounds = 7
const size = 4000
/** Rounds long enough that the compiler's work after each collection of garbage does not show. */
const passes = 60
const mockPasses = 8

const mock = new RedisMock()

/** The mix of a session store, a counter, a queue, a leader-board and a stream. */
const commands: readonly (readonly string[])[] = Array.from({ length: size }, (_, index) => {
  const key = String(index % 500)
  const mix: readonly (readonly string[])[] = [
    ['SET', `s:${key}`, `value-${index}`, 'PX', '60000'],
    ['GET', `s:${key}`],
    ['INCR', `n:${key}`],
    ['HSET', `h:${key}`, 'field', String(index)],
    ['HGET', `h:${key}`, 'field'],
    ['LPUSH', `l:${index % 20}`, `item-${index}`],
    ['RPOP', `l:${index % 20}`],
    ['ZADD', 'z', String((index * 7919) % 1000), `member-${key}`],
    ['ZRANGE', 'z', '0', '9'],
    ['SADD', `t:${index % 50}`, `member-${key}`],
  ]
  return mix[index % mix.length] as readonly string[]
})

/**
 * One server for all rounds, emptied before each, as a server lives: when it died with a round, the compiled code that
 * refers to it would be thrown away too, and the round would measure the compiler.
 */
let micros = 1_700_000_000_000_000
const redis = new Redis({ nowMicros: () => micros++, random: RandomStream.named(1, 'bench') })
const client = redis.connect(() => {})

/** Commands a second of the core, alone and behind RESP, against ioredis-mock in one run. */
export default async function bench(): Promise<BenchResult> {
  const cases: BenchCase[] = [
    { name: 'core', operations: size * passes, prepare, run: runCore },
    { name: 'core behind RESP bytes', operations: size * passes, prepare, run: runBytes },
    { name: 'ioredis-mock', operations: size * mockPasses, prepare: () => void mock.flushall?.(), run: runMock },
  ]
  const measured = await interleave(cases, { rounds })
  const core = ratioRow(measured.measured('core'), measured.ratio('core', 'ioredis-mock'), 'ioredis-mock', 5)
  const bytes = measured.measured('core behind RESP bytes')
  const ratio = measured.ratio(bytes.name, 'ioredis-mock')
  const peer = measured.measured('ioredis-mock')
  return {
    title: 'Redis: a mix of ten commands over 500 keys',
    rows: [
      core,
      { name: bytes.name, value: bytes.perSecond, unit: 'op/s', ratio },
      { name: peer.name, value: peer.perSecond, unit: 'op/s' },
    ],
  }
}

function runCore(): unknown {
  let last: unknown
  for (let pass = 0; pass < passes; pass++) for (const argv of commands) last = redis.execute(client, argv)
  return last
}

let sent = 0
const connection = new Connection(redis, {
  send(reply) {
    sent += reply.length
  },
  end() {},
})
const batch = commands.map(encodeCommand).join('')

function runBytes(): unknown {
  for (let pass = 0; pass < passes; pass++) connection.receive(batch)
  return sent
}

function prepare(): void {
  redis.execute(client, ['FLUSHALL'])
}

async function runMock(): Promise<unknown> {
  let last: unknown
  for (let pass = 0; pass < mockPasses; pass++) {
    for (const [name = '', ...args] of commands) last = await mock[name.toLowerCase()]?.(...args)
  }
  return last
}
