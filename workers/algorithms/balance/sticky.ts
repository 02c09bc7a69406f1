import { Maglev } from '../hashing/maglev'
import { healthyIndexes, type Policy, type Target } from './policy'

/**
 * Affinity without a table of sessions: the key of a request (its user) leads to a server through Maglev's lookup table
 * (Eisenbud et al., NSDI 2016). A server that goes out hands its own users on; nearly all others stay where they are.
 * @param tableSize entries of the table, a prime; the paper's smaller one unless given
 */
export function sticky(tableSize = 65_537): Policy {
  let able = ''
  let placement = new Maglev([], tableSize)
  return {
    choose(targets, _, key = '') {
      const healthy = healthyIndexes(targets).map((index) => targets[index] as Target)
      if (healthy.length === 0) return null
      const names = healthy.map(({ name }) => name)
      if (names.join(' ') !== able) {
        able = names.join(' ')
        placement = new Maglev(names, tableSize)
      }
      const { node, index: entry } = placement.explain(key) as { node: string; index: number }
      const index = targets.findIndex(({ name }) => name === node)
      return { index, reason: { kind: 'affinity', key, entry, tableSize } }
    },
  }
}
