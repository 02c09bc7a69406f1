import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RingPoint } from '../../../workers/algorithms/hashing/placement'
import { ringDifference } from '../../../workers/algorithms/hashing/ring-difference'

const space = 64

const ring = fc
  .array(fc.record({ hash: fc.nat(space - 1), node: fc.constantFrom('a', 'b', 'c'), replica: fc.nat(9) }), {
    minLength: 1,
    maxLength: 12,
    size: 'max',
  })
  .map((points) => points.sort((a, b) => a.hash - b.hash))

function ownerAt(points: readonly RingPoint[], hash: number): string {
  return ((points.find((point) => point.hash >= hash) ?? points[0]) as RingPoint).node
}

describe('ringDifference', () => {
  it('counts every position of the space whose owner changes, by pair of nodes', () => {
    fc.assert(
      fc.property(ring, ring, (before, after) => {
        const counted = new Map<string, number>()
        for (let hash = 0; hash < space; hash++) {
          const pair = `${ownerAt(before, hash)}>${ownerAt(after, hash)}`
          counted.set(pair, (counted.get(pair) ?? 0) + 1)
        }
        const expected = [...counted]
          .filter(([pair]) => pair[0] !== pair[2])
          .map(([pair, count]) => [pair, count / space])
        const movements = ringDifference(before, after, space).map(({ from, to, share }) => [`${from}>${to}`, share])
        expect(movements).toEqual(expected)
      }),
      { seed: 7, numRuns: 500 },
    )
  })
})
