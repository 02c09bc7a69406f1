import { expect } from 'vitest'
import type { RequestStory } from '../../workers/trace/request-story'
import type { Trace } from '../../workers/trace/trace'

/** The parts of a story follow each other without a gap, from the start of the request to its end. */
export function expectWhole(trace: Trace, story: RequestStory): void {
  let now = story.request.startMicros
  for (const { fromMicros, toMicros } of story.parts) {
    expect(fromMicros).toBe(now)
    expect(toMicros).toBeGreaterThan(fromMicros)
    now = toMicros
  }
  expect(now).toBe(story.endMicros)
  expect(story.endMicros).toBe(Math.min(story.request.endMicros, trace.heldMicros))
}
