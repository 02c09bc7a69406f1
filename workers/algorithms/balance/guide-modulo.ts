import { healthyIndexes, type Policy } from './policy'

/**
 * As in the guide: a counter that grows for ever, modulo the length of the list of targets that are healthy just now.
 * Whenever that list changes its length, the counter points somewhere else: targets are skipped or served twice.
 */
export function guideModulo(): Policy {
  let counter = 0
  return {
    choose(targets) {
      const healthy = healthyIndexes(targets)
      if (healthy.length === 0) return null
      // @flaw Whenever a server goes out or comes back, the remainder means another server: some are skipped, some asked twice.
      const turn = counter++
      const place = turn % healthy.length
      return {
        index: healthy[place] as number,
        reason: { kind: 'modulo', counter: turn, healthy: healthy.length, index: place },
      }
    },
  }
}
