import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closedThroughput } from '../../../workers/algorithms/scaling/closed-network'
import { erlangB } from '../../../workers/algorithms/scaling/erlang'

/** Exact mean value analysis of one server of fixed speed: Lazowska and others (1984), chapter 6. */
function meanValueAnalysis(customers: number, away: number, work: number): number {
  let [queue, flow] = [0, 0]
  for (let count = 1; count <= customers; count++) {
    const time = work * (1 + queue)
    flow = count / (away + time)
    queue = flow * time
  }
  return flow
}

describe('a closed network', () => {
  it('with one server of fixed speed does what mean value analysis says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        (customers, away, work) => {
          const flow = closedThroughput(customers, away, () => 1 / work)
          expect(flow / meanValueAnalysis(customers, away, work)).toBeCloseTo(1, 9)
        },
      ),
      { seed: 1, numRuns: 200 },
    )
  })
  it('with a server for each customer never waits', () => {
    expect(closedThroughput(7, 30, (present) => present / 20)).toBeCloseTo(7 / 50, 12)
  })
  it('whose away times are those of a loss system refuses as Erlang says', () => {
    // Of c connections those lent are away; the station lets one in at rate λ while any is free.
    const [connections, offered] = [10, 8]
    const flow = closedThroughput(connections, 1, () => offered)
    expect(1 - flow / offered).toBeCloseTo(erlangB(connections, offered), 12)
  })
  it('never does more than its best speed, nor more than nobody waiting', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 0, max: 1_000 }), (customers, away) => {
        const rateAt = (present: number): number => Math.min(present, 4) / (20 * (1 + present * present * 0.001))
        const best = Math.max(...Array.from({ length: customers }, (_, index) => rateAt(index + 1)))
        expect(closedThroughput(customers, away, rateAt)).toBeLessThanOrEqual(best * (1 + 1e-12))
        expect(closedThroughput(customers, away, rateAt)).toBeLessThanOrEqual((customers / (away + 20)) * (1 + 1e-12))
      }),
      { seed: 2, numRuns: 200 },
    )
  })
  it('refuses to be empty', () => {
    expect(() => closedThroughput(0, 1, () => 1)).toThrow(RangeError)
  })
})
