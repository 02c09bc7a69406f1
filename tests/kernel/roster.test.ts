import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Member, Roster } from '../../workers/kernel/roster'

class Guest implements Member<Guest> {
  earlier: Guest | null = null
  later: Guest | null = null
  constructor(readonly name: number) {}
}

const steps = fc.array(fc.record({ joins: fc.boolean(), who: fc.nat(9) }), { maxLength: 80 })

describe('a roster', () => {
  test('keeps whoever has joined and not left, in order of joining, as a set does', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const guests = Array.from({ length: 10 }, (_, name) => new Guest(name))
        const roster = new Roster<Guest>()
        const model = new Set<Guest>()
        for (const { joins, who } of plan) {
          const guest = guests[who] as Guest
          if (joins && !model.has(guest)) {
            roster.add(guest)
            model.add(guest)
          } else if (!joins) {
            roster.delete(guest)
            model.delete(guest)
          }
          expect(roster.list().map(({ name }) => name)).toEqual([...model].map(({ name }) => name))
          expect(roster.size).toBe(model.size)
        }
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})
