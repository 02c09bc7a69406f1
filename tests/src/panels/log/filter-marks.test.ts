import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterMarks, rowOf } from '../../../../src/panels/log/filter-marks'
import { handMadeTrace } from '../../fixtures/trace'

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

describe('the filter of the log', () => {
  const trace = handMadeTrace()
  const marks = Array.from({ length: trace.markCount }, (_, index) => trace.mark(index))

  it('lets everything through when nothing is sought', () => {
    expect(filterMarks(trace, { text: '  ', tone: null })).toBeNull()
  })

  it('finds exactly the marks of a tone', () => {
    const bad = marks.filter(({ tone }) => tone === 'bad').map(({ index }) => index)
    expect(bad.length).toBeGreaterThan(0)
    expect([...(filterMarks(trace, { text: '', tone: 'bad' }) ?? [])]).toEqual(bad)
  })

  it('seeks words in sentence, name and node in any letter case', () => {
    const rows = filterMarks(trace, { text: 'S2 ANSWERS every', tone: null }) ?? []
    expect([...rows].map((index) => trace.markNameOf(index))).toEqual(['server/failing'])
    expect(filterMarks(trace, { text: 'server/fail', tone: null })).toEqual(rows)
    expect(filterMarks(trace, { text: 'no such words', tone: null })).toHaveLength(0)
  })
})
