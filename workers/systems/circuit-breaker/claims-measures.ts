import { HopKind } from '../../protocol'
import { marksOf, nodeIndex } from '../../trace/marks'
import { forEachEnded } from '../../trace/measure'
import type { Trace } from '../../trace/trace'

export const SECOND = 1_000_000

/** Moment of the first mark whose sentence about the service has these words; Infinity without one. */
export function behaviourAt(trace: Trace, words: string): number {
  for (const mark of marksOf(trace, 'service/behaviour')) if (mark.sentence.includes(words)) return mark.atMicros
  return Number.POSITIVE_INFINITY
}

/** Calls that left for a node within a span. */
export function callsTo(trace: Trace, name: string, fromMicros = 0, toMicros = Number.POSITIVE_INFINITY): number {
  let count = 0
  const last = trace.hopsSent(trace.countBefore(toMicros))
  for (let hop = trace.hopsSent(trace.countBefore(fromMicros)); hop < last; hop++) {
    if (trace.hopKind(hop) !== HopKind.request) continue
    const target = trace.topology.links[trace.hopLink(hop)]?.to ?? -1
    if (trace.topology.nodes[target]?.name === name) count++
  }
  return count
}

const STATE_AFTER: ReadonlyMap<string, string> = new Map([
  ['breaker/opened', 'open'],
  ['breaker/half-open', 'half-open'],
  ['breaker/closed', 'closed'],
  ['breaker/closed-late', 'closed'],
])

/** Spans in which the gateway's breaker was open or half-open, up to the end of the run. */
export function spansOfState(trace: Trace, state: string): { readonly from: number; readonly to: number }[] {
  const gateway = nodeIndex(trace, 'gateway')
  const spans: { from: number; to: number }[] = []
  let from: number | null = null
  for (let index = 0; index < trace.markCount; index++) {
    const after = STATE_AFTER.get(trace.markNameOf(index))
    if (after === undefined || trace.markNodeOf(index) !== gateway) continue
    const at = trace.eventMicros(trace.markEventOf(index))
    if (from !== null) spans.push({ from, to: at })
    from = after === state ? at : null
  }
  if (from !== null) spans.push({ from, to: trace.heldMicros })
  return spans
}

/** Requests that ended within a span, those with this label or with any other one. */
export function outcomesOf(
  trace: Trace,
  isCounted: (label: string) => boolean,
  fromMicros: number,
  toMicros = Number.POSITIVE_INFINITY,
): { readonly ended: number; readonly failed: number } {
  let [ended, failed] = [0, 0]
  forEachEnded(trace, fromMicros, toMicros, 'ended', (request) => {
    if (!isCounted(trace.request(request).label)) return
    ended++
    if (trace.requestCauseOf(request) !== '') failed++
  })
  return { ended, failed }
}
