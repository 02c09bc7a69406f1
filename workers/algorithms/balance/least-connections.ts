import { healthyIndexes, type Policy, type Target } from './policy'

/**
 * The target with the fewest open requests for its weight; ties are decided by lot, so that the first of the list has
 * no advantage. With equal weights this is join-the-shortest-queue.
 */
export function leastConnections(): Policy {
  return {
    choose(targets, lots) {
      const healthy = healthyIndexes(targets)
      const least = healthy.filter((index) => healthy.every((other) => !isLess(targets, other, index)))
      if (least.length === 0) return null
      const index = least[least.length === 1 ? 0 : lots.integer(least.length)] as number
      const others = healthy.filter((other) => other !== index).map((other) => (targets[other] as Target).open)
      return { index, reason: { kind: 'fewest', open: (targets[index] as Target).open, others } }
    },
  }
}

/** Compares open ÷ weight without dividing. */
function isLess(targets: readonly Target[], a: number, b: number): boolean {
  const one = targets[a] as Target
  const other = targets[b] as Target
  return one.open * other.weight < other.open * one.weight
}
