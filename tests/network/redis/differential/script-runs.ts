import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RandomStream } from '../../../../workers/kernel/random'
import type { Script } from '../../../../workers/network/redis/scripts/script'
import { findRedis, type RealRedis, startRedis } from '../../../tools/real-redis.mjs'
import { compare } from './pair'
import { registerScripts } from './random-scripts'
import { report, shrink } from './shrink'
import type { Step } from './step'

/** Steps of one seed. */
const LENGTH = 200

/** `EVAL` with the text of a script. */
export function evaluation({ lua }: Script, keys: readonly string[], args: readonly string[]): string[] {
  return ['EVAL', lua, String(keys.length), ...keys, ...args]
}

/**
 * Holds ours and a real redis-server against each other on one virtual clock: random commands, and clock jumps of less
 * than `longestMs` milliseconds between them, are answered the same in every byte.
 */
export function testAgainstRedis(
  what: string,
  { seeds, longestMs, draw }: { seeds: number; longestMs: number; draw(lots: RandomStream): string[] },
): void {
  const found = findRedis()
  const skipped = 'missing' in found ? ` (skipped: ${found.missing})` : ''
  let real: RealRedis

  beforeAll(async () => {
    if ('missing' in found) return
    real = await startRedis(found.command, fileURLToPath(new URL('virtual-clock.c', import.meta.url)), [])
  })
  afterAll(() => real?.stop())

  const steps = (seed: number): Step[] => {
    const lots = RandomStream.named(seed, what)
    return Array.from({ length: LENGTH }, () =>
      lots.chance(1, 8)
        ? { kind: 'clock', micros: 1_000 * lots.integer(longestMs) }
        : { kind: 'command', client: lots.integer(3), argv: draw(lots) },
    )
  }

  it.skipIf(skipped !== '')(
    `answers ${seeds * LENGTH} random steps of ${what} as Redis 7.0 does${skipped}`,
    async () => {
      const run = (some: readonly Step[]) => compare(real, some, { prepare: registerScripts })
      for (let seed = 1; seed <= seeds; seed++) {
        const all = steps(seed)
        const mismatch = await run(all)
        if (mismatch === null) continue
        const small = await shrink(all, mismatch, run, 300)
        expect.fail(`seed ${seed}:\n${report(small, (await run(small)) ?? mismatch)}`)
      }
    },
  )
}
