import { latencyOf } from '../../workers/trace/measure'
import type { Trace } from '../../workers/trace/trace'

/** The same request in two runs, by its id in each. */
export interface Match {
  readonly here: number
  readonly there: number
}

export interface Matching {
  readonly matches: readonly Match[]
  /** Requests of either run that the other one does not have. */
  readonly unmatched: number
}

/**
 * Pairs the requests of two runs: the k-th request of a client is the same in both when it begins at the same moment and
 * asks the same. With equal seeds, traffic and clients all of them match, since arrivals draw from streams of their own.
 */
export function matchRequests(here: Trace, there: Trace): Matching {
  const others = byClient(there)
  const matches: Match[] = []
  for (const [client, own] of byClient(here)) {
    const other = others.get(client) ?? []
    for (const [order, id] of own.entries()) {
      const candidate = other[order]
      if (candidate !== undefined && isSame(here, id, there, candidate)) matches.push({ here: id, there: candidate })
    }
  }
  const unmatched = here.requestCount + there.requestCount - 2 * matches.length
  return { matches: matches.sort((a, b) => a.here - b.here), unmatched }
}

/** Pairs whose latencies differ most, by how much in microseconds; a request that is open in either run has none. */
export function largestDifferences(here: Trace, there: Trace, matches: readonly Match[], most: number): Match[] {
  const difference = (match: Match): number => Math.abs(latencyOf(here, match.here) - latencyOf(there, match.there))
  return matches
    .filter((match) => Number.isFinite(difference(match)))
    .sort((a, b) => difference(b) - difference(a) || a.here - b.here)
    .slice(0, most)
}

function byClient(trace: Trace): Map<string, number[]> {
  const clients = new Map<string, number[]>()
  for (let id = 1; id <= trace.requestCount; id++) {
    const name = trace.topology.nodes[trace.request(id).node]?.name ?? ''
    const list = clients.get(name)
    if (list === undefined) clients.set(name, [id])
    else list.push(id)
  }
  return clients
}

function isSame(here: Trace, id: number, there: Trace, candidate: number): boolean {
  const one = here.request(id)
  const other = there.request(candidate)
  return one.startMicros === other.startMicros && one.label === other.label
}
