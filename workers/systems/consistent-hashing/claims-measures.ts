import { firstMark, nodeIndex } from '../../trace/marks'
import { countByNode } from '../../trace/measure'
import type { Trace } from '../../trace/trace'
import type { Verdict } from '../system'
import type { PlacementChange } from './model-marks'

/** A change of the membership, with its moment. */
export interface Change extends PlacementChange {
  readonly atMicros: number
}

/** Measures around the first change of the membership; without one the claim does not hold. */
export function aroundChange(trace: Trace, measure: (change: Change) => Verdict): Verdict {
  const mark = firstMark(trace, 'placement/changed')
  if (mark === null) return { holds: false, measured: 'no node joined or left' }
  return measure({ ...(mark.details as unknown as PlacementChange), atMicros: mark.atMicros })
}

/** Measures around the first crash. */
export function aroundCrash(trace: Trace, measure: (crash: { node: string; atMicros: number }) => Verdict): Verdict {
  const mark = firstMark(trace, 'node/crashed')
  if (mark === null) return { holds: false, measured: 'no node crashed' }
  return measure({ node: String(mark.details.node), atMicros: mark.atMicros })
}

/** How often the cache nodes had what the application asked for, of the answers within a span. */
export function hitRatio(trace: Trace, fromMicros: number, toMicros: number): number {
  const app = nodeIndex(trace, 'app')
  const grown = (key: string): number =>
    (trace.gauge(app, key, trace.countBefore(toMicros)) ?? 0) -
    (trace.gauge(app, key, trace.countBefore(fromMicros)) ?? 0)
  const hits = grown('hits')
  return hits / (hits + grown('misses'))
}

/** Queries that were sent to the database within a span. */
export function databaseQueries(trace: Trace, fromMicros: number, toMicros: number): number {
  return countByNode(trace, fromMicros, toMicros).get('database') ?? 0
}
