import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findRedis, type RealRedis, startRedis } from '../../../tools/real-redis.mjs'
import { compare } from './pair'
import { registerScripts } from './random-scripts'
import { episodeLength, episodes, firstSeed, randomSteps } from './random-steps'
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
let real: RealRedis

beforeAll(async () => {
  if ('missing' in found) return
  real = await startRedis(found.command, fileURLToPath(new URL('virtual-clock.c', import.meta.url)), settings)
})
afterAll(() => real?.stop())

it.skipIf(skipped !== '')(
  `answers ${episodes * episodeLength} random steps as Redis 7.0 does, seeds from ${firstSeed}${skipped}`,
  async () => {
    const run = (steps: readonly Step[]) => compare(real, steps, { prepare: registerScripts })
    let commands = 0
    for (let seed = firstSeed; seed < firstSeed + episodes; seed++) {
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
  600_000,
)
