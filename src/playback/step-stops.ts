import { NO_EVENT } from '../../workers/protocol'
import type { Trace } from '../../workers/trace/trace'

/** What one step passes over: single events, everything up to a mark, or everything up to an event of one request. */
export type StepKind = 'event' | 'mark' | 'request'

/**
 * The event count at the next stop after (`direction` 1) or before (−1) `count`, or null when nothing lies there yet.
 * The start of a run, and the end of one that has ended, are stops of every kind. Without a selected request, stepping
 * by request steps by event.
 */
export function nextStop(
  trace: Trace,
  kind: StepKind,
  request: number | null,
  count: number,
  direction: 1 | -1,
): number | null {
  if (direction === 1 && count >= trace.events) return null
  if (direction === -1 && count === 0) return null
  const edge = direction === -1 ? 0 : trace.status.kind === 'running' ? null : trace.events
  if (kind === 'mark') return nextMark(trace, count, direction) ?? edge
  if (kind === 'request' && request !== null && request <= trace.requestCount)
    return nextOf(eventsOfRequest(trace, request), count, direction) ?? edge
  return count + direction
}

function nextMark(trace: Trace, count: number, direction: 1 | -1): number | null {
  const index = direction === 1 ? trace.marksSet(count) : trace.marksSet(count - 1) - 1
  if (index < 0 || index >= trace.markCount) return null
  return trace.markEventOf(index) + 1
}

function nextOf(events: readonly number[], count: number, direction: 1 | -1): number | null {
  const event = direction === 1 ? events.find((each) => each >= count) : events.findLast((each) => each < count - 1)
  return event === undefined ? null : event + 1
}

/** Events that touch a request: its start and end, its hops sent and settled, its marks; ascending, each once. */
export function eventsOfRequest(trace: Trace, request: number): number[] {
  const record = trace.request(request)
  const events = new Set<number>([record.startEvent])
  if (record.endEvent !== NO_EVENT) events.add(record.endEvent)
  for (const hop of trace.hopsOfRequest(request)) {
    events.add(hop.sentEvent)
    if (hop.settledEvent !== NO_EVENT) events.add(hop.settledEvent)
  }
  for (let mark = trace.marksSet(record.startEvent); mark < trace.markCount; mark++)
    if (trace.markRequestOf(mark) === request) events.add(trace.markEventOf(mark))
  return [...events].sort((a, b) => a - b)
}
