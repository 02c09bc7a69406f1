import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventColumns, tickPath } from '../../../../src/playback/timeline/event-columns'
import { traceOf } from '../../fixtures/chunk-writer'
import { stories } from '../../fixtures/random-story'

describe('ticks of the timeline', () => {
  test('lose no mark and no failure in the range, however narrow the picture', () => {
    const place = fc.tuple(stories(), fc.nat(200), fc.nat(200), fc.integer({ min: 1, max: 900 }))
    fc.assert(
      fc.property(place, ([story, first, last, width]) => {
        // Ranges that begin and end exactly at events.
        const from = story.events[first % story.events.length]?.at ?? 0
        const span = Math.max(1, (story.events[last % story.events.length]?.at ?? 0) - from)
        const columns = eventColumns(traceOf(story), { from, to: from + span }, width)
        const seen = story.events.filter(({ at }) => at >= from && at <= from + span)
        const marks = seen.flatMap((event) => event.marks)
        const failures = seen.flatMap((event) => event.ends).filter(({ cause }) => cause !== '')
        const sum = (counts: Uint32Array) => counts.reduce((total, count) => total + count, 0)
        expect(sum(columns.neutral)).toBe(marks.filter(({ tone }) => tone === 'neutral').length)
        expect(sum(columns.bad)).toBe(marks.filter(({ tone }) => tone === 'bad').length + failures.length)
      }),
      { seed: 7, numRuns: 80 },
    )
  })

  test('stand taller when bad, and when a column holds more', () => {
    const heightOf = (path: string) =>
      path
        .split('M')
        .slice(1)
        .map((tick) => Number(tick.split('v-')[1]))
    const [one = 0, three = 0] = heightOf(tickPath(Uint32Array.of(1, 3, 0), 'neutral', 20))
    const [bad = 0] = heightOf(tickPath(Uint32Array.of(1), 'bad', 20))
    expect(three).toBeGreaterThan(one)
    expect(bad).toBeGreaterThan(three)
    expect(tickPath(Uint32Array.of(0, 0), 'bad', 20)).toBe('')
  })
})
