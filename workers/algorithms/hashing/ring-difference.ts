import type { RingPoint } from './placement'
import { hashSpace } from './point-table'

/** A part of the hash space that changes hands, as a fraction of the whole. */
export interface Movement {
  readonly from: string
  readonly to: string
  readonly share: number
}

/**
 * Which shares of the hash space change owner between two rings, exactly, by pair of nodes in the order in which the
 * circle first shows them. So it is known before any key moves how many will, and to where.
 *
 * @param before points of one ring, sorted by hash, at least one
 * @param after points of the other, likewise
 * @param space size of the hash space of both
 */
export function ringDifference(
  before: readonly RingPoint[],
  after: readonly RingPoint[],
  space = hashSpace,
): Movement[] {
  const movements = new Map<string, { from: string; to: string; positions: number }>()
  let previous = -1
  let old = 0
  let young = 0
  while (previous < space - 1) {
    const from = (before[old] ?? before[0]) as RingPoint
    const to = (after[young] ?? after[0]) as RingPoint
    const end = Math.min(before[old]?.hash ?? space - 1, after[young]?.hash ?? space - 1)
    if (from.node !== to.node && end > previous) {
      const pair = JSON.stringify([from.node, to.node])
      const movement = movements.get(pair) ?? { from: from.node, to: to.node, positions: 0 }
      movement.positions += end - previous
      movements.set(pair, movement)
    }
    previous = end
    while (old < before.length && (before[old] as RingPoint).hash <= end) old++
    while (young < after.length && (after[young] as RingPoint).hash <= end) young++
  }
  return Array.from(movements.values(), ({ from, to, positions }) => ({ from, to, share: positions / space }))
}
