import { healthyIndexes, type Policy, type Target } from './policy'

/**
 * Power of two choices (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 1996): draw two
 * different targets and take the one with fewer open requests; on a tie the first drawn.
 */
export function twoChoices(): Policy {
  return {
    choose(targets, lots) {
      const healthy = healthyIndexes(targets)
      if (healthy.length === 0) return null
      const first = lots.integer(healthy.length)
      if (healthy.length === 1) return { index: healthy[0] as number, reason: { kind: 'lot', of: 1 } }
      const second = (first + 1 + lots.integer(healthy.length - 1)) % healthy.length
      const a = healthy[first] as number
      const b = healthy[second] as number
      const [index, rest] = openOf(targets, b) < openOf(targets, a) ? [b, a] : [a, b]
      return {
        index,
        reason: {
          kind: 'two',
          open: openOf(targets, index),
          other: (targets[rest] as Target).name,
          otherOpen: openOf(targets, rest),
        },
      }
    },
  }
}

function openOf(targets: readonly Target[], index: number): number {
  return (targets[index] as Target).open
}
