import { beforeEach, describe, expect, it } from 'vitest'
import { RandomStream } from '../../../workers/kernel/random'
import type { Client } from '../../../workers/network/redis/client'
import { Redis } from '../../../workers/network/redis/redis'
import type { Reply } from '../../../workers/network/redis/reply'

/* What the comparison with Redis cannot cover, because both draw: who is drawn, how often, and what is left. */

let nowMs: number
let redis: Redis
let client: Client
const run = (...argv: string[]): Reply => redis.execute(client, argv)
beforeEach(() => {
  nowMs = 1_700_000_000_000
  redis = new Redis({ nowMicros: () => nowMs * 1000, random: RandomStream.named(3, 'redis') })
  client = redis.connect(() => {})
})

const members = Array.from({ length: 10 }, (_, index) => `m${index}`)

describe('draws', () => {
  it('SRANDMEMBER draws each member as often, different ones when asked', () => {
    run('SADD', 's', ...members)
    const counts = new Map<string, number>()
    for (let draw = 0; draw < 5000; draw++) {
      const drawn = run('SRANDMEMBER', 's') as string
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1)
    }
    // 500 each; four standard deviations are 85.
    for (const member of members) expect(Math.abs((counts.get(member) ?? 0) - 500)).toBeLessThan(85)
    expect(new Set(run('SRANDMEMBER', 's', '4') as string[]).size).toBe(4)
    expect(run('SRANDMEMBER', 's', '-20') as string[]).toHaveLength(20)
  })

  it('SPOP takes what it answers, and the key with the last one', () => {
    run('SADD', 's', ...members)
    const first = run('SPOP', 's') as string
    expect(run('SISMEMBER', 's', first)).toBe(0)
    const { items } = run('SPOP', 's', '4') as Extract<Reply, { kind: 'set' }>
    expect(run('SCARD', 's')).toBe(5)
    expect(items).not.toContain(first)
    run('SPOP', 's', '5')
    expect(run('EXISTS', 's')).toBe(0)
  })

  it('RANDOMKEY answers a living key', () => {
    for (let index = 0; index < 20; index++) run('SET', `k${index}`, '', ...(index < 10 ? ['PX', '10'] : []))
    nowMs += 11
    for (let draw = 0; draw < 50; draw++)
      expect(Number((run('RANDOMKEY') as string).slice(1))).toBeGreaterThanOrEqual(10)
  })
})

describe('expiry', () => {
  it('is strict: alive at the deadline, gone a millisecond later', () => {
    run('SET', 'a', '1', 'PX', '10')
    nowMs += 10
    expect(run('PTTL', 'a')).toBe(0)
    expect(run('GET', 'a')).toBe('1')
    nowMs += 1
    expect(run('GET', 'a')).toBeNull()
  })

  it('the cycle goes on while more than a tenth of what it looks at is stale', () => {
    for (let index = 0; index < 300; index++) run('SET', `k${index}`, '', 'PX', index < 200 ? '10' : '100000')
    nowMs += 11
    // Loops of 20 over 200 stale keys, then one loop that finds none.
    expect(redis.activeExpiry.cycle()).toBe(200)
    expect(run('DBSIZE')).toBe(100)
    expect(redis.activeExpiry.cycle()).toBe(0)
  })

  it('few stale keys are left to later cycles', () => {
    for (let index = 0; index < 200; index++) run('SET', `k${index}`, '', 'PX', index % 20 === 0 ? '10' : '100000')
    nowMs += 11
    expect(redis.activeExpiry.cycle()).toBe(1)
    let cycles = 1
    while ((run('DBSIZE') as number) > 190) {
      redis.activeExpiry.cycle()
      cycles++
    }
    expect(cycles).toBe(10)
  })
})

it('a scan sees every key that is there all the time, whatever comes and goes', () => {
  for (let index = 0; index < 100; index++) run('SET', `stay${index}`, '')
  for (let index = 0; index < 100; index++) run('SET', `go${index}`, '')
  const seen = new Set<string>()
  let cursor = '0'
  let round = 0
  do {
    const [next, keys] = run('SCAN', cursor, 'COUNT', '7') as [string, string[]]
    for (const key of keys) seen.add(key)
    run('DEL', `go${round}`, `go${99 - round}`)
    run('SET', `new${round}`, '')
    cursor = next
    round++
  } while (cursor !== '0' && round < 200)
  for (let index = 0; index < 100; index++) expect(seen.has(`stay${index}`)).toBe(true)
})
