import { describe, expect, it } from 'vitest'
import { FixedWindow } from '../../../workers/algorithms/rate-limit/fixed-window'
import { Gcra } from '../../../workers/algorithms/rate-limit/gcra'
import { LeakyMeter } from '../../../workers/algorithms/rate-limit/leaky-meter'
import { LeakyShaper } from '../../../workers/algorithms/rate-limit/leaky-shaper'
import type { Limiter } from '../../../workers/algorithms/rate-limit/limiter'
import { SlidingCounter } from '../../../workers/algorithms/rate-limit/sliding-counter'
import { SlidingLog } from '../../../workers/algorithms/rate-limit/sliding-log'
import { TokenBucket } from '../../../workers/algorithms/rate-limit/token-bucket'
import { type BoundedKind, worstCase } from '../../../workers/algorithms/rate-limit/worst-case'

const TICKS = 4
const HORIZON = 11

const MAKERS: readonly [string, BoundedKind, (limit: number) => Limiter][] = [
  ['token bucket', 'bucket', (limit) => new TokenBucket(limit, { limit, perMicros: TICKS })],
  ['GCRA', 'bucket', (limit) => new Gcra(limit, { limit, perMicros: TICKS })],
  ['leaky meter', 'bucket', (limit) => new LeakyMeter(limit, { limit, perMicros: TICKS })],
  ['leaky shaper', 'shaper', (limit) => new LeakyShaper(2 * limit, { limit, perMicros: TICKS })],
  ['fixed window', 'fixed-window', (limit) => new FixedWindow(limit, TICKS)],
  ['sliding log', 'sliding-log', (limit) => new SlidingLog(limit, TICKS)],
  ['sliding counter', 'sliding-counter', (limit) => new SlidingCounter(limit, TICKS)],
]

/** Every sequence of 0 or `limit` requests a tick, and what the worst of them gets through. */
function bruteForce(make: () => Limiter, limit: number): { within: number; atOnce: number } {
  let within = 0
  let atOnce = 0
  for (let pattern = 0; pattern < 2 ** HORIZON; pattern++) {
    const limiter = make()
    const passed = new Array<number>(HORIZON * 4).fill(0)
    for (let tick = 0; tick < HORIZON; tick++) {
      if (((pattern >> tick) & 1) === 0) continue
      for (let request = 0; request < limit; request++) {
        const verdict = limiter.decide(tick)
        if (verdict.kind !== 'passes') continue
        const leaves = tick + verdict.delayMicros
        passed[leaves] = (passed[leaves] as number) + 1
      }
    }
    for (let from = 0; from < passed.length; from++) {
      within = Math.max(
        within,
        passed.slice(from, from + TICKS).reduce((sum, count) => sum + count, 0),
      )
      atOnce = Math.max(atOnce, passed[from] as number)
    }
  }
  return { within, atOnce }
}

describe('the worst case within one window length and at one instant, by trying all', () => {
  it.each(MAKERS)('%s', (_, kind, make) => {
    for (const limit of [1, 2, 3, 4])
      expect({ limit, ...bruteForce(() => make(limit), limit) }).toEqual({ limit, ...worstCase(kind, limit, TICKS) })
  })
})
