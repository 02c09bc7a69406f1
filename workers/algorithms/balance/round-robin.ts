import type { Policy } from './policy'

/** In turn over all targets, leaving out those that are not healthy. A change of health moves nobody else's turn. */
export function roundRobin(): Policy {
  let last = -1
  return {
    choose(targets) {
      const count = targets.length
      for (let step = 1; step <= count; step++) {
        const index = (last + step) % count
        if (!targets[index]?.healthy) continue
        const after = last < 0 ? null : (targets[last]?.name ?? null)
        last = index
        return { index, reason: { kind: 'turn', after } }
      }
      return null
    },
  }
}
