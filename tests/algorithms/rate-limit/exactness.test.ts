import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gate } from '../../../workers/algorithms/rate-limit/gate'
import { Gcra } from '../../../workers/algorithms/rate-limit/gcra'
import { LeakyMeter } from '../../../workers/algorithms/rate-limit/leaky-meter'
import type { Rate } from '../../../workers/algorithms/rate-limit/limiter'
import { MultiRate } from '../../../workers/algorithms/rate-limit/multi-rate'
import { TokenBucket } from '../../../workers/algorithms/rate-limit/token-bucket'
import { envelope } from '../../../workers/algorithms/rate-limit/worst-case'

/** A seeded generator of its own, so that no call depends on what is tested. */
function lots(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const rate = fc.record({ limit: fc.integer({ min: 1, max: 50 }), perMicros: fc.integer({ min: 1, max: 5_000 }) })
const burst = fc.integer({ min: 1, max: 12 })
const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 4 })), {
  minLength: 1,
  maxLength: 80,
})

describe('the exact bucket and its other forms', () => {
  it('GCRA with T = 1/r and τ = (b − 1)·T and the meter decide as the bucket does on 200,000 random calls, waits too', () => {
    const draw = lots(11)
    let calls = 0
    let refused = 0
    while (calls < 200_000) {
      const own: Rate = { limit: 1 + draw(30), perMicros: 1 + draw(2_000) }
      const size = 1 + draw(10)
      const bucket = new TokenBucket(size, own)
      const forms: Gate[] = [new Gcra(size, own), new LeakyMeter(size, own)]
      let now = draw(1_000_000)
      for (let call = 0; call < 400; call++, calls++) {
        now += draw(2) * draw(1 + Math.floor((3 * own.perMicros) / own.limit))
        if (draw(100) === 0) now -= draw(5_000)
        const cost = draw(4) === 0 ? 1 + draw(size + 2) : 1
        const wait = bucket.take(now, cost)
        if (wait > 0) refused++
        for (const form of forms) {
          if (form.take(now, cost) !== wait || form.remaining(now) !== bucket.remaining(now))
            expect.fail(`call ${calls}: the bucket says ${wait}, another form differs`)
        }
      }
    }
    expect(refused).toBeGreaterThan(20_000)
    expect(calls - refused).toBeGreaterThan(20_000)
  })

  it('every closed window w lets at most ⌊b + r·w⌋ units pass', () => {
    fc.assert(
      fc.property(rate, burst, gaps, (own, size, asked) => {
        for (const gate of [new TokenBucket(size, own), new Gcra(size, own), new LeakyMeter(size, own)]) {
          const passed = passedUnits(gate, asked)
          for (let from = 0; from < passed.length; from++)
            for (let to = from; to < passed.length; to++) {
              const span = (passed[to] as number) - (passed[from] as number)
              expect(to - from + 1).toBeLessThanOrEqual(envelope(size, own, span))
            }
        }
      }),
      { seed: 8, numRuns: 200 },
    )
  })

  it('loses nothing: asked at every microsecond it grants exactly b + ⌊r·t⌋', () => {
    const own = { limit: 7, perMicros: 30 }
    const bucket = new TokenBucket(3, own)
    let granted = 0
    for (let now = 0; now <= 3_000; now++) if (bucket.take(now) === 0) granted++
    expect(granted).toBe(3 + 700)
  })

  it('the wait is the shortest: one microsecond earlier it refuses, then it passes', () => {
    fc.assert(
      fc.property(rate, burst, gaps, (own, size, asked) => {
        for (const make of [
          () => new TokenBucket(size, own),
          () => new Gcra(size, own),
          () => new LeakyMeter(size, own),
        ]) {
          const gate = make()
          let now = 0
          for (const [gap, cost] of asked) {
            now += gap
            const wait = gate.take(now, cost)
            if (wait === 0 || wait === Number.POSITIVE_INFINITY) continue
            expect(gate.waitFor(now + wait - 1, cost)).toBe(1)
            expect(gate.waitFor(now + wait, cost)).toBe(0)
            now += wait
          }
        }
      }),
      { seed: 9, numRuns: 100 },
    )
  })

  it('a request larger than the bucket says that no wait helps', () => {
    for (const gate of [new TokenBucket(5, PER_SECOND), new Gcra(5, PER_SECOND), new LeakyMeter(5, PER_SECOND)]) {
      expect(gate.decide(0, 6)).toEqual({ kind: 'never', remaining: 5, most: 5 })
      expect(gate.decide(0, 5)).toEqual({ kind: 'passes', remaining: 0, delayMicros: 0 })
      expect(gate.decide(0, 5)).toEqual({ kind: 'refused', remaining: 0, waitMicros: 500_000 })
    }
  })

  it('a clock that steps back gives nothing away and stops nothing', () => {
    for (const gate of [new TokenBucket(2, PER_SECOND), new Gcra(2, PER_SECOND), new LeakyMeter(2, PER_SECOND)]) {
      const hour = 3_600_000_000
      expect([gate.take(hour), gate.take(hour), gate.take(0)]).toEqual([0, 0, 100_000])
      expect([gate.take(99_999), gate.take(100_000), gate.take(100_001)]).toEqual([1, 0, 99_999])
    }
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a cost, a limit or a capacity of %s',
    (value) => {
      expect(() => new TokenBucket(2, PER_SECOND).take(0, value)).toThrow(RangeError)
      expect(() => new Gcra(2, PER_SECOND).take(0, value)).toThrow(RangeError)
      expect(() => new TokenBucket(value, PER_SECOND)).toThrow(RangeError)
      expect(() => new Gcra(2, { limit: value, perMicros: 1 })).toThrow(RangeError)
      expect(() => new TokenBucket(2, { limit: 1, perMicros: value })).toThrow(RangeError)
    },
  )

  it('refuses a moment that is no number', () => {
    expect(() => new TokenBucket(2, PER_SECOND).take(Number.NaN)).toThrow(RangeError)
    expect(() => new Gcra(2, PER_SECOND).take(Number.NaN)).toThrow(RangeError)
  })
})

describe('two rates at once', () => {
  const short = { limit: 3, perMicros: 100 }
  const long = { limit: 5, perMicros: 1_000 }

  it('passes what both let pass, and charges neither otherwise', () => {
    fc.assert(
      fc.property(gaps, (asked) => {
        const both = new MultiRate([new TokenBucket(3, short), new TokenBucket(6, long)])
        const alone = [new TokenBucket(3, short), new TokenBucket(6, long)]
        let now = 0
        for (const [gap, cost] of asked) {
          now += gap
          const waits = alone.map((gate) => gate.waitFor(now, cost))
          expect(both.take(now, cost)).toBe(Math.max(...waits))
          if (Math.max(...waits) === 0) for (const gate of alone) gate.take(now, cost)
        }
      }),
      { seed: 10, numRuns: 200 },
    )
  })

  it('can never pass more at once than the smaller bucket holds', () => {
    const both = new MultiRate([new TokenBucket(3, short), new TokenBucket(6, long)])
    expect(both.decide(0, 4)).toEqual({ kind: 'never', remaining: 3, most: 3 })
    expect(() => new MultiRate([])).toThrow(RangeError)
  })
})

const PER_SECOND: Rate = { limit: 10, perMicros: 1_000_000 }

/** The moment of each unit that passes. */
function passedUnits(gate: Gate, asked: readonly (readonly [gap: number, cost: number])[]): number[] {
  const passed: number[] = []
  let now = 0
  for (const [gap, cost] of asked) {
    now += gap
    if (gate.take(now, cost) === 0) for (let unit = 0; unit < cost; unit++) passed.push(now)
  }
  return passed
}
