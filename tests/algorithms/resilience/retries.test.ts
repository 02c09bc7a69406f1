import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bulkhead } from '../../../workers/algorithms/resilience/bulkhead'
import { CircuitBreaker } from '../../../workers/algorithms/resilience/circuit-breaker'
import { ConsecutiveFailures } from '../../../workers/algorithms/resilience/consecutive-failures'
import { decorrelatedJitter } from '../../../workers/algorithms/resilience/decorrelated-jitter'
import { exponentialBackoff } from '../../../workers/algorithms/resilience/exponential-backoff'
import { fixedBackoff } from '../../../workers/algorithms/resilience/fixed-backoff'
import { fullJitter } from '../../../workers/algorithms/resilience/full-jitter'
import { RetryBudget } from '../../../workers/algorithms/resilience/retry-budget'
import { decideRetry, type RetryPolicy } from '../../../workers/algorithms/resilience/retry-policy'
import { RandomStream } from '../../../workers/kernel/random'

const lots = () => RandomStream.named(27, 'retries')

describe('waits before a retry', () => {
  it('fixed: always the same', () => {
    expect([1, 2, 9].map((retry) => fixedBackoff(50)(retry, 0, lots()))).toEqual([50, 50, 50])
  })
  it('exponential: doubles up to the cap, also for retry 5,000', () => {
    const backoff = exponentialBackoff(100, 1_000)
    expect([1, 2, 3, 4, 5, 5_000].map((retry) => backoff(retry, 0, lots()))).toEqual([100, 200, 400, 800, 1_000, 1_000])
  })

  /** Mean of a uniform whole number from low to high, and 4σ of the mean of n draws. */
  function expectUniform(draws: readonly number[], low: number, high: number): void {
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(low)
    expect(Math.max(...draws)).toBeLessThanOrEqual(high)
    const width = high - low + 1
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
    expect(Math.abs(mean - (low + high) / 2)).toBeLessThan((4 * width) / Math.sqrt(12 * draws.length))
    const bins = new Array<number>(10).fill(0)
    for (const draw of draws) bins[Math.floor(((draw - low) * 10) / width)]!++
    const expected = draws.length / 10
    const chiSquare = bins.reduce((sum, bin) => sum + (bin - expected) ** 2 / expected, 0)
    // 99.99th percentile of χ² with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(33.7)
  }
  const drawn = (draw: () => number) => Array.from({ length: 20_000 }, draw)

  it.each([
    [1, 99],
    [3, 396],
    [20, 999],
  ])('full jitter: retry %i is uniform from 0 to %i', (retry, highest) => {
    const stream = lots()
    const backoff = fullJitter(99, 999)
    expectUniform(
      drawn(() => backoff(retry, 0, stream)),
      0,
      highest,
    )
  })
  it('decorrelated jitter: uniform from the base to three times the wait before, cut at the cap', () => {
    const stream = lots()
    const backoff = decorrelatedJitter(100, 10_000)
    expectUniform(
      drawn(() => backoff(1, 0, stream)),
      100,
      300,
    )
    expectUniform(
      drawn(() => backoff(2, 250, stream)),
      100,
      750,
    )
    const cut = drawn(() => backoff(3, 9_000, stream))
    // Uniform from 100 to 27,000: the part above 10,000 becomes the cap.
    const share = cut.filter((wait) => wait === 10_000).length / cut.length
    expect(Math.abs(share - 17_001 / 26_901)).toBeLessThan(4 * Math.sqrt((0.632 * 0.368) / cut.length))
  })
  it('jitter parts callers that failed together', () => {
    const stream = lots()
    const waits = new Set(Array.from({ length: 1_000 }, () => fullJitter(100_000, 1_000_000)(1, 0, stream)))
    expect(waits.size).toBeGreaterThan(950)
  })
})

describe('a retry budget', () => {
  it('allows at most burst + percent of the calls, in any order of calls and retries', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 500, size: 'max' }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 10 }),
        (isCall, percent, burst) => {
          const budget = new RetryBudget(percent, burst)
          let [calls, retries] = [0, 0]
          for (const own of isCall) {
            if (own) {
              budget.deposit()
              calls++
            } else if (budget.withdraw()) retries++
            expect(retries * 100).toBeLessThanOrEqual(burst * 100 + calls * percent)
          }
        },
      ),
      { seed: 27, numRuns: 300 },
    )
  })
  it('gives one retry for ten calls at 10 %, and saves up no more than its burst', () => {
    const budget = new RetryBudget(10, 2)
    while (budget.withdraw());
    for (let call = 0; call < 9; call++) budget.deposit()
    expect(budget.withdraw()).toBe(false)
    budget.deposit()
    expect(budget.withdraw()).toBe(true)
    for (let call = 0; call < 1_000; call++) budget.deposit()
    expect(budget.retries).toBe(2)
  })
})

describe('whether to try again', () => {
  const policy: RetryPolicy = { tries: 3, backoff: fixedBackoff(50), budget: null }
  const failed = { attempt: 1, waitedMicros: 0, nowMicros: 100, deadlineMicros: Number.POSITIVE_INFINITY }
  it('says the wait, or why not', () => {
    expect(decideRetry(policy, failed, lots())).toEqual({ kind: 'retry', afterMicros: 50 })
    expect(decideRetry(policy, { ...failed, attempt: 3 }, lots())).toEqual({ kind: 'stop', why: 'tries' })
    expect(decideRetry(policy, { ...failed, deadlineMicros: 150 }, lots())).toEqual({ kind: 'stop', why: 'deadline' })
    expect(decideRetry(policy, { ...failed, deadlineMicros: 151 }, lots()).kind).toBe('retry')
    const empty = { ...policy, budget: new RetryBudget(10, 0) }
    expect(decideRetry(empty, failed, lots())).toEqual({ kind: 'stop', why: 'budget' })
  })
  it('pays nothing for a retry that the deadline forbids', () => {
    const budget = new RetryBudget(10, 1)
    decideRetry({ ...policy, budget }, { ...failed, deadlineMicros: 120 }, lots())
    expect(budget.retries).toBe(1)
  })
})

describe('tiers multiply', () => {
  /** Calls that reach a service which always fails, when every tier tries so often. */
  function callsAtTheEnd(tiers: number, policies: readonly RetryPolicy[]): number {
    if (tiers === 0) return 1
    const policy = policies[tiers - 1] as RetryPolicy
    let calls = 0
    for (let attempt = 1; ; attempt++) {
      calls += callsAtTheEnd(tiers - 1, policies)
      const failed = { attempt, waitedMicros: 0, nowMicros: 0, deadlineMicros: Number.POSITIVE_INFINITY }
      if (decideRetry(policy, failed, lots()).kind === 'stop') return calls
    }
  }
  it.each([
    [[4, 4, 4], 64],
    [[3, 3, 3], 27],
    [[2, 5, 3], 30],
    [[1, 1, 4], 4],
  ])('tries %j bring exactly %i calls', (tries, product) => {
    const policies = tries.map((own) => ({ tries: own, backoff: fixedBackoff(0), budget: null }))
    expect(callsAtTheEnd(tries.length, policies)).toBe(product)
  })
  it('with a budget of 10 % in every tier, 1,000 requests bring at most 1.1³ of themselves and what was saved up', () => {
    const burst = 2
    const policies = [1, 2, 3].map(() => ({ tries: 4, backoff: fixedBackoff(0), budget: new RetryBudget(10, burst) }))
    const call = (tiers: number): number => {
      if (tiers === 0) return 1
      const policy = policies[tiers - 1] as RetryPolicy
      policy.budget?.deposit()
      let calls = 0
      for (let attempt = 1; ; attempt++) {
        calls += call(tiers - 1)
        const failed = { attempt, waitedMicros: 0, nowMicros: 0, deadlineMicros: Number.POSITIVE_INFINITY }
        if (decideRetry(policy, failed, lots()).kind === 'stop') return calls
      }
    }
    let all = 0
    for (let request = 0; request < 1_000; request++) all += call(3)
    expect(all).toBeLessThanOrEqual(1_331 + burst * (1 + 1.1 + 1.21))
    expect(all).toBeGreaterThan(1_300)
  })
})

describe('a run of failures', () => {
  it.each([
    [0.5, 5, 62],
    [0.5, 3, 14],
    [0.8, 5, 10.2588],
  ])('at a failure share of %f, %i in a row take %f calls on average', (share, run, expected) => {
    expect((1 - share ** run) / (share ** run * (1 - share))).toBeCloseTo(expected, 3)
    const stream = RandomStream.named(27, `run ${share} ${run}`)
    const runs = 8_000
    let calls = 0
    for (let trial = 0; trial < runs; trial++) {
      const breaker = new CircuitBreaker({ rule: new ConsecutiveFailures(run), openMicros: 1, permits: 1 })
      while (breaker.state.kind === 'closed') {
        const admission = breaker.ask(0)
        if (admission.kind !== 'admitted') throw new Error('a closed breaker admits')
        breaker.record(admission, stream.chance(share * 10, 10) ? 'failure' : 'success', 0, 0)
        calls++
      }
    }
    // The number of calls is nearly geometric, so its deviation is below its mean.
    expect(Math.abs(calls / runs - expected)).toBeLessThan((4 * expected) / Math.sqrt(runs))
  })
})

describe('a bulkhead', () => {
  it('has so many places and no more', () => {
    const bulkhead = new Bulkhead(2)
    expect([bulkhead.enter(), bulkhead.enter(), bulkhead.enter()]).toEqual([true, true, false])
    bulkhead.leave()
    expect(bulkhead.enter()).toBe(true)
  })
  it('cannot be left by nobody', () => {
    expect(() => new Bulkhead(1).leave()).toThrow(RangeError)
  })
})

describe('what cannot be is said', () => {
  it.each([
    () => fixedBackoff(-1),
    () => exponentialBackoff(10, 5),
    () => fullJitter(0.5, 5),
    () => decorrelatedJitter(-1, 5),
    () => new RetryBudget(101, 1),
    () => new RetryBudget(10, -1),
    () => new Bulkhead(0),
  ])('%s', (make) => {
    expect(make).toThrow(RangeError)
  })
})
