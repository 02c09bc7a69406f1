import { describe, expect, it } from 'vitest'
import { GuideBucket, guideEfficiency } from '../../../workers/algorithms/rate-limit/guide-bucket'
import { TokenBucket } from '../../../workers/algorithms/rate-limit/token-bucket'

const SECOND = 1_000_000

/** Grants a second in the long run, after the first filling is used up. */
function granted(perSecond: number, everyMicros: number, seconds: number): number {
  const bucket = new GuideBucket(10, perSecond, 0)
  bucket.decide(0)
  let passed = 0
  for (let now = everyMicros; now <= seconds * SECOND; now += everyMicros)
    if (bucket.decide(now).kind === 'passes') passed++
  return passed / seconds
}

describe('the guide’s bucket', () => {
  it('grants 5.05 of 10 a second when it is polled every 99 ms; the exact bucket grants 10', () => {
    expect(granted(10, 99_000, 1_000)).toBeCloseTo(5.05, 2)
    const exact = new TokenBucket(10, { limit: 10, perMicros: SECOND })
    let passed = 0
    for (let now = 0; now <= 1_000 * SECOND; now += 99_000) if (exact.take(now) === 0) passed++
    expect(passed).toBe(10 + Math.floor(10 * 10_101 * 0.099))
  })

  it.each([
    [10, 99_000],
    [10, 100_000],
    [10, 60_000],
    [10, 34_000],
    [10, 150_000],
    [3, 200_000],
    [7, 100_000],
  ])('at %i a second polled every %i µs it grants ⌊kx⌋/(kx) of its rate, within 0.5 %', (perSecond, everyMicros) => {
    // Polled more rarely than the rate, no more than each poll can pass.
    const most = SECOND / everyMicros
    const law = Math.min(most, perSecond * guideEfficiency(perSecond, everyMicros))
    expect(Math.abs(granted(perSecond, everyMicros, 1_000) / law - 1)).toBeLessThan(0.005)
  })

  it('loses a token to decimals: 0.29 s at 100 a second is 28', () => {
    const bucket = new GuideBucket(100, 100, 0)
    bucket.decide(0)
    expect(bucket.state(290_000)).toMatchObject({ level: 28 })
  })

  it('stops when the clock steps back an hour: no token after 5 s', () => {
    const bucket = new GuideBucket(3, 10)
    const hour = 3_600 * SECOND
    for (let call = 0; call < 3; call++) expect(bucket.decide(hour).kind).toBe('passes')
    expect(bucket.state(5 * SECOND)).toMatchObject({ level: 0 })
  })

  it('mints tokens for a negative cost: 10 and −1,000 make 1,010', () => {
    const bucket = new GuideBucket(10, 1)
    expect(bucket.decide(0, -1_000)).toMatchObject({ kind: 'passes', remaining: 1_010 })
  })

  it('never takes a cost that is no number, and without a default none at all', () => {
    expect(new GuideBucket(10, 1).decide(0, Number.NaN).kind).toBe('refused')
    expect(new GuideBucket(10, 1).decide(0).kind).toBe('passes')
    const second = new GuideBucket(10, 1, 10, false)
    expect(second.decide(0, 1).kind).toBe('passes')
    expect(second.decide(0).kind).toBe('refused')
  })

  it('honours a first filling above its capacity once', () => {
    const bucket = new GuideBucket(10, 10, 25)
    for (let call = 0; call < 25; call++) expect(bucket.decide(0).kind).toBe('passes')
    expect(bucket.state(100 * SECOND)).toMatchObject({ level: 10 })
  })

  it('refuses what is larger than its capacity for ever and never says so', () => {
    const bucket = new GuideBucket(10, 10)
    expect(bucket.decide(3_600 * SECOND, 11)).toEqual({ kind: 'refused', remaining: 10, waitMicros: null })
  })
})
