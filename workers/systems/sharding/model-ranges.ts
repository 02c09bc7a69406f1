import type { InclusiveRange } from '../../algorithms/sharding/guide-ranges'
import { inOrder, type Naming } from './model-keys'

/** Letters at which ranges of users begin, for each number of shards. */
const FIRST_LETTERS: Readonly<Record<number, string>> = { 2: 'an', 3: 'ajs', 4: 'afks', 5: 'aeims', 6: 'adhlps' }

/**
 * The ranges of a new cluster: of users by first letters, as one would cut the alphabet; of other keys in equal parts of
 * those that there are.
 */
export function boundsOf(
  variant: string,
  shards: readonly string[],
  keys: readonly string[],
  naming: Naming,
): InclusiveRange[] {
  if (variant !== 'range' && variant !== 'guide-range') return []
  if (naming !== 'users') {
    const sorted = inOrder(keys)
    const each = Math.ceil(sorted.length / shards.length)
    return shards.map((shard, index) => ({
      shard,
      first: sorted[Math.min(index * each, sorted.length - 1)] as string,
      last: sorted[Math.min((index + 1) * each, sorted.length) - 1] as string,
    }))
  }
  const letters = FIRST_LETTERS[shards.length] ?? ''
  return shards.map((shard, index) => {
    const next = letters.charCodeAt(index + 1)
    const last = Number.isNaN(next) ? 'z' : String.fromCharCode(next - 1)
    return { shard, first: letters[index] as string, last }
  })
}
