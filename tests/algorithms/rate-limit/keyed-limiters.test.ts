import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConcurrencyLimit } from '../../../workers/algorithms/rate-limit/concurrency-limit'
import { FixedWindow } from '../../../workers/algorithms/rate-limit/fixed-window'
import { Gcra } from '../../../workers/algorithms/rate-limit/gcra'
import { GuideBucket } from '../../../workers/algorithms/rate-limit/guide-bucket'
import { KeyedLimiters } from '../../../workers/algorithms/rate-limit/keyed-limiters'
import { LeakyShaper } from '../../../workers/algorithms/rate-limit/leaky-shaper'
import type { Limiter } from '../../../workers/algorithms/rate-limit/limiter'
import { SlidingCounter } from '../../../workers/algorithms/rate-limit/sliding-counter'
import { SlidingLog } from '../../../workers/algorithms/rate-limit/sliding-log'
import { TokenBucket } from '../../../workers/algorithms/rate-limit/token-bucket'

const RATE = { limit: 3, perMicros: 100 }
const MAKERS: readonly [string, () => Limiter][] = [
  ['token bucket', () => new TokenBucket(4, RATE)],
  ['GCRA', () => new Gcra(4, RATE)],
  ['leaky shaper', () => new LeakyShaper(4, RATE)],
  ['fixed window', () => new FixedWindow(4, 100)],
  ['sliding log', () => new SlidingLog(4, 100)],
  ['sliding counter', () => new SlidingCounter(4, 100)],
]

const calls = fc.array(
  fc.record({
    key: fc.integer({ min: 0, max: 15 }),
    gap: fc.integer({ min: -30, max: 90 }),
    cost: fc.integer({ min: 1, max: 5 }),
    sweep: fc.boolean(),
  }),
  { minLength: 40, maxLength: 150 },
)

describe('a limiter a key', () => {
  it.each(MAKERS)('%s: forgetting what rests changes no decision, even when the clock steps back', (_, make) => {
    let forgotten = 0
    fc.assert(
      fc.property(calls, (asked) => {
        const forgetful = new KeyedLimiters(make)
        const faithful = new KeyedLimiters(make, { forgets: false })
        let now = 1_000
        for (const { key, gap, cost, sweep } of asked) {
          now += gap
          if (sweep) forgetful.forgetIdle(now)
          expect(forgetful.decide(`k${key}`, now, cost)).toEqual(faithful.decide(`k${key}`, now, cost))
        }
        forgotten += forgetful.forgotten
        expect(faithful.forgotten).toBe(0)
      }),
      { seed: 14, numRuns: 200 },
    )
    expect(forgotten).toBeGreaterThan(1_000)
  })

  it('stays within twice the keys in use while 100,000 new keys come', () => {
    // A key is in use for 33⅓ µs after its one request; one comes every microsecond.
    const store = new KeyedLimiters(() => new TokenBucket(4, RATE))
    let most = 0
    for (let call = 0; call < 100_000; call++) {
      store.take(`user ${call}`, call)
      most = Math.max(most, store.size)
    }
    expect(most).toBeLessThanOrEqual(2 * 34 + 2)
    expect(store.forgotten).toBeGreaterThan(99_900)
  })

  it('the guide’s map keeps all of them', () => {
    const store = new KeyedLimiters(() => new GuideBucket(100, 10), { forgets: false })
    for (let call = 0; call < 100_000; call++) store.decide(`user ${call}`, call * 1_000_000)
    expect(store.size).toBe(100_000)
  })

  it('is never larger than its bound: keys beyond it share one limiter, so a new name brings nothing more', () => {
    const store = new KeyedLimiters(() => new TokenBucket(4, RATE), { maxKeys: 10 })
    let passed = 0
    for (let call = 0; call < 1_000; call++) if (store.take(`user ${call}`, 0) === 0) passed++
    expect(store.size).toBe(10)
    expect(store.shared).toBe(990)
    expect(passed).toBe(10 + 4)
  })

  it('keeps what is open until it is released to the limiter that let it in', () => {
    const store = new KeyedLimiters(() => new ConcurrencyLimit(1))
    expect(store.decide('a', 0).kind).toBe('passes')
    const holder = store.holderOf('a')
    expect(store.forgetIdle(1_000_000)).toBe(0)
    expect(store.decide('a', 1_000_000).kind).toBe('refused')
    holder.release()
    expect(store.forgetIdle(1_000_000)).toBe(1)
    expect(store.decide('a', 1_000_000).kind).toBe('passes')
  })

  it('tells the state of a key without making a limiter for it', () => {
    const store = new KeyedLimiters(() => new TokenBucket(4, RATE))
    expect(store.state('nobody', 5)).toMatchObject({ kind: 'bucket', level: 4 })
    expect(store.size).toBe(0)
  })
})
