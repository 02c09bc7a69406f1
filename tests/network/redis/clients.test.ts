import IORedis from 'ioredis'
import { createClient } from 'redis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { compareAndDelete } from '../../../workers/network/redis/scripts/compare-and-delete'
import { fencingToken } from '../../../workers/network/redis/scripts/fencing-token'
import { sha1 } from '../../../workers/network/redis/sha1'
import { type RedisServer, serveRedis } from '../../tools/serve-redis'

/*
 * The clients that people use are the first proof: each drives the simulated server over a real socket and must read
 * from its replies what it reads from Redis.
 */
let server: RedisServer
beforeAll(async () => {
  server = await serveRedis()
})
afterAll(() => server.close())

const pipelineLength = 10_000

describe('ioredis', () => {
  let redis: IORedis
  let other: IORedis
  beforeAll(() => {
    redis = new IORedis(server.port)
    other = new IORedis(server.port)
  })
  beforeEach(() => redis.flushall())
  afterAll(() => {
    redis.disconnect()
    other.disconnect()
  })

  it('strings, expiry and binary values', async () => {
    expect(await redis.set('a', 'one', 'PX', 5000, 'NX')).toBe('OK')
    expect(await redis.set('a', 'two', 'PX', 5000, 'NX')).toBeNull()
    expect(await redis.get('a')).toBe('one')
    expect(await redis.pttl('a')).toBeGreaterThan(4000)
    expect(await redis.incrby('n', 41)).toBe(41)
    expect(await redis.incr('n')).toBe(42)
    expect(await redis.incrbyfloat('f', 0.1)).toBe('0.1')
    expect(await redis.incrbyfloat('f', 0.2)).toBe('0.3')
    expect(await redis.mget('a', 'missing', 'n')).toEqual(['one', null, '42'])
    const bytes = Buffer.from([0, 13, 10, 255, 128])
    await redis.set('bytes', bytes)
    expect(await redis.getBuffer('bytes')).toEqual(bytes)
    await redis.set('text', 'grüße ✓')
    expect(await redis.get('text')).toBe('grüße ✓')
    await expect(redis.lpush('a', 'x')).rejects.toThrow(/^WRONGTYPE/)
  })

  it('hashes, lists, sets and sorted sets', async () => {
    await redis.hset('h', { name: 'ann', age: 30 })
    expect(await redis.hgetall('h')).toEqual({ name: 'ann', age: '30' })
    expect(await redis.hincrby('h', 'age', 1)).toBe(31)
    await redis.rpush('l', 'a', 'b', 'c')
    expect(await redis.lrange('l', 0, -1)).toEqual(['a', 'b', 'c'])
    expect(await redis.lmove('l', 'm', 'LEFT', 'RIGHT')).toBe('a')
    await redis.sadd('s', 'x', 'y')
    expect(new Set(await redis.smembers('s'))).toEqual(new Set(['x', 'y']))
    await redis.zadd('z', 1, 'one', 2, 'two', 1.5, 'half')
    expect(await redis.zrange('z', 0, -1, 'WITHSCORES')).toEqual(['one', '1', 'half', '1.5', 'two', '2'])
    expect(await redis.zrangebyscore('z', '(1', '+inf', 'LIMIT', 0, 1)).toEqual(['half'])
    expect(await redis.zpopmin('z')).toEqual(['one', '1'])
  })

  it('streams with groups', async () => {
    await redis.xgroup('CREATE', 'x', 'workers', '$', 'MKSTREAM')
    const id = await redis.xadd('x', '*', 'task', 'one')
    await redis.xadd('x', '*', 'task', 'two')
    const read = await redis.xreadgroup('GROUP', 'workers', 'ann', 'COUNT', 1, 'STREAMS', 'x', '>')
    expect(read).toEqual([['x', [[id, ['task', 'one']]]]])
    expect(await redis.xpending('x', 'workers')).toEqual([1, id, id, [['ann', '1']]])
    const [next, claimed] = (await redis.xautoclaim('x', 'workers', 'bob', 0, '0')) as [string, unknown[]]
    expect([next, claimed]).toEqual(['0-0', [[id, ['task', 'one']]]])
    expect(await redis.xack('x', 'workers', id as string)).toBe(1)
    expect(await redis.xlen('x')).toBe(2)
  })

  it('publish and subscribe, also of keyspace events', async () => {
    const listener = new IORedis(server.port)
    const heard: string[] = []
    const both = new Promise<void>((resolve) => {
      listener.on('message', (channel, message) => heard.push(`${channel} ${message}`))
      listener.on('pmessage', (pattern, channel, message) => {
        heard.push(`${pattern} ${channel} ${message}`)
        resolve()
      })
    })
    await listener.subscribe('news')
    await listener.psubscribe('__keyevent*')
    await redis.config('SET', 'notify-keyspace-events', 'KEA')
    expect(await redis.publish('news', 'hello')).toBe(1)
    await redis.set('watched', '1')
    await both
    await redis.config('SET', 'notify-keyspace-events', '')
    expect(heard).toEqual(['news hello', '__keyevent* __keyevent@0__:set watched'])
    await expect(listener.get('a')).rejects.toThrow(/subscriber mode/)
    listener.disconnect()
  })

  it('transactions, which a watched change stops', async () => {
    expect(await redis.multi().set('a', '1').incr('a').lpush('a', 'x').get('a').exec()).toMatchObject([
      [null, 'OK'],
      [null, 2],
      [{ message: expect.stringMatching(/^WRONGTYPE/) as string }],
      [null, '2'],
    ])
    await redis.watch('a')
    await other.set('a', 'changed')
    expect(await redis.multi().set('a', 'mine').exec()).toBeNull()
    expect(await redis.get('a')).toBe('changed')
  })

  it('blocking pops, in the order in which clients came', async () => {
    const third = new IORedis(server.port)
    const first = other.blpop('queue', 0)
    await other.status
    await untilBlocked(1)
    const second = third.blpop('queue', 0)
    await untilBlocked(2)
    await redis.rpush('queue', 'one', 'two')
    expect(await first).toEqual(['queue', 'one'])
    expect(await second).toEqual(['queue', 'two'])
    expect(await third.blpop('queue', 0.05)).toBeNull()
    third.disconnect()
  })

  it('scripts by EVALSHA', async () => {
    redis.defineCommand('release', { numberOfKeys: 1, lua: compareAndDelete.lua })
    const { release } = redis as unknown as { release(key: string, value: string): Promise<number> }
    await redis.set('lock', 'mine')
    expect(await release.call(redis, 'lock', 'yours')).toBe(0)
    expect(await release.call(redis, 'lock', 'mine')).toBe(1)
    await expect(redis.evalsha(sha1(fencingToken.lua), 2, 'l', 'c', 'v', 100)).rejects.toThrow(/^NOSCRIPT/)
  })

  it(`a pipeline of ${pipelineLength}`, async () => {
    const pipeline = redis.pipeline()
    for (let index = 0; index < pipelineLength; index++) pipeline.incr('counter')
    const replies = await pipeline.exec()
    expect(replies).toHaveLength(pipelineLength)
    expect(replies?.at(-1)).toEqual([null, pipelineLength])
  })

  it('scans every key', async () => {
    const pipeline = redis.pipeline()
    for (let index = 0; index < 500; index++) pipeline.set(`key:${index}`, '')
    await pipeline.exec()
    const seen = new Set<string>()
    for await (const keys of redis.scanStream({ match: 'key:*', count: 50 })) for (const key of keys) seen.add(key)
    expect(seen.size).toBe(500)
  })
})

/** Waits until so many clients are parked; each look is a turn of the event loop. */
async function untilBlocked(count: number): Promise<void> {
  while (server.redis.parking.size < count) await new Promise((resolve) => setImmediate(resolve))
}

describe.each([2, 3] as const)('node-redis, RESP%i', (RESP) => {
  const make = () => createClient({ socket: { port: server.port, host: '127.0.0.1' }, RESP })
  let redis: ReturnType<typeof make>
  beforeAll(async () => {
    redis = make()
    await redis.connect()
  })
  beforeEach(() => redis.flushAll())
  afterAll(() => redis.destroy())

  it('strings, hashes, lists and sets', async () => {
    expect(await redis.set('a', 'one', { expiration: { type: 'PX', value: 5000 }, condition: 'NX' })).toBe('OK')
    expect(await redis.get('a')).toBe('one')
    expect(await redis.incrBy('n', 5)).toBe(5)
    await redis.hSet('h', { name: 'ann', age: '30' })
    expect({ ...(await redis.hGetAll('h')) }).toEqual({ name: 'ann', age: '30' })
    await redis.rPush('l', ['a', 'b'])
    expect(await redis.lRange('l', 0, -1)).toEqual(['a', 'b'])
    await redis.sAdd('s', ['x', 'y'])
    expect(new Set(await redis.sMembers('s'))).toEqual(new Set(['x', 'y']))
    await expect(redis.lPush('a', 'x')).rejects.toThrow(/^WRONGTYPE/)
  })

  it('sorted sets with scores', async () => {
    await redis.zAdd('z', [
      { score: 1, value: 'one' },
      { score: 2.5, value: 'two' },
    ])
    expect(await redis.zRangeWithScores('z', 0, -1)).toEqual([
      { score: 1, value: 'one' },
      { score: 2.5, value: 'two' },
    ])
    expect(await redis.zScore('z', 'two')).toBe(2.5)
    expect(await redis.zIncrBy('z', 1, 'two')).toBe(3.5)
    expect(await redis.zPopMax('z')).toEqual({ score: 3.5, value: 'two' })
  })

  it('streams with groups', async () => {
    await redis.xGroupCreate('x', 'workers', '0', { MKSTREAM: true })
    const id = await redis.xAdd('x', '*', { task: 'one' })
    const read = await redis.xReadGroup('workers', 'ann', { key: 'x', id: '>' }, { COUNT: 5 })
    expect(JSON.stringify(read)).toContain(id)
    expect(await redis.xPending('x', 'workers')).toMatchObject({ pending: 1, firstId: id })
    expect(await redis.xAck('x', 'workers', id)).toBe(1)
    expect(await redis.xInfoStream('x')).toMatchObject({ length: 1, groups: 1 })
  })

  it('publish and subscribe', async () => {
    const listener = redis.duplicate()
    await listener.connect()
    const heard = new Promise<string>((resolve) => {
      void listener.subscribe('news', resolve)
    })
    while (server.redis.subscriptions.channels.get('news') === undefined) await redis.ping()
    await redis.publish('news', 'hello')
    expect(await heard).toBe('hello')
    listener.destroy()
  })

  it('transactions and blocking pops', async () => {
    expect(await redis.multi().set('a', '1').incr('a').exec()).toEqual(['OK', 2])
    const waiting = redis.duplicate()
    await waiting.connect()
    const popped = waiting.blPop('queue', 0)
    await untilBlocked(1)
    await redis.rPush('queue', 'one')
    expect(await popped).toEqual({ key: 'queue', element: 'one' })
    waiting.destroy()
  })

  it('scripts by EVALSHA', async () => {
    const digest = await redis.scriptLoad(compareAndDelete.lua)
    await redis.set('lock', 'mine')
    expect(await redis.evalSha(digest, { keys: ['lock'], arguments: ['mine'] })).toBe(1)
  })

  it(`a pipeline of ${pipelineLength}`, async () => {
    const replies = await Promise.all(Array.from({ length: pipelineLength }, () => redis.incr('counter')))
    expect(replies.at(-1)).toBe(pipelineLength)
  })
})
