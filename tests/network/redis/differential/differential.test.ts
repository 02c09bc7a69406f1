import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findRedis, type RealRedis, startRedis } from '../../../tools/real-redis.mjs'
import { compare } from './pair'
import { registerScripts } from './random-scripts'
import { episodeLength, episodes as everyTime, firstSeed as first, randomSteps } from './random-steps'
import { report, shrink } from './shrink'
import type { Step } from './step'

/*
 * One random stream of commands goes to our core and to a real redis-server 7.0, on one virtual clock, and every reply
 * must be the same in every byte but for the differences listed in differences.ts. Each episode begins empty.
 */

/** Collections stay in the encodings that keep their order, and HyperLogLogs dense. */
const settings = [
  ...['--hash-max-listpack-entries', '1000000', '--hash-max-listpack-value', '1000000'],
  ...['--zset-max-listpack-entries', '1000000', '--zset-max-listpack-value', '1000000'],
  ...['--stream-node-max-bytes', '0', '--hll-sparse-max-bytes', '0'],
]

const found = findRedis()
const skipped = 'missing' in found ? ` (skipped: ${found.missing})` : ''
if (skipped !== '') console.log(`Our Redis is not compared with a real one${skipped}.`)
/** Other seeds for a longer look: `REDIS_SEEDS=90001,10000` takes that many from there. */
const [firstSeed = first, episodes = everyTime] = (process.env.REDIS_SEEDS ?? '')
  .split(',')
  .flatMap((each) => Number(each) || [])
/** Seeds that once found a difference. */
const onceFailed = [90_953, 91_131, 91_645, 92_446, 93_649, 93_706, 93_766, 94_837, 98_382]
const SECONDS_EACH = 2
let real: RealRedis

beforeAll(async () => {
  if ('missing' in found) return
  real = await startRedis(found.command, fileURLToPath(new URL('virtual-clock.c', import.meta.url)), settings)
})
afterAll(() => real?.stop())

it.skipIf(skipped !== '')(
  `answers ${episodes * episodeLength} random steps as Redis 7.0 does, seeds from ${firstSeed}${skipped}`,
  async () => {
    const seeds = Array.from({ length: episodes }, (_, index) => firstSeed + index)
    const run = (steps: readonly Step[]) => compare(real, steps, { prepare: registerScripts })
    let commands = 0
    for (const seed of [...onceFailed, ...seeds]) {
      const steps = randomSteps(seed, episodeLength)
      const mismatch = await run(steps)
      commands += steps.filter(({ kind }) => kind === 'command').length
      if (mismatch === null) continue
      const small = await shrink(steps, mismatch, run, 300)
      const again = (await run(small)) ?? mismatch
      expect.fail(`seed ${seed}:\n${report(small, again)}`)
    }
    expect(commands).toBeGreaterThan(episodes * episodeLength * 0.92)
  },
  Math.max(600_000, episodes * SECONDS_EACH * 1000),
)
