import type { Mismatch, Step } from './step'

type Compare = (steps: readonly Step[]) => Promise<Mismatch | null>

/**
 * Leaves steps out as long as the two servers still differ at the same command: first what comes after the mismatch, then ever smaller
 * pieces.
 *
 * @param most how often the steps may be run
 */
export async function shrink(steps: readonly Step[], found: Mismatch, compare: Compare, most: number): Promise<Step[]> {
  let left = steps.slice(0, found.index + 1)
  let runs = 0
  for (let size = left.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start < left.length && runs < most; ) {
      const without = [...left.slice(0, start), ...left.slice(start + size)]
      runs++
      const mismatch = await compare(without)
      if (mismatch === null || mismatch.argv[0] !== found.argv[0]) start += size
      else left = without.slice(0, mismatch.index + 1)
    }
  }
  return left
}

/** Steps and mismatch as a reader of a failed test needs them. */
export function report(steps: readonly Step[], { client, ours, theirs }: Mismatch): string {
  const lines = steps.map((step) =>
    step.kind === 'clock' ? `  clock +${step.micros / 1000} ms` : `  ${step.client}: ${JSON.stringify(step.argv)}`,
  )
  return [...lines, `client ${client}`, `  ours:  ${JSON.stringify(ours)}`, `  Redis: ${JSON.stringify(theirs)}`].join(
    '\n',
  )
}
