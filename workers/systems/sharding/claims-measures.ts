import { firstMark, gaugeBefore, marksOf } from '../../trace/marks'
import { forEachEnded, latencyOf } from '../../trace/measure'
import type { Trace } from '../../trace/trace'

export const SECOND = 1_000_000
export const END = Number.POSITIVE_INFINITY

/** How a move of keys began. */
export interface Move {
  readonly atMicros: number
  readonly keys: number
  readonly moved: number
  readonly share: number
  readonly isLeaving: boolean
}

/** The first move of a run; null when no shard joins or leaves. */
export function moveOf(trace: Trace): Move | null {
  const mark = firstMark(trace, ['shard/switched', 'shard/copy-begun', 'shard/dual-begun'])
  if (mark === null) return null
  return { atMicros: mark.atMicros, ...(mark.details as unknown as Omit<Move, 'atMicros'>) }
}

/** When the router turned to the new map; Infinity when it never did. */
export function turnedAt(trace: Trace): number {
  return firstMark(trace, ['shard/switched', 'shard/cut-over'])?.atMicros ?? END
}

/** Requests with a key that were sent to each shard within a span: all of them, or only writes. */
export function askedByShard(trace: Trace, fromMicros = 0, toMicros = END, isWrite = false): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { details, request } of marksOf(trace, 'shard/routed', fromMicros, toMicros)) {
    if (isWrite && !trace.request(request).label.startsWith('update ')) continue
    const shard = String(details.shard)
    counts.set(shard, (counts.get(shard) ?? 0) + 1)
  }
  return counts
}

/** Share of a shard in such counts; 0 of nothing. */
export function shareIn(counts: ReadonlyMap<string, number>, shard: string): number {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return all === 0 ? 0 : (counts.get(shard) ?? 0) / all
}

/** The shard with the most. */
export function busiestOf(counts: ReadonlyMap<string, number>): string {
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0] as [string, number])[0]
}

/** Mean time in microseconds of the requests that count and ended within a span; NaN when there is none. */
export function meanOf(trace: Trace, counts: (request: number) => boolean, fromMicros = 0, toMicros = END): number {
  let [sum, ended] = [0, 0]
  forEachEnded(trace, fromMicros, toMicros, 'served', (request) => {
    if (!counts(request)) return
    sum += latencyOf(trace, request)
    ended++
  })
  return sum / ended
}

export function isQuery(trace: Trace, request: number): boolean {
  return trace.request(request).label.startsWith('query')
}

/** Reads that were sent to a shard within a span. */
export function readsWithin(trace: Trace, fromMicros = 0, toMicros = END): number {
  return marksOf(trace, 'shard/routed', fromMicros, toMicros).filter(({ request }) =>
    trace.request(request).label.startsWith('select '),
  ).length
}

/** The names of the shards of a run, members or not. */
export function shardsOf({ topology }: Trace): readonly string[] {
  return topology.nodes.filter(({ kind }) => kind === 'shard').map(({ name }) => name)
}

/** Rows in the tables of all shards just before a time, in the order of `shardsOf`. */
export function rowsBefore(trace: Trace, micros = END): readonly number[] {
  return shardsOf(trace).map((shard) => gaugeBefore(trace, shard, 'rows', micros))
}

export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}
