import type { Policy, Target } from './policy'

/**
 * The target with the fewest open requests for its weight; ties are decided by lot, so that the first of the list has
 * no advantage. With equal weights this is join-the-shortest-queue.
 */
export function leastConnections(): Policy {
  return {
    choose(targets, lots) {
      const least = leastLoaded(targets)
      if (least.length === 0) return null
      const index = least[least.length === 1 ? 0 : lots.integer(least.length)] as number
      const others: number[] = []
      for (let other = 0; other < targets.length; other++) {
        const { healthy, open } = targets[other] as Target
        if (healthy && other !== index) others.push(open)
      }
      return { index, reason: { kind: 'fewest', open: (targets[index] as Target).open, others } }
    },
  }
}

/** Indexes of all healthy targets that no other one is below. */
function leastLoaded(targets: readonly Target[]): number[] {
  let least: number[] = []
  let best: Target | null = null
  for (let index = 0; index < targets.length; index++) {
    const target = targets[index] as Target
    if (!target.healthy) continue
    if (best === null || isLess(target, best)) {
      best = target
      least = [index]
    } else if (!isLess(best, target)) least.push(index)
  }
  return least
}

/** Compares open ÷ weight without dividing. */
function isLess(one: Target, other: Target): boolean {
  return one.open * other.weight < other.open * one.weight
}
