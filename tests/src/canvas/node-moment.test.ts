import { describe, expect, test } from 'vitest'
import { NodeWatch } from '../../../src/canvas/node-moment'
import { handMadeTrace } from '../fixtures/trace'

describe('what a node shows', () => {
  test('is its reading at every moment, and the same object until that changes', () => {
    const trace = handMadeTrace()
    const watch = new NodeWatch(trace, 2, ['placement/located'])
    let before = watch.at(0)
    for (let count = 1; count <= trace.events; count++) {
      const now = watch.at(count)
      expect(now.reading).toEqual(trace.reading(2, count))
      const isSame = trace.readingVersion(2, count) === trace.readingVersion(2, count - 1)
      if (isSame && count > 1) expect(now).toBe(before)
      before = now
    }
  })
})
