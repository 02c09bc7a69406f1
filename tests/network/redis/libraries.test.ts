import { createRequire } from 'node:module'
import IORedis from 'ioredis'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Twin } from '../../../workers/network/redis/script-library'
import { type RedisServer, serveRedis } from '../../tools/serve-redis'

/*
 * Libraries that bring their own Lua: twins of the exact texts that they send are registered here, and then their
 * ordinary flows run.
 */
interface Lock {
  readonly value: string
  readonly expiration: number
}

interface RedlockClient {
  readonly scripts: Readonly<Record<'lockScript' | 'unlockScript' | 'extendScript', { readonly value: string }>>
  lock(resource: string, ttlMs: number): Promise<Lock>
  unlock(lock: Lock): Promise<unknown>
  extend(lock: Lock, ttlMs: number): Promise<Lock>
}

/** redlock 4 comes without types. */
const Redlock = createRequire(import.meta.url)('redlock') as new (
  clients: readonly IORedis[],
  options: Record<string, number>,
) => RedlockClient

const lockAll: Twin = ({ keys, args: [value = '', ttl = ''], call }) => {
  if (keys.some((key) => call(4, 'exists', key) === 1)) return 0
  for (const key of keys) call(11, 'set', key, value, 'PX', ttl)
  return keys.length
}

const unlockAll: Twin = ({ keys, args: [value = ''], call, attempt }) => {
  const own = keys.filter((key) => call(5, 'get', key) === value)
  for (const key of own) attempt('del', key)
  return own.length
}

const extendAll: Twin = ({ keys, args: [value = '', ttl = ''], call }) => {
  if (keys.some((key) => call(4, 'get', key) !== value)) return 0
  for (const key of keys) call(11, 'set', key, value, 'PX', ttl)
  return keys.length
}

describe('redlock over five servers', () => {
  let servers: RedisServer[]
  let clients: IORedis[]
  let redlock: RedlockClient
  beforeAll(async () => {
    servers = await Promise.all(Array.from({ length: 5 }, () => serveRedis()))
    clients = servers.map(({ port }) => new IORedis(port))
    redlock = new Redlock(clients, { retryCount: 2, retryDelay: 5, retryJitter: 1 })
    for (const { redis } of servers) {
      redis.scripts.register(redlock.scripts.lockScript.value, lockAll)
      redis.scripts.register(redlock.scripts.unlockScript.value, unlockAll)
      redis.scripts.register(redlock.scripts.extendScript.value, extendAll)
    }
  })
  afterAll(async () => {
    for (const client of clients) client.disconnect()
    await Promise.all(servers.map((server) => server.close()))
  })

  it('one owner at a time, who may renew and release', async () => {
    const lock = await redlock.lock('account', 5000)
    await expect(redlock.lock('account', 5000)).rejects.toThrow(/exceeded/i)
    const { expiration } = lock
    const longer = await redlock.extend(lock, 9000)
    expect(longer.expiration).toBeGreaterThan(expiration)
    await redlock.unlock(longer)
    const next = await redlock.lock('account', 1000)
    expect(next.value).not.toBe(lock.value)
    await redlock.unlock(next)
  })

  it('a majority is enough, a minority is not', async () => {
    for (const client of clients.slice(0, 2)) await client.set('shared', 'somebody else', 'PX', 5000)
    const lock = await redlock.lock('shared', 1000)
    await redlock.unlock(lock).catch(() => {})
    for (const client of clients.slice(0, 3)) await client.set('shared', 'somebody else', 'PX', 5000)
    await expect(redlock.lock('shared', 1000)).rejects.toThrow(/exceeded/i)
  })
})

/** `tonumber(ARGV[2])` and the rest of the text that rate-limiter-flexible sends. */
const countAndExpire: Twin = ({ keys: [key = ''], args: [points = '', seconds = ''], call }) => {
  call(1, 'set', key, 0, 'EX', seconds, 'NX')
  const consumed = call(1, 'incrby', key, points) as number
  const left = call(1, 'pttl', key) as number
  if (left !== -1) return [consumed, left]
  call(1, 'expire', key, seconds)
  return [consumed, 1000 * Number(seconds)]
}

describe('rate-limiter-flexible', () => {
  let server: RedisServer
  let client: IORedis
  let limiter: RateLimiterRedis
  beforeAll(async () => {
    server = await serveRedis()
    client = new IORedis(server.port)
    limiter = new RateLimiterRedis({ storeClient: client, points: 3, duration: 5, keyPrefix: 'rl' })
    const { _incrTtlLuaScript: lua } = limiter as unknown as { _incrTtlLuaScript: string }
    server.redis.scripts.register(lua, countAndExpire)
  })
  beforeEach(() => client.flushall())
  afterAll(async () => {
    client.disconnect()
    await server.close()
  })

  it('admits the limit and says when to come back', async () => {
    for (const left of [2, 1, 0]) expect((await limiter.consume('ann')).remainingPoints).toBe(left)
    const refused = await limiter.consume('ann').catch((result: unknown) => result)
    expect(refused).toBeInstanceOf(RateLimiterRes)
    const { msBeforeNext, consumedPoints } = refused as RateLimiterRes
    expect(consumedPoints).toBe(4)
    expect(msBeforeNext).toBeGreaterThan(3000)
    expect(msBeforeNext).toBeLessThanOrEqual(5000)
    expect((await limiter.consume('bob')).remainingPoints).toBe(2)
  })

  it('rewards, blocks, reads and deletes', async () => {
    await limiter.consume('ann', 2)
    expect((await limiter.reward('ann', 1)).consumedPoints).toBe(1)
    expect((await limiter.get('ann'))?.consumedPoints).toBe(1)
    await limiter.block('ann', 5)
    await expect(limiter.consume('ann')).rejects.toBeInstanceOf(RateLimiterRes)
    expect(await limiter.delete('ann')).toBe(true)
    expect(await limiter.get('ann')).toBeNull()
  })
})
