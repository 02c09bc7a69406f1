import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SlotTable } from '../../../workers/algorithms/eviction/slot-table'

/** Eight hashes for sixty keys, at both ends of the table: long runs of places that wrap around its end. */
function hashOf(key: number): number {
  return [0, 1, 2, 14, 15, -1, -2, 31][key % 8] as number
}

it('finds what a Map finds, whatever collides, after adding and removing', () => {
  const operation = fc.record({ isRemoval: fc.boolean(), key: fc.integer({ min: 1, max: 60 }) })
  const keyAt = Array.from({ length: 61 }, (_, key) => `k${key}`)
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 150 }), (operations) => {
      const table = new SlotTable()
      const held = new Set<number>()
      for (const { isRemoval, key } of operations) {
        if (held.has(key) && isRemoval) {
          table.remove(hashOf(key), key)
          held.delete(key)
        } else if (!held.has(key)) {
          table.add(hashOf(key), key)
          held.add(key)
        }
        expect(table.size).toBe(held.size)
        for (let own = 1; own <= 60; own++)
          expect(table.find(`k${own}`, hashOf(own), keyAt)).toBe(held.has(own) ? own : 0)
      }
    }),
    { seed: 7, numRuns: 150 },
  )
})
