import { fileURLToPath } from 'node:url'
import IORedis from 'ioredis'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { RandomStream } from '../../workers/kernel/random'
import { Redis } from '../../workers/network/redis/redis'
import { encodeCommand, encodeReply } from '../../workers/network/redis/resp-encoder'
import { fixedWindow } from '../../workers/network/redis/scripts/fixed-window'
import { findPreset, presetScenario } from '../../workers/scenario/preset-scenario'
import { startRun } from '../../workers/session/run'
import meta from '../../workers/systems/distributed-rate-limiter/meta'
import model from '../../workers/systems/distributed-rate-limiter/model'
import { RealConnection } from '../network/redis/differential/real-connection'
import { findRedis, type RealRedis, startRedis } from '../tools/real-redis.mjs'

/*
 * The commands that the servers of a run have sent to Redis go, at the same moments of a virtual clock, to a real
 * redis-server with its own Lua, and every decision must be the same.
 */
const found = findRedis()
const skipped = 'missing' in found ? ` (skipped: ${found.missing})` : ''
if (skipped !== '')
  console.log(`The decisions of the distributed rate limiter are not compared with a real Redis${skipped}.`)
/** A whole number of every window, so that both clocks have the same edges. */
const START_MICROS = 1_700_000_000_000_000
const LONGEST_BATCH = 64

let real: RealRedis
beforeAll(async () => {
  if ('missing' in found) return
  const clock = fileURLToPath(new URL('../network/redis/differential/virtual-clock.c', import.meta.url))
  real = await startRedis(found.command, clock)
})
afterAll(() => real?.stop())

interface Call {
  readonly atMicros: number
  readonly argv: readonly string[]
  readonly reply: string
}

/** What the servers of a run asked Redis, and what it answered. */
function callsOf(id: string): Call[] {
  const preset = findPreset(meta, id)
  if (preset === undefined) throw new Error(`there is no preset ${id}`)
  const run = startRun(presetScenario(meta, preset), model)
  const calls: Call[] = []
  const execute = Redis.prototype.execute
  const spy = vi.spyOn(Redis.prototype, 'execute').mockImplementation(function (this: Redis, client, argv) {
    const reply = execute.call(this, client, argv)
    calls.push({ atMicros: run.world.kernel.now, argv, reply: encodeReply(reply, 2) })
    return reply
  })
  try {
    while (run.advance(50_000).status.kind === 'running');
  } finally {
    spy.mockRestore()
  }
  return calls
}

async function fresh(): Promise<RealConnection> {
  real.setClock(START_MICROS)
  const connection = await RealConnection.open(real.socketPath)
  for (const argv of [['DEBUG', 'SET-ACTIVE-EXPIRE', '0'], ['FLUSHALL'], ['SCRIPT', 'FLUSH']])
    connection.send(encodeCommand(argv))
  await connection.take(3)
  return connection
}

describe.skipIf(skipped !== '')(`on a real redis-server${skipped}`, () => {
  it.each([
    ['boundary-guide', 100],
    ['skew-guide', 2_000],
    ['boundary-window', 40],
    ['boundary-log', 40],
    ['log-memory', 800],
    ['counter-worst', 80],
    ['counter-memory', 800],
    ['boundary-gcra', 40],
    ['hot-key', 1_500],
  ])('%s: every reply is the same, of more than %i commands', async (id, least) => {
    const calls = callsOf(id)
    expect(calls.length).toBeGreaterThan(least)
    const connection = await fresh()
    for (let from = 0; from < calls.length; ) {
      const { atMicros } = calls[from] as Call
      let to = from
      while (to < calls.length && to - from < LONGEST_BATCH && (calls[to] as Call).atMicros === atMicros) to++
      const batch = calls.slice(from, to)
      real.setClock(START_MICROS + atMicros)
      connection.send(batch.map(({ argv }) => encodeCommand(argv)).join(''))
      expect(await connection.take(batch.length), `at ${atMicros} µs`).toEqual(batch.map(({ reply }) => reply))
      from = to
    }
    connection.close()
  })

  it('rate-limiter-flexible decides as the window script', async () => {
    ;(await fresh()).close()
    const client = new IORedis(real.socketPath)
    const limiter = new RateLimiterRedis({ storeClient: client, points: 10, duration: 2, keyPrefix: 'flexible' })
    const lots = RandomStream.named(9, 'gaps')
    let now = START_MICROS
    let refused = 0
    for (let request = 0; request < 400; request++) {
      now += lots.integer(5) === 0 ? lots.integer(900_000) : lots.integer(60_000)
      real.setClock(now)
      const theirs = await limiter.consume('c1').catch((answer: unknown) => answer)
      if (!(theirs instanceof RateLimiterRes)) throw theirs
      const [passes, figure] = (await client.eval(fixedWindow.lua, 1, 'c1', '2000', '10')) as [number, number]
      expect(theirs.consumedPoints <= 10, `request ${request}`).toBe(passes === 1)
      if (passes === 1) expect(figure).toBe(theirs.remainingPoints)
      else expect(Math.ceil(figure / 1000)).toBe(theirs.msBeforeNext)
      refused += 1 - passes
    }
    expect(refused).toBeGreaterThan(50)
    client.disconnect()
  })
})
