import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowOf } from '../../../src/panels/filter-marks'

describe('the row of the log at the playhead', () => {
  it('is the last row that is not after the mark, as a scan finds it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200)), fc.integer({ min: -1, max: 210 }), (marks, mark) => {
        const rows = Uint32Array.from(marks.sort((a, b) => a - b))
        expect(rowOf(rows, mark)).toBe(marks.findLastIndex((each) => each <= mark))
      }),
      { seed: 7 },
    )
  })

  it('is the mark itself when nothing is filtered', () => {
    expect(rowOf(null, 41)).toBe(41)
    expect(rowOf(null, -1)).toBe(-1)
  })
})
