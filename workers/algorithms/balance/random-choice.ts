import { healthyIndexes, type Policy } from './policy'

/** A healthy target by lot, whatever it has to do. */
export function randomChoice(): Policy {
  return {
    choose(targets, lots) {
      const healthy = healthyIndexes(targets)
      if (healthy.length === 0) return null
      const index = healthy[lots.integer(healthy.length)] as number
      return { index, reason: { kind: 'lot', of: healthy.length } }
    },
  }
}
