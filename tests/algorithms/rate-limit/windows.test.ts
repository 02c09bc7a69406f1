import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FixedWindow } from '../../../workers/algorithms/rate-limit/fixed-window'
import type { Gate } from '../../../workers/algorithms/rate-limit/gate'
import { SlidingCounter } from '../../../workers/algorithms/rate-limit/sliding-counter'
import { SlidingLog } from '../../../workers/algorithms/rate-limit/sliding-log'

const calls = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 3 })), { maxLength: 120 })
const WINDOW = 100

describe('the fixed window', () => {
  it('is half-open: the edge belongs to the next window', () => {
    const gate = new FixedWindow(2, WINDOW)
    expect([gate.take(0), gate.take(99), gate.take(99), gate.take(100)]).toEqual([0, 0, 1, 0])
  })

  it('does not count what it refuses', () => {
    const gate = new FixedWindow(2, WINDOW)
    for (let call = 0; call < 10; call++) gate.take(5)
    expect(gate.state(5)).toEqual({ kind: 'window', count: 2, limit: 2, elapsedMicros: 5, windowMicros: WINDOW })
  })

  it('lets 200 of 100 a minute pass within 200 ms around an edge', () => {
    const gate = new FixedWindow(100, 60_000_000)
    let passed = 0
    for (let now = 59_900_000; now < 60_100_000; now += 500) if (gate.take(now) === 0) passed++
    expect(passed).toBe(200)
  })

  it('lets at most 2L pass in any interval of its length, and L in each of its own windows', () => {
    property(new FixedWindow(4, WINDOW), (passed, times) => {
      expect(mostWithin(times, WINDOW)).toBeLessThanOrEqual(8)
      const own = new Map<number, number>()
      for (const time of passed) own.set(Math.floor(time / WINDOW), (own.get(Math.floor(time / WINDOW)) ?? 0) + 1)
      for (const count of own.values()) expect(count).toBeLessThanOrEqual(4)
    })
  })

  it('takes its count along when the clock steps back to an earlier window', () => {
    const gate = new FixedWindow(2, WINDOW)
    expect([gate.take(150), gate.take(150), gate.take(50), gate.take(100)]).toEqual([0, 0, 50, 0])
  })
})

describe('the sliding log', () => {
  it('decides as counting all that passed in (now − w, now] does', () => {
    fc.assert(
      fc.property(calls, (asked) => {
        const gate = new SlidingLog(4, WINDOW)
        const passed: number[] = []
        let now = 0
        for (const [gap, cost] of asked) {
          now += gap
          const inside = passed.filter((time) => time > now - WINDOW).length
          const passes = inside + cost <= 4
          expect(gate.take(now, cost) === 0).toBe(passes)
          if (passes) for (let unit = 0; unit < cost; unit++) passed.push(now)
        }
      }),
      { seed: 3, numRuns: 300 },
    )
  })

  it('lets at most L pass in any interval of its length', () => {
    property(new SlidingLog(4, WINDOW), (_, times) => expect(mostWithin(times, WINDOW)).toBeLessThanOrEqual(4))
  })

  it('keeps no more times than its limit, however many it refuses', () => {
    const gate = new SlidingLog(3, WINDOW)
    for (let now = 0; now < 1_000; now++) gate.take(now)
    const state = gate.state(1_000)
    expect(state.kind === 'log' && state.ages.length).toBeLessThanOrEqual(3)
    expect(state.kind === 'log' && state.count === state.ages.length).toBe(true)
  })
})

describe('the sliding counter', () => {
  it('weighs the window before by the share of it that the sliding window still covers', () => {
    const gate = new SlidingCounter(10, WINDOW)
    for (let call = 0; call < 10; call++) gate.take(50)
    expect(gate.state(125)).toEqual({
      kind: 'weighted',
      previous: 10,
      count: 0,
      estimate: 7.5,
      limit: 10,
      elapsedMicros: 25,
      windowMicros: WINDOW,
    })
    expect([gate.take(125, 2), gate.take(125), gate.take(129), gate.take(130)]).toEqual([0, 5, 1, 0])
  })

  it.each([0, 10, 25, 50, 75, 99])(
    'after L came at tick %i of a window, the estimate errs by at most L·(1−f) up and L·f down',
    (at) => {
      const limit = 20
      const gate = new SlidingCounter(limit, WINDOW)
      for (let call = 0; call < limit; call++) gate.take(at)
      const f = at / WINDOW
      for (let elapsed = 0; elapsed < WINDOW; elapsed++) {
        const now = WINDOW + elapsed
        const state = gate.state(now)
        const estimate = state.kind === 'weighted' ? state.estimate : Number.NaN
        const real = at > now - WINDOW ? limit : 0
        expect(estimate - real).toBeLessThanOrEqual(limit * (1 - f) + 1e-9)
        expect(real - estimate).toBeLessThanOrEqual(limit * f + 1e-9)
      }
    },
  )

  it('never lets the estimate pass the limit', () => {
    fc.assert(
      fc.property(calls, (asked) => {
        const gate = new SlidingCounter(4, WINDOW)
        let now = 0
        for (const [gap, cost] of asked) {
          now += gap
          gate.take(now, cost)
          const state = gate.state(now)
          if (state.kind === 'weighted')
            expect(state.count + state.previous * (1 - state.elapsedMicros / WINDOW)).toBeLessThanOrEqual(
              Math.max(4, state.previous * (1 - state.elapsedMicros / WINDOW)) + 1e-9,
            )
        }
      }),
      { seed: 4, numRuns: 200 },
    )
  })
})

describe('all windows', () => {
  const all: [string, () => Gate][] = [
    ['fixed window', () => new FixedWindow(4, WINDOW)],
    ['sliding log', () => new SlidingLog(4, WINDOW)],
    ['sliding counter', () => new SlidingCounter(4, WINDOW)],
  ]
  it.each(all)('%s asks for the shortest wait', (_, make) => {
    fc.assert(
      fc.property(calls, (asked) => {
        const gate = make()
        let now = 0
        for (const [gap, cost] of asked) {
          now += gap
          const wait = gate.take(now, cost)
          if (wait === 0) continue
          for (let early = 1; early < wait; early++) expect(gate.waitFor(now + early, cost)).toBeGreaterThan(0)
          expect(gate.waitFor(now + wait, cost)).toBe(0)
          now += wait
        }
      }),
      { seed: 5, numRuns: 60 },
    )
  })

  it.each(all)('%s says that more than its limit never passes', (_, make) => {
    expect(make().decide(0, 5)).toEqual({ kind: 'never', remaining: 4, most: 4 })
    expect(() => make().take(0, 0.5)).toThrow(RangeError)
    expect(() => make().take(Number.NaN)).toThrow(RangeError)
  })

  it.each(all)('%s goes on when the clock steps back an hour', (_, make) => {
    const gate = make()
    for (let call = 0; call < 4; call++) gate.take(3_600_000_000)
    expect(gate.take(50)).toBeGreaterThan(0)
    expect(gate.take(50 + 3 * WINDOW)).toBe(0)
  })
})

/** Runs random calls; hands over the moments of units that passed, twice for those who count by window. */
function property(gate: Gate, check: (passed: readonly number[], times: readonly number[]) => void): void {
  let now = 0
  fc.assert(
    fc.property(calls, (asked) => {
      now = (Math.floor(now / WINDOW) + 3) * WINDOW
      const passed: number[] = []
      for (const [gap, cost] of asked) {
        now += gap
        if (gate.take(now, cost) === 0) for (let unit = 0; unit < cost; unit++) passed.push(now)
      }
      check(passed, passed)
    }),
    { seed: 6, numRuns: 300 },
  )
}

/** The most that passed within an interval [t, t + span). */
function mostWithin(times: readonly number[], span: number): number {
  let most = 0
  let from = 0
  for (let to = 0; to < times.length; to++) {
    while ((times[to] as number) - (times[from] as number) >= span) from++
    most = Math.max(most, to - from + 1)
  }
  return most
}
