import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConcurrencyLimit } from '../../../workers/algorithms/rate-limit/concurrency-limit'
import { LeakyShaper } from '../../../workers/algorithms/rate-limit/leaky-shaper'

describe('the leaky bucket as a shaper', () => {
  it('spaces what passes: departures keep the interval, to the microsecond it is rounded to', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 30, max: 3_000 }),
        fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 60 }),
        (limit, perMicros, gaps) => {
          const shaper = new LeakyShaper(5, { limit, perMicros })
          const leaves: number[] = []
          let now = 0
          for (const gap of gaps) {
            now += gap
            const verdict = shaper.decide(now)
            if (verdict.kind === 'passes') leaves.push(now + verdict.delayMicros)
          }
          for (let last = 1; last < leaves.length; last++) {
            const spacing = (leaves[last] as number) - (leaves[last - 1] as number)
            expect(spacing).toBeGreaterThanOrEqual(Math.floor(perMicros / limit))
            // The sum over all does not drift.
            const span = (leaves[last] as number) - (leaves[0] as number)
            expect(span).toBeGreaterThan((last * perMicros) / limit - 1)
          }
        },
      ),
      { seed: 12, numRuns: 200 },
    )
  })

  it('makes a burst wait its turn, and refuses what finds the queue full with the wait until there is room', () => {
    const shaper = new LeakyShaper(2, { limit: 10, perMicros: 1_000_000 })
    const verdicts = [0, 0, 0, 0].map((now) => shaper.decide(now))
    expect(verdicts).toEqual([
      { kind: 'passes', remaining: 2, delayMicros: 0 },
      { kind: 'passes', remaining: 1, delayMicros: 100_000 },
      { kind: 'passes', remaining: 0, delayMicros: 200_000 },
      { kind: 'refused', remaining: 0, waitMicros: 100_000 },
    ])
    expect(shaper.decide(100_000)).toMatchObject({ kind: 'passes', delayMicros: 200_000 })
    expect(shaper.decide(100_000, 4)).toMatchObject({ kind: 'never', most: 3 })
  })

  it('goes on when the clock steps back', () => {
    const shaper = new LeakyShaper(2, { limit: 10, perMicros: 1_000_000 })
    shaper.decide(3_600_000_000)
    expect(shaper.decide(0)).toMatchObject({ kind: 'passes', delayMicros: 100_000 })
  })
})

describe('the concurrency limit', () => {
  it('is never above its limit, whatever comes and goes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 3 })), { maxLength: 100 }),
        (limit, steps) => {
          const gate = new ConcurrencyLimit(limit)
          const inside: number[] = []
          for (const [comes, cost] of steps) {
            if (!comes) {
              const gone = inside.shift()
              if (gone !== undefined) gate.release(gone)
              continue
            }
            const room = limit - inside.reduce((sum, each) => sum + each, 0)
            const passes = gate.decide(0, cost).kind === 'passes'
            expect(passes).toBe(cost <= room)
            if (passes) inside.push(cost)
          }
          expect(gate.state()).toEqual({ kind: 'open', open: inside.reduce((sum, each) => sum + each, 0), limit })
        },
      ),
      { seed: 13, numRuns: 200 },
    )
  })

  it('cannot tell a wait, says what never passes, and does not release what is not open', () => {
    const gate = new ConcurrencyLimit(1)
    gate.decide(0)
    expect(gate.decide(0)).toEqual({ kind: 'refused', remaining: 0, waitMicros: null })
    expect(gate.decide(0, 2)).toEqual({ kind: 'never', remaining: 0, most: 1 })
    gate.release()
    expect(() => gate.release()).toThrow(RangeError)
  })
})
