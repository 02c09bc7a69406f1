import { gaugeBefore, marksOf } from '../../trace/marks'
import type { Mark, Trace } from '../../trace/trace'

export function textOf(mark: Mark, key: string): string {
  return String(mark.details[key] ?? '')
}

export function numberOf(mark: Mark, key: string): number {
  return Number(mark.details[key] ?? Number.NaN)
}

/** Deposits that were told to have gone well. */
export function acknowledged(trace: Trace): number {
  return trace.topology.nodes
    .filter(({ kind }) => kind === 'worker')
    .reduce((sum, { name }) => sum + gaugeBefore(trace, name, 'ok'), 0)
}

/** Times for which a worker believed to hold the lock, up to when it begins to let go, crashes or the run ends. */
export function holdings(trace: Trace): { readonly worker: string; readonly from: number; readonly to: number }[] {
  const ends = marksOf(trace, ['lock/released', 'lock/not-its-own', 'lock/release-ignored'])
  const crashes = marksOf(trace, 'node/crashed')
  return marksOf(trace, 'lock/granted').map((grant) => {
    const worker = textOf(grant, 'worker')
    const isAfter = ({ index }: Mark): boolean => index > grant.index
    const end = ends.find((mark) => isAfter(mark) && textOf(mark, 'worker') === worker)
    const crash = crashes.find((mark) => isAfter(mark) && textOf(mark, 'node') === worker)
    const letGo = end === undefined ? trace.heldMicros : grant.atMicros + numberOf(end, 'held')
    const to = Math.min(letGo, crash?.atMicros ?? trace.heldMicros)
    return { worker, from: grant.atMicros, to }
  })
}

/** Longest time for which two workers believed to hold the lock. */
export function longestOverlap(trace: Trace): { readonly micros: number; readonly workers: readonly string[] } {
  const all = holdings(trace)
  let longest = { micros: 0, workers: [] as readonly string[] }
  for (const [index, one] of all.entries())
    for (const other of all.slice(index + 1)) {
      if (one.worker === other.worker) continue
      const micros = Math.min(one.to, other.to) - Math.max(one.from, other.from)
      if (micros > longest.micros) longest = { micros, workers: [one.worker, other.worker] }
    }
  return longest
}
