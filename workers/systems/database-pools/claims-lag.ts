import { nodeIndex } from '../../trace/marks'
import type { Trace } from '../../trace/trace'

/** How long each change took from the primary's log to a replica's, by its position; without those not yet replayed. */
export function lagsOf(trace: Trace, replica: string): ReadonlyMap<number, number> {
  const written = reached(trace, 'primary')
  const replayed = reached(trace, replica)
  const lags = new Map<number, number>()
  let next = 0
  for (const [position, at] of written) {
    while (next < replayed.length && (replayed[next]?.[0] ?? 0) < position) next++
    const there = replayed[next]
    if (there !== undefined) lags.set(position, there[1] - at)
  }
  return lags
}

/** Positions that the log of a node came to, and when, in order. */
function reached(trace: Trace, node: string): readonly (readonly [position: number, atMicros: number])[] {
  const { events, values, length } = trace.gaugeHistory(nodeIndex(trace, node), 'position')
  const points: (readonly [number, number])[] = []
  for (let index = 0; index < length; index++)
    if ((values[index] as number) > 0)
      points.push([values[index] as number, trace.eventMicros(events[index] as number)])
  return points
}
