import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LeaseTable } from '../../../workers/algorithms/caching/lease-table'

const LIFE = 100

it('gives one lease a key at a time, takes a value only with the last token, and none that was taken back', () => {
  const step = fc.record({
    kind: fc.constantFrom('claim', 'redeem', 'revoke'),
    key: fc.constantFrom('a', 'b'),
    wait: fc.constantFrom(0, 1, 40, 100),
    pick: fc.nat(20),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const table = new LeaseTable(LIFE)
      const given: { key: string; token: number; at: number; isOver: boolean }[] = []
      let now = 0
      for (const { kind, key, wait, pick } of steps) {
        now += wait
        const open = given.findLast((lease) => lease.key === key && !lease.isOver)
        if (kind === 'claim') {
          const answer = table.claim(key, now)
          const isOut = open !== undefined && now < open.at + LIFE
          expect(answer).toEqual(
            isOut ? { kind: 'out', token: open.token, since: open.at } : { kind: 'given', token: given.length + 1 },
          )
          if (isOut) continue
          if (open !== undefined) open.isOver = true
          given.push({ key, token: given.length + 1, at: now, isOver: false })
        } else if (kind === 'revoke') {
          expect(table.revoke(key)).toBe(open !== undefined)
          if (open !== undefined) open.isOver = true
        } else {
          const lease = given[pick % Math.max(1, given.length)]
          if (lease === undefined) continue
          expect(table.redeem(lease.key, lease.token)).toBe(!lease.isOver)
          lease.isOver = true
        }
      }
    }),
    { seed: 9, numRuns: 300 },
  )
})

it('refuses a lease without a life', () => {
  expect(() => new LeaseTable(0)).toThrow(/positive time/)
})
