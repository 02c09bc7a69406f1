import { countMarks, gaugeBefore, marksOf, nodeIndex } from '../../trace/marks'
import { forEachEnded, latencyOf } from '../../trace/measure'
import type { Trace } from '../../trace/trace'

export const END = Number.POSITIVE_INFINITY

/** Requests of one side that ended within a span, and how many of them failed. */
export function outcomesOf(
  trace: Trace,
  client: string,
  fromMicros = 0,
  toMicros = END,
): { ended: number; failed: number } {
  const node = nodeIndex(trace, client)
  let [ended, failed] = [0, 0]
  forEachEnded(trace, fromMicros, toMicros, 'ended', (request) => {
    if (trace.request(request).node !== node) return
    ended++
    if (trace.requestCauseOf(request) !== '') failed++
  })
  return { ended, failed }
}

/** Reads that were answered. */
export function readsAnswered(trace: Trace, fromMicros = 0, toMicros = END): number {
  return countMarks(trace, ['quorum/read', 'guide/read'], fromMicros, toMicros)
}

export function staleReads(trace: Trace, fromMicros = 0, toMicros = END): number {
  return countMarks(trace, 'client/stale', fromMicros, toMicros)
}

/** Mean time of the reads or writes that ended well; NaN without any. */
export function meanOf(trace: Trace, kind: 'read' | 'write'): number {
  let [sum, count] = [0, 0]
  forEachEnded(trace, 0, END, 'served', (request) => {
    if (!trace.request(request).label.startsWith(`${kind} `)) return
    sum += latencyOf(trace, request)
    count++
  })
  return sum / count
}

/** Copies at all nodes that are older than another copy of their key, at a moment. */
export function copiesBehind(trace: Trace, micros = END): number {
  return trace.topology.nodes
    .filter(({ kind }) => kind === 'replica')
    .reduce((sum, { name }) => sum + gaugeBefore(trace, name, 'behind', micros), 0)
}

/** How reads by lot fared: how many met a key that was written, how many missed, and the spread of that share. */
export interface Draws {
  readonly reads: number
  readonly missed: number
  /** Reads of one value are not independent: they all meet the same copies. Their squares count. */
  readonly sumOfSquares: number
}

export function drawsOf(trace: Trace): Draws {
  const newest = new Map<string, number>()
  const readsOf = new Map<number, number>()
  let [reads, missed] = [0, 0]
  for (const { name, details } of marksOf(trace, ['quorum/written', 'quorum/read'])) {
    const key = String(details.key)
    if (name === 'quorum/written') newest.set(key, Number(details.value))
    else {
      const expected = newest.get(key)
      if (expected === undefined) continue
      reads++
      if (details.value !== expected) missed++
      readsOf.set(expected, (readsOf.get(expected) ?? 0) + 1)
    }
  }
  let sumOfSquares = 0
  for (const count of readsOf.values()) sumOfSquares += count * count
  return { reads, missed, sumOfSquares }
}
