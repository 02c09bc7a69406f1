import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { erlangB, erlangC, meanResponse, meanWait } from '../../../workers/algorithms/scaling/erlang'

describe('Erlang’s formulas', () => {
  /** From the GNU Octave package queueing 1.2.7 (Marzolla): qsmmm(λ, 1, c), erlangc and erlangb. */
  const OCTAVE = [
    { offered: 8, workers: 10, response: 1.204590075, waits: 0.409180151, blocked: 0.121661064 },
    { offered: 9, workers: 10, response: 1.668731524, waits: 0.668731524, blocked: 0.167963226 },
    { offered: 0.8, workers: 1, response: 5, waits: 0.8, blocked: 0.444444444 },
    { offered: 3.8, workers: 4, response: 5.457094976, waits: 0.891418995, blocked: 0.291024361 },
    { offered: 3.2, workers: 4, response: 1.74554059, waits: 0.596432472, blocked: 0.22814493 },
    { offered: 2, workers: 3, response: 1.444444444, waits: 0.444444444, blocked: 0.210526316 },
    { offered: 30, workers: 32, response: 1.31511136, waits: 0.630222721, blocked: 0.09626631 },
    { offered: 0.5, workers: 8, response: 1.000000008, waits: 0.000000063, blocked: 0.000000059 },
  ]
  it.each(OCTAVE)(
    'a = $offered, c = $workers: as octave-queueing',
    ({ offered, workers, response, waits, blocked }) => {
      expect(erlangB(workers, offered)).toBeCloseTo(blocked, 8)
      expect(erlangC(workers, offered)).toBeCloseTo(waits, 8)
      expect(meanResponse(workers, offered)).toBeCloseTo(response, 8)
      expect(meanWait(workers, offered)).toBeCloseTo(response - 1, 8)
    },
  )

  it('agree with the stationary chain, computed state by state', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 95 }), (workers, percent) => {
        const offered = (workers * percent) / 100
        let [weight, sum, waiting, number] = [1, 1, 0, 0]
        for (let state = 1; state < 6_000; state++) {
          weight *= offered / Math.min(state, workers)
          sum += weight
          number += state * weight
          if (state >= workers) waiting += weight
        }
        expect(erlangC(workers, offered)).toBeCloseTo(waiting / sum, 7)
        // Little: W = L / λ, with μ = 1.
        expect(meanResponse(workers, offered)).toBeCloseTo(number / sum / offered, 6)
      }),
      { seed: 3, numRuns: 40 },
    )
  })

  it('one worker waits ρ / (1 − ρ)', () => {
    for (const load of [0.1, 0.5, 0.9, 0.99]) expect(meanWait(1, load)).toBeCloseTo(load / (1 - load), 9)
  })

  it('a queue that gets more than it can do has no mean', () => {
    expect(erlangC(4, 4)).toBe(1)
    expect(meanResponse(4, 4)).toBe(Number.POSITIVE_INFINITY)
  })

  it('says what is impossible', () => {
    expect(() => erlangC(0, 1)).toThrow('A queue has a whole number of workers from 1, not 0.')
    expect(() => erlangB(2, -1)).toThrow(RangeError)
  })
})
