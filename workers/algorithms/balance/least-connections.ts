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
      const chosen = targets[index] as Target
      const others = targets.filter(({ healthy }, other) => healthy && other !== index)
      if (others.some(({ weight }) => weight !== chosen.weight))
        return { index, reason: { kind: 'lightest', load: loadOf(chosen), others: others.map(loadOf) } }
      return { index, reason: { kind: 'fewest', open: chosen.open, others: others.map(({ open }) => open) } }
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

/** For the sentence only: with one decimal. */
function loadOf({ open, weight }: Target): number {
  return Math.round((10 * open) / weight) / 10
}
