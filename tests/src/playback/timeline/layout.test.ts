import { describe, expect, test } from 'vitest'
import { type Lane, layoutOf } from '../../../../src/playback/timeline/layout'

describe.each([true, false])('the lanes of the timeline, narrow: %s', (isNarrow) => {
  test.each([true, false])('lie below each other without touching, with queues: %s', (hasQueues) => {
    const { handles, load, latency, queue, events, axis, height } = layoutOf(isNarrow, hasQueues)
    expect(queue !== null).toBe(hasQueues)
    const lanes = [load, latency, queue, events].filter((lane): lane is Lane => lane !== null)
    let above = handles.top + handles.height
    for (const { top, bottom } of lanes) {
      expect(top).toBeGreaterThan(above)
      expect(bottom).toBeGreaterThan(top + 10)
      above = bottom
    }
    expect(axis).toBeGreaterThan(above)
    expect(height).toBeGreaterThan(axis)
  })

  test('without queues it is lower, and nothing above them has moved', () => {
    const [full, less] = [layoutOf(isNarrow, true), layoutOf(isNarrow, false)]
    expect(less.height).toBeLessThan(full.height)
    expect({ load: less.load, latency: less.latency }).toEqual({ load: full.load, latency: full.latency })
  })
})
