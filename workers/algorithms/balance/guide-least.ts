import { healthyIndexes, type Policy, type Target } from './policy'

/**
 * As in the guide: the server whose `activeConnections` is least, where nothing ever counts a connection. All stay at 0,
 * and of equals the first of the list wins, always.
 */
export function guideLeast(): Policy {
  const connections: number[] = []
  return {
    choose(targets) {
      const healthy = healthyIndexes(targets)
      const [first] = healthy
      if (first === undefined) return null
      // @flaw Nobody adds to this count when a request goes out, so every server has 0 and the first one always wins.
      const index = healthy.reduce((least, other) => (countOf(other) < countOf(least) ? other : least), first)
      return { index, reason: { kind: 'uncounted', count: countOf(index), open: (targets[index] as Target).open } }
    },
  }

  function countOf(index: number): number {
    return connections[index] ?? 0
  }
}
