import type { RequestStory } from '../../workers/trace/request-story'
import type { Trace } from '../../workers/trace/trace'

/**
 * The parts of a story follow each other without a gap, from the start of the request to its end. What is wrong with
 * that, or null; a text, as an assertion for each part of each story would take most of a suite's time.
 */
export function storyGap(trace: Trace, { request, parts, endMicros }: RequestStory): string | null {
  let now = request.startMicros
  for (const { fromMicros, toMicros } of parts) {
    if (fromMicros !== now) return `request ${request.id}: a part begins at ${fromMicros} µs, not at ${now} µs`
    if (toMicros <= fromMicros) return `request ${request.id}: the part at ${fromMicros} µs takes no time`
    now = toMicros
  }
  if (now !== endMicros) return `request ${request.id}: its parts end at ${now} µs, not at ${endMicros} µs`
  const due = Math.min(request.endMicros, trace.heldMicros)
  return endMicros === due ? null : `request ${request.id}: its story ends at ${endMicros} µs, not at ${due} µs`
}
