import { NO_EVENT } from '../../workers/protocol'
import type { Trace } from '../../workers/trace/trace'

/** What one step passes over: single events, everything up to a mark, or everything up to an event of one request. */
export type StepKind = 'event' | 'mark' | 'request'

/** A place in a trace: after the first `count` events, with the first `marks` marks of the whole run shown. */
export interface Stop {
  readonly count: number
  /** At most `trace.marksSet(count)`; less among the steps of an algorithm, which are marks of one event. */
  readonly marks: number
}

/**
 * The next stop after (`direction` 1) or before (−1) a place, or null when nothing lies there yet.
 * The start of a run, and the end of one that has ended, are stops of every kind. Without a selected request, stepping
 * by request steps by event. Only stepping by mark stops among the marks of one event.
 */
export function nextStop(
  trace: Trace,
  kind: StepKind,
  request: number | null,
  here: Stop,
  direction: 1 | -1,
): Stop | null {
  if (kind === 'mark') return nextMark(trace, here, direction)
  const count = nextCount(trace, kind, request, here.count, direction)
  return count === null ? null : stopAt(trace, count)
}

/** The place where all marks of the first `count` events are shown. */
export function stopAt(trace: Trace, count: number): Stop {
  return { count, marks: trace.marksSet(count) }
}

/** Negative when `a` comes before `b`. */
export function compareStops(a: Stop, b: Stop): number {
  return a.count - b.count || a.marks - b.marks
}

function nextCount(
  trace: Trace,
  kind: StepKind,
  request: number | null,
  count: number,
  direction: 1 | -1,
): number | null {
  if (direction === 1 ? count >= trace.events : count === 0) return null
  if (kind === 'request' && request !== null && request <= trace.requestCount)
    return nextOf(eventsOfRequest(trace, request), count, direction) ?? edgeCount(trace, direction)
  return count + direction
}

function edgeCount(trace: Trace, direction: 1 | -1): number | null {
  return direction === -1 ? 0 : trace.status.kind === 'running' ? null : trace.events
}

function nextMark(trace: Trace, here: Stop, direction: 1 | -1): Stop | null {
  const index = direction === 1 ? here.marks : markBefore(trace, here)
  if (index >= 0 && index < trace.markCount) return { count: trace.markEventOf(index) + 1, marks: index + 1 }
  const edge = edgeCount(trace, direction)
  const stop = edge === null ? null : stopAt(trace, edge)
  return stop !== null && compareStops(stop, here) * direction > 0 ? stop : null
}

/** The mark shown by the stop before a place: not the one that the place itself shows. */
function markBefore(trace: Trace, { count, marks }: Stop): number {
  const showsMark = marks > 0 && trace.markEventOf(marks - 1) === count - 1
  return showsMark ? marks - 2 : marks - 1
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
