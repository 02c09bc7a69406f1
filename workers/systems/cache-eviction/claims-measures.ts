import { Zipf } from '../../kernel/zipf'
import type { Values } from '../../scenario/parameters'
import { nodeIndex } from '../../trace/marks'
import type { Trace } from '../../trace/trace'

/** Names of the caches in a run. */
export function cachesOf(trace: Trace): string[] {
  return trace.topology.nodes.filter(({ kind }) => kind === 'policy-cache').map(({ name }) => name)
}

/** Hits and look-ups of a cache over the whole run. */
export function totals(trace: Trace, cache: string): { readonly hits: number; readonly asked: number } {
  const node = nodeIndex(trace, cache)
  const hits = trace.gauge(node, 'hits', trace.events) ?? 0
  return { hits, asked: hits + (trace.gauge(node, 'misses', trace.events) ?? 0) }
}

export function hitRatio(trace: Trace, cache: string): number {
  const { hits, asked } = totals(trace, cache)
  return hits / asked
}

/** The key of a request, from its label. */
export function keyOf(trace: Trace, request: number): string {
  return trace.request(request).label.slice('GET '.length)
}

/**
 * Hit ratio of a cache among the requests that count; they are numbered from 0 in the order of the stream. A look-up that
 * missed is one whose key came in or was refused.
 */
export function hitRatioAmong(trace: Trace, cache: string, counts: (turn: number, key: string) => boolean): number {
  const missed = missedRequests(trace, cache)
  let asked = 0
  let hits = 0
  for (let request = 1; request <= trace.requestCount; request++) {
    if (trace.requestEndMicros(request) === Number.POSITIVE_INFINITY) continue
    if (!counts(request - 1, keyOf(trace, request))) continue
    asked++
    if (!missed.has(request)) hits++
  }
  return hits / asked
}

function missedRequests(trace: Trace, cache: string): ReadonlySet<number> {
  const node = nodeIndex(trace, cache)
  const missed = new Set<number>()
  for (let index = 0; index < trace.markCount; index++) {
    if (trace.markNodeOf(index) !== node) continue
    const name = trace.markNameOf(index)
    if (name === 'eviction/inserted' || name === 'eviction/refused') missed.add(trace.markRequestOf(index))
  }
  return missed
}

/** The keys that left a cache, in order. */
export function victimsOf(trace: Trace, cache: string): string[] {
  const node = nodeIndex(trace, cache)
  const victims: string[] = []
  for (let index = 0; index < trace.markCount; index++)
    if (trace.markNodeOf(index) === node && trace.markNameOf(index) === 'eviction/evicted')
      victims.push(String(trace.mark(index).details.key))
  return victims
}

/** Probabilities of the keys by rank, as the stream draws them. */
export function popularities(values: Values): number[] {
  const zipf = new Zipf(values.number('keys'), values.number('zipf') / 100)
  return Array.from({ length: zipf.n }, (_, rank) => zipf.probability(rank))
}

/** Whether the request with this number lies in a scan; the first 30 of its requests, in which it takes hold, do not count. */
export function isInScan(values: Values, turn: number): boolean {
  const period = values.number('period')
  const left = period - (turn % period)
  return left <= 2 * values.number('scan') - 30
}

/** Three decimals, as hit ratios are told. */
export function ratioText(ratio: number): string {
  return String(Math.round(ratio * 1000) / 1000)
}
