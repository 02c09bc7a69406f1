import { healthyIndexes, type Policy } from './policy'

/**
 * Smooth weighted round-robin as nginx does it (commit 52327e0627f4, 2012): every target gains its weight, the highest
 * wins and gives back the sum of all weights. Weights 5, 1, 1 give a a b a c a a: as even as whole turns can be.
 */
export function smoothWeighted(): Policy {
  const current: number[] = []
  return {
    choose(targets) {
      const healthy = healthyIndexes(targets)
      let best = -1
      let total = 0
      for (const index of healthy) {
        const { weight } = targets[index] as { weight: number }
        const gained = (current[index] ?? 0) + weight
        current[index] = gained
        total += weight
        if (best < 0 || gained > (current[best] as number)) best = index
      }
      if (best < 0) return null
      const winner = current[best] as number
      const others = healthy.filter((index) => index !== best).map((index) => current[index] as number)
      current[best] = winner - total
      return { index: best, reason: { kind: 'weight', current: winner, others } }
    },
  }
}
