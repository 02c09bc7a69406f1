import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReadRouting } from '../../../workers/algorithms/replication/read-routing'

const view = (...positions: number[]) => positions.map((position, index) => ({ name: `r${index}`, position }))

describe('reads are routed', () => {
  it('in turns when nothing must be seen', () => {
    const routing = new ReadRouting()
    expect([0, 1, 2, 3].map(() => routing.choose(view(0, 0, 0), null).index)).toEqual([0, 1, 2, 0])
  })
  it('to the primary without replicas, and when none has come far enough', () => {
    expect(new ReadRouting().choose([], null)).toEqual({ index: null, reason: 'no replica' })
    expect(new ReadRouting().choose(view(3, 4), 5)).toEqual({ index: null, reason: 'none far enough' })
  })
  it('past replicas that are behind', () => {
    const routing = new ReadRouting()
    expect(routing.choose(view(3, 9, 7), 5).index).toBe(1)
    expect(routing.choose(view(3, 9, 7), 5).index).toBe(2)
    expect(routing.choose(view(3, 9, 7), 5).index).toBe(1)
  })
  it('never to one that is not known to have the write, and to the primary only when all are behind', () => {
    const positions = fc.array(fc.nat(20), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(fc.tuple(positions, fc.nat(20)), { size: 'max', maxLength: 50 }), (asks) => {
        const routing = new ReadRouting()
        for (const [known, needed] of asks) {
          const { index } = routing.choose(view(...known), needed)
          if (index === null) expect(Math.max(...known)).toBeLessThan(needed)
          else expect(known[index]).toBeGreaterThanOrEqual(needed)
        }
      }),
      { seed: 42, numRuns: 200 },
    )
  })
})
