import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RandomStream } from '../../../../workers/kernel/random'
import { getOrLease } from '../../../../workers/network/redis/scripts/get-or-lease'
import type { Script } from '../../../../workers/network/redis/scripts/script'
import { setIfNewer } from '../../../../workers/network/redis/scripts/set-if-newer'
import { setWithLease } from '../../../../workers/network/redis/scripts/set-with-lease'
import { findRedis, type RealRedis, startRedis } from '../../../tools/real-redis.mjs'
import { compare } from './pair'
import { registerScripts } from './random-scripts'
import { report, shrink } from './shrink'
import type { Step } from './step'

/*
 * The scripts of a shared cache, on few keys so that leases are held, taken away and outlived: ours and a real
 * redis-server on one virtual clock answer the same in every byte.
 */
const found = findRedis()
const skipped = 'missing' in found ? ` (skipped: ${found.missing})` : ''
let real: RealRedis

beforeAll(async () => {
  if ('missing' in found) return
  real = await startRedis(found.command, fileURLToPath(new URL('virtual-clock.c', import.meta.url)), [])
})
afterAll(() => real?.stop())

function steps(seed: number): Step[] {
  const lots = RandomStream.named(seed, 'lease scripts')
  const run = ({ lua }: Script, keys: string[], args: string[]) => ['EVAL', lua, String(keys.length), ...keys, ...args]
  const draw = (): string[] => {
    const key = lots.pick(['k1', 'k2', 'list'])
    const version = lots.pick(['0', '3', '17', '170', '9007199254740993'])
    const milliseconds = lots.pick(['1', '20', '1000', '0', 'soon'])
    switch (lots.integer(6)) {
      case 0:
        return run(getOrLease, [key, `lease:${key}`], [lots.pick(['t1', 't2']), milliseconds])
      case 1:
        return run(setWithLease, [key, `lease:${key}`], [lots.pick(['t1', 't2']), `${version}|text`, milliseconds])
      case 2:
        return run(setIfNewer, [key], [version, `${version}|text`, milliseconds])
      case 3:
        return ['SET', key, lots.pick(['5|old', 'no version', '99', ''])]
      case 4:
        return lots.chance(1, 4) ? ['RPUSH', 'list', 'one'] : ['DEL', key, `lease:${key}`]
      default:
        return ['PTTL', lots.pick([key, `lease:${key}`])]
    }
  }
  return Array.from({ length: 200 }, () =>
    lots.chance(1, 8)
      ? { kind: 'clock', micros: 1_000 * lots.integer(30) }
      : { kind: 'command', client: lots.integer(3), argv: draw() },
  )
}

it.skipIf(skipped !== '')(
  `answers 10,000 random steps of leases and versions as Redis 7.0 does${skipped}`,
  async () => {
    const run = (some: readonly Step[]) => compare(real, some, { prepare: registerScripts })
    for (let seed = 1; seed <= 50; seed++) {
      const all = steps(seed)
      const mismatch = await run(all)
      if (mismatch === null) continue
      const small = await shrink(all, mismatch, run, 300)
      expect.fail(`seed ${seed}:\n${report(small, (await run(small)) ?? mismatch)}`)
    }
  },
)
