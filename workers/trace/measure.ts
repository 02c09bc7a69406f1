/**
 * Measures of a trace for claims, the page and the command line: pure functions, exact, without sampling. A span runs
 * from `fromMicros` up to but without `toMicros`; a request belongs to the span in which it ended, unless said otherwise.
 */
import { HopKind, NO_REQUEST } from '../protocol'
import type { Trace } from './trace'

/** Which requests count: all that ended, those that ended well, or those that ended with a cause. */
export type Outcome = 'ended' | 'served' | 'failed'

export interface RequestCounts {
  /** Requests that started within the span. */
  readonly offered: number
  /** Requests that ended well within the span. */
  readonly served: number
  readonly failed: number
}

export function requestCounts(trace: Trace, fromMicros = 0, toMicros = Number.POSITIVE_INFINITY): RequestCounts {
  const from = trace.countBefore(fromMicros)
  const to = trace.countBefore(toMicros)
  let served = 0
  let ended = 0
  forEachEnded(trace, fromMicros, toMicros, 'ended', (request) => {
    ended++
    if (trace.requestCauseOf(request) === '') served++
  })
  return { offered: trace.requestsStarted(to) - trace.requestsStarted(from), served, failed: ended - served }
}

/** Latencies in microseconds, ascending. */
export function sortedLatencies(
  trace: Trace,
  fromMicros = 0,
  toMicros = Number.POSITIVE_INFINITY,
  outcome: Outcome = 'ended',
): Float64Array {
  const latencies: number[] = []
  forEachEnded(trace, fromMicros, toMicros, outcome, (request) => latencies.push(latencyOf(trace, request)))
  return Float64Array.from(latencies).sort()
}

/**
 * Latency in microseconds that `percent` (above 0, up to 100) of the requests do not exceed, by nearest rank: always one
 * that really occurred. Null when no request ended.
 */
export function latencyPercentile(
  trace: Trace,
  percent: number,
  fromMicros = 0,
  toMicros = Number.POSITIVE_INFINITY,
  outcome: Outcome = 'ended',
): number | null {
  return nearestRank(sortedLatencies(trace, fromMicros, toMicros, outcome), percent)
}

/** The `percent`-th percentile of ascending values by nearest rank; null when there are none. */
export function nearestRank(sorted: ArrayLike<number>, percent: number): number | null {
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil((percent * sorted.length) / 100)))
  return sorted[rank - 1] ?? null
}

/** Mean latency in microseconds; null when no request ended. */
export function meanLatency(
  trace: Trace,
  fromMicros = 0,
  toMicros = Number.POSITIVE_INFINITY,
  outcome: Outcome = 'ended',
): number | null {
  let sum = 0
  let count = 0
  forEachEnded(trace, fromMicros, toMicros, outcome, (request) => {
    sum += latencyOf(trace, request)
    count++
  })
  return count === 0 ? null : sum / count
}

/** How many requests failed for each stated cause, in order of the first failure. */
export function failuresByCause(
  trace: Trace,
  fromMicros = 0,
  toMicros = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, number> {
  const causes = new Map<string, number>()
  forEachEnded(trace, fromMicros, toMicros, 'failed', (request) => {
    const cause = trace.requestCauseOf(request)
    causes.set(cause, (causes.get(cause) ?? 0) + 1)
  })
  return causes
}

/**
 * How many messages of one kind were sent to each node within the span, by name, in the order of the topology. Messages
 * that no client asked for, such as health probes, do not count.
 */
export function countByNode(
  trace: Trace,
  fromMicros = 0,
  toMicros = Number.POSITIVE_INFINITY,
  kind: HopKind = HopKind.request,
): ReadonlyMap<string, number> {
  const counts = new Map(trace.topology.nodes.map((node) => [node.name, 0]))
  const last = trace.hopsSent(trace.countBefore(toMicros))
  for (let hop = trace.hopsSent(trace.countBefore(fromMicros)); hop < last; hop++) {
    if (trace.hopKind(hop) !== kind || trace.hopRequest(hop) === NO_REQUEST) continue
    const target = trace.topology.nodes[trace.topology.links[trace.hopLink(hop)]?.to ?? -1]
    if (target !== undefined) counts.set(target.name, (counts.get(target.name) ?? 0) + 1)
  }
  return counts
}

/** Calls `visit` with the id of each request that ended within the span, in order of ending. */
export function forEachEnded(
  trace: Trace,
  fromMicros: number,
  toMicros: number,
  outcome: Outcome,
  visit: (request: number) => void,
): void {
  const last = trace.requestsEnded(trace.countBefore(toMicros))
  for (let order = trace.requestsEnded(trace.countBefore(fromMicros)); order < last; order++) {
    const request = trace.endedRequestAt(order)
    if (outcome === 'ended' || (trace.requestCauseOf(request) === '') === (outcome === 'served')) visit(request)
  }
}

/** Time from the start of a request to its end in microseconds; Infinity while it is open. */
export function latencyOf(trace: Trace, request: number): number {
  return trace.requestEndMicros(request) - trace.requestStartMicros(request)
}

/**
 * Time average of a number of a node's reading over a span that the run has reached; before its first value it counts
 * as 0. Null for an empty span.
 */
export function gaugeAverage(
  trace: Trace,
  node: number,
  key: string,
  fromMicros: number,
  toMicros: number,
): number | null {
  if (toMicros <= fromMicros) return null
  const { events, values, length } = trace.gaugeHistory(node, key)
  let integral = 0
  for (let index = 0; index < length; index++) {
    const start = Math.max(fromMicros, trace.eventMicros(events[index] as number))
    const end = index + 1 < length ? trace.eventMicros(events[index + 1] as number) : toMicros
    if (Math.min(end, toMicros) > start) integral += (values[index] as number) * (Math.min(end, toMicros) - start)
  }
  return integral / (toMicros - fromMicros)
}
