import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LeaderLease } from '../../../workers/algorithms/consensus/leader-lease'

const LEASE = 100

describe('the lease of a leader', () => {
  it('runs from the latest moment of which a majority, the leader included, has confirmed something sent then or later', () => {
    const confirmations = fc.array(
      fc.record({ peer: fc.constantFrom('b', 'c', 'd', 'e'), sentAt: fc.integer({ min: 0, max: 500 }) }),
      { maxLength: 30, size: 'max' },
    )
    fc.assert(
      fc.property(fc.constantFrom(2, 4), confirmations, (count, list) => {
        const peers = ['b', 'c', 'd', 'e'].slice(0, count)
        const lease = new LeaderLease(peers, LEASE)
        const told = list.filter(({ peer }) => peers.includes(peer))
        for (const { peer, sentAt } of told) lease.confirmed(peer, sentAt)
        const now = 1_000
        const isMajority = (moment: number): boolean =>
          1 + new Set(told.filter(({ sentAt }) => sentAt >= moment).map(({ peer }) => peer)).size > (count + 1) / 2
        const moments = told.map(({ sentAt }) => sentAt).filter(isMajority)
        const latest = Math.max(Number.NEGATIVE_INFINITY, ...moments)
        expect(lease.confirmedAt(now)).toBe(latest)
        expect(lease.heldUntil(now)).toBe(latest + LEASE)
      }),
      { seed: 641, numRuns: 300 },
    )
  })

  it('never ends for a leader without peers', () => {
    expect(new LeaderLease([], LEASE).heldUntil(7)).toBe(7 + LEASE)
  })
})
